/**
 * STORE: flags of many messages in one transaction, one change per command. Messages in a row that get the same flags are
 * written by one statement. RFC 9051 6.4.6, RFC 7162 3.1.3
 */
import { changedFlags, keywordText, sameFlags } from '../../keyword-text.ts';
import { requireRight } from './mailbox-access.ts';
import { canonicalKeywords, setPrivateSeen } from './add-messages.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import { DELETED, flagsOf, SEEN, sourceValues } from './message-rows.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { UidRanges } from '../../message-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { FlagChange, Flags } from '../../../model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';
import { mayChange, mergedFlags } from '../../../model/mailbox-rights.ts';

/** FlagResult as it crosses threads: columns, and flags that many messages share stand there once. */
export interface EncodedFlagResult {
  readonly uids: Uint32Array;
  readonly modSeqs: Float64Array;
  readonly flags: readonly Flags[];
  readonly modified: Uint32Array;
  readonly modSeq: ModSeq | null;
}
interface FlaggedMessage {
  readonly uid: number;
  readonly modSeq: ModSeq;
  readonly system: number;
  readonly keywords: string;
  readonly privateSeen: number | null;
}
/** What the command makes of flags: one for all messages that have the same. */
interface Turn {
  readonly before: Flags;
  readonly after: Flags;
  readonly differs: boolean;
  /** What everybody shares, as it is written; the shared \Seen stays where \Seen is private. */
  readonly written: Flags;
  readonly sharedDiffers: boolean;
  readonly unseen: number;
  readonly deleted: number;
}
interface Changed {
  readonly uid: number;
  readonly turn: Turn;
  /** No message that stays as it is lies between the one before and this. */
  readonly isNext: boolean;
}

export function setFlags(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  ranges: UidRanges,
  change: FlagChange,
): EncodedFlagResult {
  const mailbox = requireMailbox(tx.sql, mailboxId);
  const turnOf = turns(tx, mailbox, viewer, change);
  const modSeq = (mailbox.modSeq + 1) as ModSeq;
  const since = change.unchangedSince ?? Infinity;
  const shown: { uids: number[]; modSeqs: number[]; flags: Flags[] } = { uids: [], modSeqs: [], flags: [] };
  const modified: number[] = [];
  const changed: Changed[] = [];
  for (const range of ranges) {
    let isNext = false;
    for (const message of flaggedMessages(tx.sql, mailbox, viewer, range)) {
      if (message.modSeq > since) {
        modified.push(message.uid);
        isNext = false;
        continue;
      }
      const turn = turnOf(message);
      if (turn.differs) changed.push({ uid: message.uid, turn, isNext });
      isNext = turn.differs;
      shown.uids.push(message.uid);
      shown.modSeqs.push(turn.differs ? modSeq : message.modSeq);
      shown.flags.push(turn.after);
    }
  }
  if (changed.length > 0) writeChanged(tx, mailbox, viewer, changed, modSeq);
  return {
    uids: Uint32Array.from(shown.uids),
    modSeqs: Float64Array.from(shown.modSeqs),
    flags: shown.flags,
    modified: Uint32Array.from(modified),
    modSeq: changed.length > 0 ? modSeq : null,
  };
}

function flaggedMessages(
  sql: Sql,
  mailbox: MailboxRow,
  viewer: AccountId,
  [first, last]: readonly [number, number],
): FlaggedMessage[] {
  const source =
    mailbox.seenIsPrivate === 1
      ? `SELECT m.uid, m.system, m.keywords, MAX(m.modSeq, COALESCE(p.modSeq, 0)) AS modSeq, p.seen AS privateSeen FROM messages m
         LEFT JOIN privateSeen p ON p.mailboxId = m.mailboxId AND p.accountId = ? AND p.uid = m.uid`
      : 'SELECT m.uid, m.system, m.keywords, m.modSeq, NULL AS privateSeen FROM messages m';
  const text = `${source} WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`;
  return sql.rows<FlaggedMessage>(text, ...sourceValues(mailbox, viewer), mailbox.id, first, last);
}

/** @throws MailError noPermission when the viewer may change none of the flags */
function turns(tx: Tx, mailbox: MailboxRow, viewer: AccountId, change: FlagChange): (message: FlaggedMessage) => Turn {
  const rights = requireRight(tx.sql, mailbox, viewer, 'r');
  if (!mayChange(rights, change))
    throw new MailError('noPermission', 'None of those flags may be changed with the rights given on this mailbox.');
  const keywords =
    change.mode === 'remove' ? change.flags.keywords : canonicalKeywords(tx, mailbox.id, change.flags.keywords);
  const flags: Flags = { system: change.flags.system, keywords };
  const isPrivate = mailbox.seenIsPrivate === 1;
  const known = new Map<string, Turn>();
  const turn = (message: FlaggedMessage): Turn => {
    const before = flagsOf(message);
    const after = mergedFlags(rights, before, changedFlags(before, change.mode, flags));
    const written = isPrivate ? { ...after, system: (after.system & ~SEEN) | (message.system & SEEN) } : after;
    return {
      before,
      after,
      differs: !sameFlags(before, after),
      written,
      sharedDiffers: isPrivate ? !sameFlags(withoutSeen(before), withoutSeen(after)) : !sameFlags(before, after),
      unseen: bit(message.system, SEEN) - bit(written.system, SEEN),
      deleted: bit(after.system, DELETED) - bit(before.system, DELETED),
    };
  };
  return (message) => {
    const key = `${message.system} ${message.privateSeen ?? ''} ${message.keywords}`;
    const found = known.get(key) ?? turn(message);
    known.set(key, found);
    return found;
  };
}

function writeChanged(
  tx: Tx,
  mailbox: MailboxRow,
  viewer: AccountId,
  changed: readonly Changed[],
  modSeq: ModSeq,
): void {
  const isPrivate = mailbox.seenIsPrivate === 1;
  const shared = changed.filter(({ turn }) => turn.sharedDiffers);
  for (const { first, last, written } of runsOf(changed)) {
    tx.sql.run(
      'UPDATE messages SET modSeq = ?, system = ?, keywords = ? WHERE mailboxId = ? AND uid BETWEEN ? AND ?',
      modSeq,
      written.system,
      keywordText(written.keywords),
      mailbox.id,
      first,
      last,
    );
  }
  tx.sql.run(
    'UPDATE mailboxes SET modSeq = ?, unseen = unseen + ?, deleted = deleted + ? WHERE id = ?',
    modSeq,
    shared.reduce((sum, { turn }) => sum + turn.unseen, 0),
    shared.reduce((sum, { turn }) => sum + turn.deleted, 0),
    mailbox.id,
  );
  if (isPrivate) writePrivate(tx, mailbox.id, viewer, changed, modSeq);
  note(tx, mailbox.id, modSeq, shared, null);
  if (isPrivate)
    note(
      tx,
      mailbox.id,
      modSeq,
      changed.filter(({ turn }) => seenDiffers(turn)),
      viewer,
    );
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly written: Flags;
}
/** Messages whose shared flags change, in runs that one statement may write: it must touch nothing else. */
function runsOf(changed: readonly Changed[]): Run[] {
  const runs: Run[] = [];
  let isOpen = false;
  for (const item of changed) {
    const before = runs.at(-1);
    const { uid, turn } = item;
    isOpen &&= item.isNext;
    if (turn.sharedDiffers) {
      if (isOpen && before !== undefined && before.written === turn.written)
        runs[runs.length - 1] = { ...before, last: uid };
      else runs.push({ first: uid, last: uid, written: turn.written });
    }
    isOpen = turn.sharedDiffers;
  }
  return runs;
}

function writePrivate(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  changed: readonly Changed[],
  modSeq: ModSeq,
): void {
  for (const { uid, turn } of changed) {
    const seen = (turn.after.system & SEEN) !== 0;
    if (seenDiffers(turn)) setPrivateSeen(tx, { mailboxId, viewer, uid, wasSeen: !seen, seen, modSeq });
  }
}

/** A shared change (of no viewer) carries the shared \Seen: where it is private, each viewer puts his own over it. */
function note(
  tx: Tx,
  mailboxId: MailboxId,
  modSeq: ModSeq,
  changed: readonly Changed[],
  viewer: AccountId | null,
): void {
  if (changed.length === 0) return;
  const uids = Uint32Array.from(changed, ({ uid }) => uid);
  const flags = changed.map(({ turn }) => (viewer === null ? turn.written : turn.after));
  tx.noteMailbox({ kind: 'flags', mailboxId, modSeq, uids, flags, viewer });
}
function seenDiffers({ before, after }: Turn): boolean {
  return ((before.system ^ after.system) & SEEN) !== 0;
}
function withoutSeen(flags: Flags): Flags {
  return { ...flags, system: flags.system & ~SEEN };
}
function bit(system: number, mask: number): number {
  return (system & mask) === 0 ? 0 : 1;
}
