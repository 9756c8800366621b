/** FETCH and UID FETCH. RFC 9051 6.4.5, RFC 7162 3.1.4 (CHANGEDSINCE) */
import { MailError } from '../../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../../model/flags.ts';
import { fetchArguments, type FetchItem } from '../../../protocol/imap/fetch-arguments.ts';
import { toRanges } from '../../../protocol/imap/sequence-set.ts';
import type { UidRanges } from '../../../store/message-store.ts';
import { eachPage } from '../fetch/each-page.ts';
import { rowFields, writeRows } from '../fetch/write-row.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { uidRanges } from '../selection.ts';

export const fetch = fetchCommand(false);
export const uidFetch = fetchCommand(true);

function fetchCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: fetchArguments,
    async run(session, { set, items: asked, changedSince }) {
      const view = session.selected;
      const items = withImplied(asked, byUid, changedSince !== null);
      if (items.some(({ kind }) => kind === 'modSeq')) session.isCondstore = true;
      const list = await view.list();
      const ranges = uidRanges(session, list, set, byUid);
      const { nowSeen, notice } = await markSeen(session, items, ranges);
      const withFlags: readonly FetchItem[] = items.some(({ kind }) => kind === 'flags')
        ? items
        : [...items, { kind: 'flags' }];
      const query = { ranges, fields: rowFields(items), changedSince: changedSince ?? undefined };
      for await (const rows of eachPage(session.store.messages, view, query)) {
        const known = rows.flatMap((row) => {
          const number = list.indexOf(row.uid) + 1;
          return number === 0 ? [] : [{ number, row, items: nowSeen.has(row.uid) ? withFlags : items }];
        });
        await writeRows(session.respond, session.store.bodies, known);
      }
      return notice === null ? {} : { text: notice };
    },
  });
}

function withImplied(asked: readonly FetchItem[], byUid: boolean, changedSince: boolean): readonly FetchItem[] {
  const items = [...asked];
  if (byUid && !items.some(({ kind }) => kind === 'uid')) items.unshift({ kind: 'uid' });
  if (changedSince && !items.some(({ kind }) => kind === 'modSeq')) items.push({ kind: 'modSeq' });
  return items;
}

/** Sets \Seen where a section is read without PEEK. A store that takes no writes must not keep people from reading. */
async function markSeen(
  session: ImapSession,
  items: readonly FetchItem[],
  ranges: UidRanges,
): Promise<{ nowSeen: ReadonlySet<number>; notice: string | null }> {
  const view = session.selected;
  const reads = items.some((item) => (item.kind === 'section' || item.kind === 'binary') && !item.peek);
  const nowSeen = new Set<number>();
  if (!reads || view.readOnly || ranges.length === 0) return { nowSeen, notice: null };
  const seen = SYSTEM_FLAGS['\\Seen'];
  const unseen = {
    kind: 'and',
    of: [
      { kind: 'uids', ranges },
      { kind: 'systemFlag', bit: seen, set: false },
    ],
  } as const;
  const { uids } = await session.store.messages.search(view.mailbox.id, view.viewer, unseen);
  if (uids.length === 0) return { nowSeen, notice: null };
  const mark = view.mark;
  try {
    const change = { mode: 'add', flags: { system: seen, keywords: [] } } as const;
    const { rows } = await session.store.messages.setFlags(view.mailbox.id, view.viewer, toRanges(uids), change);
    view.forgetOwn(mark, new Map(rows.map((row) => [row.uid, row.modSeq])));
    for (const { uid } of rows) nowSeen.add(uid);
    return { nowSeen, notice: null };
  } catch (error) {
    if (!(error instanceof MailError) || error.code !== 'unavailable') throw error;
    return { nowSeen, notice: `FETCH completed, but \\Seen was not set: ${error.message}` };
  }
}
