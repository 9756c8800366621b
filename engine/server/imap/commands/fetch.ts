/** FETCH and UID FETCH. RFC 9051 6.4.5, RFC 7162 3.1.4 (CHANGEDSINCE), 3.2.4 (UID and MODSEQ beside \Seen), 3.2.6 (VANISHED) */
import { MailError } from '../../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../../model/flags.ts';
import { has } from '../../../model/mailbox-rights.ts';
import { fetchArguments, type FetchItem } from '../../../protocol/imap/fetch-arguments.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { toRanges, type SequenceSet } from '../../../protocol/imap/sequence-set.ts';
import type { UidRanges } from '../../../store/message-store.ts';
import { eachPage } from '../fetch/each-page.ts';
import { rowFields, writeRows, type RowToWrite } from '../fetch/write-row.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { uidRanges } from '../selection.ts';
import { tellVanishedEarlier } from '../vanished.ts';

export const fetch = fetchCommand(false);
export const uidFetch = fetchCommand(true);

function fetchCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: fetchArguments,
    async run(session, { set, items: asked, changedSince, vanished }) {
      const view = session.selected;
      if (vanished && !(byUid && session.isQresync))
        throw new ImapSyntaxError('VANISHED is for UID FETCH after ENABLE QRESYNC');
      const items = withImplied(asked, byUid, changedSince !== null);
      if (items.some(({ kind }) => kind === 'modSeq')) session.enableCondstore();
      const list = await view.list();
      const ranges = uidRanges(session, list, set, byUid);
      if (vanished && changedSince !== null)
        await tellVanishedEarlier(session, view, changedSince, rangesAsked(session, set));
      const { nowSeen, notice } = await markSeen(session, items, ranges);
      const withFlags = withItems(items, session.isCondstore ? ['uid', 'flags', 'modSeq'] : ['flags']);
      const query = { ranges, fields: rowFields(items), changedSince: changedSince ?? undefined };
      for await (const rows of eachPage(session.store.messages, view, query)) {
        const known = rows.flatMap((row) => {
          const number = list.indexOf(row.uid) + 1;
          return number === 0 ? [] : [{ number, row, items: nowSeen.has(row.uid) ? withFlags : items }];
        });
        await writeRows(session.respond, session.store.bodies, known);
        noteTold(view, known);
      }
      return notice === null ? {} : { text: notice };
    },
  });
}

function withImplied(asked: readonly FetchItem[], byUid: boolean, changedSince: boolean): readonly FetchItem[] {
  const items = byUid && !asked.some(({ kind }) => kind === 'uid') ? [{ kind: 'uid' } as const, ...asked] : asked;
  return changedSince ? withItems(items, ['modSeq']) : items;
}

function withItems(asked: readonly FetchItem[], kinds: readonly ('uid' | 'flags' | 'modSeq')[]): readonly FetchItem[] {
  return [...asked, ...kinds.filter((kind) => !asked.some((item) => item.kind === kind)).map((kind) => ({ kind }))];
}

/** The uids as written, those of messages that are no more among them. */
function rangesAsked(session: ImapSession, set: SequenceSet): readonly (readonly [number, number])[] {
  return set.kind === 'ranges' ? set.ranges : toRanges(session.savedSearch ?? []);
}

/** What waited to be told of flags is overtaken by the flags told. */
function noteTold(view: MailboxView, rows: readonly RowToWrite[]): void {
  const has = (kind: FetchItem['kind'], row: RowToWrite): boolean => row.items.some((item) => item.kind === kind);
  for (const row of rows) if (has('modSeq', row)) view.noteModSeq(row.row.modSeq);
  view.pending.overtake(rows.filter((row) => has('flags', row)).map(({ row }) => row));
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
  const mayKeep = !view.readOnly && has(view.mailbox.rights, 's');
  if (!reads || !mayKeep || ranges.length === 0) return { nowSeen, notice: null };
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
  try {
    const change = { mode: 'add', flags: { system: seen, keywords: [] } } as const;
    const { rows } = await session.store.messages.setFlags(view.mailbox.id, view.viewer, toRanges(uids), change);
    for (const { uid } of rows) nowSeen.add(uid);
    return { nowSeen, notice: null };
  } catch (error) {
    if (!(error instanceof MailError) || error.code !== 'unavailable') throw error;
    return { nowSeen, notice: `FETCH completed, but \\Seen was not set: ${error.message}` };
  }
}
