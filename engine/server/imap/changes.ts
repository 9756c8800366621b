/**
 * Tells a session what others did to its mailbox, in commit order, only what the command at hand allows.
 * RFC 9051 7.4.1 (EXISTS), 7.5.1 (EXPUNGE), 7.5.2 (FETCH), RFC 7162 3.2 (MODSEQ).
 */
import type { Flags } from '../../model/flags.ts';
import type { MailboxChange } from '../../model/mailbox.ts';
import { formatFlags } from '../../protocol/imap/flag-arguments.ts';
import { toRanges } from '../../protocol/imap/sequence-set.ts';
import type { ImapSession } from './imap-session.ts';
import { eachPage } from './fetch/each-page.ts';
import type { MailboxView } from './mailbox-view.ts';
import type { UidList } from './uid-list.ts';

/** A session whose mailbox was deleted has lost it afterwards. */
export async function tellChanges(session: ImapSession, mayReportExpunge: boolean): Promise<void> {
  const { view } = session;
  if (view === null || !view.hasNews) return;
  if (view.isGone) {
    session.deselect();
    session.respond.untagged('OK [CLOSED] the mailbox was deleted');
    return;
  }
  if (mayReportExpunge) await tellResync(session, view);
  let told = view.exists;
  for (;;) {
    const found = await view.next(mayReportExpunge);
    if (found === null) break;
    const { change, before } = found;
    if (change.kind !== 'added' && view.exists !== told)
      told = tellExists(session, before?.length ?? view.exists, told);
    if (change.kind === 'expunged' && before !== null) told -= tellExpunged(session, before, change.uids);
    if (change.kind === 'flags' && before !== null) await tellFlags(session, view, before, change);
    await session.respond.flushIfFull();
  }
  tellExists(session, view.exists, told);
}

function tellExists(session: ImapSession, exists: number, told: number): number {
  if (exists !== told) session.respond.untagged(`${exists} EXISTS`);
  return exists;
}

/** Highest number first, so that each is right as it stands. @returns how many were told */
function tellExpunged(session: ImapSession, before: UidList, uids: Uint32Array): number {
  const indexes = [...uids].map((uid) => before.indexOf(uid)).filter((index) => index >= 0);
  for (const index of indexes.reverse()) session.respond.untagged(`${index + 1} EXPUNGE`);
  return indexes.length;
}

async function tellFlags(
  session: ImapSession,
  view: MailboxView,
  list: UidList,
  change: Extract<MailboxChange, { kind: 'flags' }>,
): Promise<void> {
  // Flags of everybody do not hold a member's own \Seen; the row does.
  if (change.viewer === null && view.mailbox.seenIsPrivate)
    return tellRows(session, view, list, toRanges(change.uids), undefined);
  change.uids.forEach((uid, at) => {
    const flags = change.flags[at];
    const index = list.indexOf(uid);
    if (flags !== undefined && index >= 0) tellFlagsOf(session, index + 1, uid, flags, change.modSeq);
  });
}

async function tellRows(
  session: ImapSession,
  view: MailboxView,
  list: UidList,
  ranges: [number, number][],
  changedSince: number | undefined,
): Promise<void> {
  for await (const rows of eachPage(session.store.messages, view, { ranges, fields: [], changedSince })) {
    for (const row of rows) {
      const index = list.indexOf(row.uid);
      if (index >= 0) tellFlagsOf(session, index + 1, row.uid, row.flags, row.modSeq);
    }
    await session.respond.flushIfFull();
  }
}

/** One untagged FETCH with flags. */
export function tellFlagsOf(session: ImapSession, number: number, uid: number, flags: Flags, modSeq: number): void {
  const modSeqItem = session.isCondstore ? ` MODSEQ (${modSeq})` : '';
  session.respond.untagged(`${number} FETCH (UID ${uid} FLAGS ${formatFlags(flags)}${modSeqItem})`);
}

async function tellResync(session: ImapSession, view: MailboxView): Promise<void> {
  const result = await view.resync();
  if (result === null) return;
  const { before, gone, after, since } = result;
  tellExpunged(session, before, gone);
  if (after.length !== before.length - gone.length) session.respond.untagged(`${after.length} EXISTS`);
  if (after.length > 0) await tellRows(session, view, after, [[1, after.last]], since);
}
