/**
 * Tells a session what others did to its mailbox, in commit order, only what the command at hand allows.
 * RFC 9051 7.4.1 (EXISTS), 7.5.1 (EXPUNGE), 7.5.2 (FETCH), RFC 7162 3.2 (MODSEQ, VANISHED), RFC 9586 3 (UIDFETCH).
 */
import { MailError } from '../../model/errors.ts';
import type { Flags } from '../../model/flags.ts';
import type { MailboxChange } from '../../model/mailbox.ts';
import { has } from '../../model/mailbox-rights.ts';
import { formatFlags } from '../../protocol/imap/flag-arguments.ts';
import { formatSet, toRanges } from '../../protocol/imap/sequence-set.ts';
import { eachPage } from './fetch/each-page.ts';
import { HEARS_ALL, type Hearing, type ImapSession } from './imap-session.ts';
import type { MailboxView } from './mailbox-view.ts';
import type { UidList } from './uid-list.ts';

/** Tells what the client wants to hear of. A session whose mailbox was deleted has lost it afterwards. */
export function tellChanges(session: ImapSession, mayReportExpunge: boolean): Promise<void> {
  return tell(session, mayReportExpunge, session.hearing);
}

/** Tells all that was kept from a client which did not want to hear of it: NOTIFY SET begins with that. RFC 5465 3.1 */
export function tellAccumulated(session: ImapSession): Promise<void> {
  return tell(session, true, HEARS_ALL);
}

async function tell(session: ImapSession, mayReportExpunge: boolean, hearing: Hearing): Promise<void> {
  const { view } = session;
  if (view === null) return;
  if (view.areRightsOld && !(await mayStillRead(session, view)))
    return tellGone(session, 'the right to read the mailbox was taken away');
  try {
    if (hearing.messages && view.hasNews && !view.isGone) await tellNews(session, view, mayReportExpunge, hearing);
  } catch (error) {
    // Deleted, although the change that says so has not arrived yet.
    if (!(error instanceof MailError && error.code === 'nonexistent')) throw error;
    return tellGone(session);
  }
  if (view.isGone) return tellGone(session);
  tellPlace(session, view);
}

/**
 * For a command that took messages away: tells so, and answers with the place the client stands at then. RFC 7162 3.2.7
 * @param uids those it took; they are told alone to a client that wants to hear nothing of others
 */
export async function tellRemoved(session: ImapSession, uids: Uint32Array): Promise<{ readonly code?: string }> {
  if (session.hearing.messages) await tellChanges(session, true);
  else if (session.view !== null) await tellOwn(session, session.view, uids);
  return session.isQresync && session.view !== null ? { code: `HIGHESTMODSEQ ${session.view.settledModSeq}` } : {};
}

async function tellOwn(session: ImapSession, view: MailboxView, uids: Uint32Array): Promise<void> {
  const count = new MessageCount(session, view.exists);
  await count.without(await view.removeOwn(uids), uids);
  count.is(view.exists);
}

/** What others do is told only to who may read it. RFC 4314 5.1.1 */
async function mayStillRead(session: ImapSession, view: MailboxView): Promise<boolean> {
  view.areRightsOld = false;
  const mailbox = await session.store.mailboxes.byId(view.viewer, view.mailbox.id);
  return mailbox !== null && has(mailbox.rights, 'r');
}

function tellGone(session: ImapSession, why = 'the mailbox was deleted'): void {
  session.deselect();
  session.respond.untagged(`OK [CLOSED] ${why}`);
}

async function tellNews(
  session: ImapSession,
  view: MailboxView,
  mayReportExpunge: boolean,
  hearing: Hearing,
): Promise<void> {
  if (mayReportExpunge) await tellResync(session, view);
  view.pending.coalesce();
  const count = new MessageCount(session, view.exists);
  for (;;) {
    const found = await view.next(mayReportExpunge);
    if (found === null) break;
    const { change, before } = found;
    if (change.kind !== 'added' && before !== null) {
      if (change.kind === 'flags' || before.length !== count.told) count.is(before.length);
      if (change.kind === 'expunged') await count.without(before, change.uids);
      else if (hearing.flags) await tellFlags(session, view, before, change);
    }
    await session.respond.flushIfFull();
  }
  count.is(view.exists);
}

/** What the client counts: EXISTS only when something else needs the number, consecutive VANISHED in one. */
class MessageCount {
  readonly #session: ImapSession;
  #told: number;
  #vanished: number[] = [];

  constructor(session: ImapSession, told: number) {
    this.#session = session;
    this.#told = told;
  }

  get told(): number {
    return this.#told;
  }

  /** Everything before is told, and the number of messages with it. */
  is(exists: number): void {
    this.#tellVanished();
    if (exists !== this.#told) this.#session.respond.untagged(`${exists} EXISTS`);
    this.#told = exists;
  }

  /** Highest number first, so that each is right as it stands. */
  async without(list: UidList, uids: Uint32Array): Promise<void> {
    const known = uids.filter((uid) => list.indexOf(uid) >= 0);
    this.#told -= known.length;
    const { respond } = this.#session;
    if (this.#session.saysVanished) return void this.#vanished.push(...known);
    for (const uid of known.reverse()) {
      respond.untagged(`${list.indexOf(uid) + 1} EXPUNGE`);
      await respond.flushIfFull();
    }
  }

  #tellVanished(): void {
    if (this.#vanished.length === 0) return;
    this.#session.respond.untagged(`VANISHED ${formatSet(this.#vanished.sort((a, b) => a - b))}`);
    this.#vanished = [];
  }
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
  for (const [at, flags] of change.flags.entries()) {
    const uid = change.uids[at] ?? 0;
    const index = list.indexOf(uid);
    if (index >= 0) tellFlagsOf(session, view, index + 1, { uid, flags, modSeq: change.modSeq });
    await session.respond.flushIfFull();
  }
}

/** The flags of those of the ranges that the list holds, and that changed after a commit. */
export async function tellRows(
  session: ImapSession,
  view: MailboxView,
  list: UidList,
  ranges: readonly (readonly [number, number])[],
  changedSince: number | undefined,
): Promise<void> {
  for await (const rows of eachPage(session.store.messages, view, { ranges, fields: [], changedSince })) {
    const known = rows.filter(({ uid }) => list.indexOf(uid) >= 0);
    for (const row of known) {
      tellFlagsOf(session, view, list.indexOf(row.uid) + 1, row);
      await session.respond.flushIfFull();
    }
    view.pending.overtake(known);
  }
}

/** One untagged FETCH with flags; with none, where the client asked to hear of its own change no more than MODSEQ. */
export function tellFlagsOf(
  session: ImapSession,
  view: MailboxView,
  number: number,
  { uid, flags, modSeq }: { readonly uid: number; readonly flags: Flags | null; readonly modSeq: number },
): void {
  const items = [
    ...(session.isUidOnly ? [] : [`UID ${uid}`]),
    ...(flags === null ? [] : [`FLAGS ${formatFlags(flags)}`]),
    ...(session.isCondstore ? [`MODSEQ (${modSeq})`] : []),
  ];
  if (session.isCondstore) view.noteModSeq(modSeq);
  session.respond.untagged(`${fetchHead(session, number, uid)} (${items.join(' ')})`);
}

/** `12 FETCH`, or `345 UIDFETCH` where the session knows no numbers. */
export function fetchHead(session: ImapSession, number: number, uid: number): string {
  return session.isUidOnly ? `${uid} UIDFETCH` : `${number} FETCH`;
}

async function tellResync(session: ImapSession, view: MailboxView): Promise<void> {
  const result = await view.resync();
  if (result === null) return;
  const { before, gone, after, since } = result;
  const count = new MessageCount(session, before.length);
  await count.without(before, gone);
  count.is(after.length);
  if (after.length > 0) await tellRows(session, view, after, [[1, after.last]], since);
}

/**
 * A client takes the highest MODSEQ told for the place it stands at: where changes before it still wait, it is told the
 * true place, and again when it has caught up. RFC 7162 3.2, 6
 */
export function tellPlace(session: ImapSession, view: MailboxView): void {
  const place = view.placeToTell();
  if (session.isQresync && place !== null) session.respond.untagged(`OK [HIGHESTMODSEQ ${place}] known so far`);
}
