/** FETCH and UID FETCH. RFC 9051 6.4.5, RFC 7162 3.1.4 (CHANGEDSINCE), 3.2.4 (UID and MODSEQ beside \Seen), 3.2.6 (VANISHED), RFC 9394 3.3 (PARTIAL), RFC 6858 3 (DOWNGRADED) */
import { MailError } from '../../../model/errors.ts';
import type { ModSeq } from '../../../model/ids.ts';
import { SYSTEM_FLAGS } from '../../../model/flags.ts';
import { has } from '../../../model/mailbox-rights.ts';
import { fetchArguments, type FetchItem } from '../../../protocol/imap/fetch-arguments.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { formatSet, toRanges, type SequenceSet } from '../../../protocol/imap/sequence-set.ts';
import type { UidRanges } from '../../../store/message-store.ts';
import { eachPage } from '../fetch/each-page.ts';
import { within } from '../fetch/wanted.ts';
import { rowItems, writePages } from '../fetch/write-pages.ts';
import { rowFields } from '../fetch/row-fields.ts';
import { writeRows, type RowsWanted } from '../fetch/write-row.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { partOf, uidRanges } from '../selection.ts';
import type { UidList } from '../uid-list.ts';
import { tellVanishedEarlier } from '../vanished.ts';

export const fetch = fetchCommand(false);
export const uidFetch = fetchCommand(true);

function fetchCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: fetchArguments,
    async run(session, { set, items: asked, changedSince, vanished, partial }) {
      const view = session.selected;
      if (vanished && !(byUid && session.isQresync))
        throw new ImapSyntaxError('VANISHED is for UID FETCH after ENABLE QRESYNC');
      if (partial !== null && !byUid) throw new ImapSyntaxError('PARTIAL is for UID FETCH');
      const items = withImplied(asked, byUid && !session.isUidOnly, changedSince !== null);
      if (items.some(({ kind }) => kind === 'modSeq')) session.enableCondstore();
      const list = await view.list();
      const named = uidRanges(session, list, set, byUid);
      const wanted = partial === null ? named : partOf(list, named, partial);
      if (vanished && changedSince !== null)
        await tellVanishedEarlier(session, view, changedSince, rangesAsked(session, set));
      const ranges = changedSince === null ? wanted : await changedWithin(session, wanted, changedSince);
      const { nowSeen, notice } = await markSeen(session, items, ranges);
      const downgraded = new Set<number>();
      await writeMessages(session, list, ranges, {
        items: nowSeen ? withItems(items, besideSeen(session)) : items,
        byUid: session.isUidOnly,
        downgraded: session.takesUtf8Headers ? null : (uid) => void downgraded.add(uid),
      });
      return {
        ...(downgraded.size === 0 ? {} : { code: `DOWNGRADED ${formatSet([...downgraded])}` }),
        ...(notice === null ? {} : { text: notice }),
      };
    },
  });
}

/** What rows alone show comes in ready pages; what needs the body is written message by message. */
async function writeMessages(
  session: ImapSession,
  list: UidList,
  ranges: UidRanges,
  wanted: RowsWanted,
): Promise<void> {
  const { store, respond, selected: view } = session;
  const { items, byUid } = wanted;
  const isConventional = wanted.downgraded !== null;
  const noteTold = toldOf(session, view, items);
  const writeBodies = async (of: UidRanges): Promise<void> => {
    for await (const rows of eachPage(store.messages, view, { ranges: of, fields: rowFields(items, isConventional) })) {
      const known = rows.flatMap((row) => {
        const number = list.indexOf(row.uid) + 1;
        return number === 0 ? [] : [{ number: byUid ? row.uid : number, row }];
      });
      await writeRows(respond, store.bodies, known, wanted);
      noteTold(known.map(({ row }) => row));
    }
  };
  const fromRows = rowItems(items);
  if (fromRows === null) return writeBodies(ranges);
  const query = {
    mailboxId: view.mailbox.id,
    viewer: view.viewer,
    items: fromRows,
    byUid,
    isConventional,
    list,
    ranges,
  };
  await writePages(respond, store.messages, query, {
    large: (uid) => writeBodies([[uid, uid]]),
    told: noteTold,
  });
}

async function changedWithin(session: ImapSession, ranges: UidRanges, since: number): Promise<UidRanges> {
  const { mailbox, viewer } = session.selected;
  const changed = await session.store.messages.changedSince(mailbox.id, viewer, since as ModSeq);
  return toRanges(within(changed, ranges));
}

type Told = Iterable<{ readonly uid: number; readonly modSeq: number }>;

/** What waited to be told of flags is overtaken by the flags told; of mod-sequences too, where the client follows them. */
function toldOf(
  session: ImapSession,
  view: MailboxView,
  items: readonly FetchItem[],
): (rows: Told, highest?: number) => void {
  const shows = (kind: FetchItem['kind']): boolean => items.some((item) => item.kind === kind);
  const [hasModSeq, hasFlags] = [shows('modSeq'), shows('flags')];
  return (rows, highest) => {
    if (hasModSeq) view.noteModSeq(highest ?? largest(rows));
    if (hasFlags && (hasModSeq || !session.isCondstore)) view.pending.overtake(rows);
  };
}

function largest(rows: Told): number {
  let most = 0;
  for (const { modSeq } of rows) most = Math.max(most, modSeq);
  return most;
}

function withImplied(asked: readonly FetchItem[], byUid: boolean, changedSince: boolean): readonly FetchItem[] {
  const items = byUid && !asked.some(({ kind }) => kind === 'uid') ? [{ kind: 'uid' } as const, ...asked] : asked;
  return changedSince ? withItems(items, ['modSeq']) : items;
}

function withItems(asked: readonly FetchItem[], kinds: readonly ('uid' | 'flags' | 'modSeq')[]): readonly FetchItem[] {
  return [...asked, ...kinds.filter((kind) => !asked.some((item) => item.kind === kind)).map((kind) => ({ kind }))];
}

/** What is told beside a body read that set \Seen. RFC 7162 3.2.4 */
function besideSeen(session: ImapSession): readonly ('uid' | 'flags' | 'modSeq')[] {
  if (!session.isCondstore) return ['flags'];
  return session.isUidOnly ? ['flags', 'modSeq'] : ['uid', 'flags', 'modSeq'];
}

/** The uids as written, those of messages that are no more among them. */
function rangesAsked(session: ImapSession, set: SequenceSet): readonly (readonly [number, number])[] {
  return set.kind === 'ranges' ? set.ranges : toRanges(session.savedSearch ?? []);
}

/** Sets \Seen where a section is read without PEEK. A store that takes no writes must not keep people from reading. */
async function markSeen(
  session: ImapSession,
  items: readonly FetchItem[],
  ranges: UidRanges,
): Promise<{ nowSeen: boolean; notice: string | null }> {
  const view = session.selected;
  const reads = items.some((item) => (item.kind === 'section' || item.kind === 'binary') && !item.peek);
  const mayKeep = !view.readOnly && has(view.mailbox.rights, 's');
  if (!reads || !mayKeep || ranges.length === 0) return { nowSeen: false, notice: null };
  const seen = SYSTEM_FLAGS['\\Seen'];
  const unseen = {
    kind: 'and',
    of: [
      { kind: 'uids', ranges },
      { kind: 'systemFlag', bit: seen, set: false },
    ],
  } as const;
  const { uids } = await session.store.messages.search(view.mailbox.id, view.viewer, unseen);
  if (uids.length === 0) return { nowSeen: false, notice: null };
  try {
    const change = { mode: 'add', flags: { system: seen, keywords: [] } } as const;
    const { rows } = await session.store.messages.setFlags(view.mailbox.id, view.viewer, toRanges(uids), change);
    return { nowSeen: rows.length > 0, notice: null };
  } catch (error) {
    if (!(error instanceof MailError) || error.code !== 'unavailable') throw error;
    return { nowSeen: false, notice: `FETCH completed, but \\Seen was not set: ${error.message}` };
  }
}
