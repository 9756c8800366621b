/** STORE: flags of many messages in one transaction, one change per command. RFC 9051 6.4.6, RFC 7162 3.1.3 */
import { changedFlags, keywordText, sameFlags } from '../../keyword-text.ts';
import { requireRight } from './mailbox-access.ts';
import { canonicalKeywords, setPrivateSeen } from './add-messages.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import { DELETED, flagsOf, SEEN, selectMessages, type StoredMessage } from './message-rows.ts';
import type { Tx } from '../tx.ts';
import type { FlagResult, UidRanges } from '../../message-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { FlagChange, Flags } from '../../../model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';
import { mayChange, mergedFlags } from '../../../model/mailbox-rights.ts';

interface Changed {
  readonly message: StoredMessage;
  readonly before: Flags;
  readonly after: Flags;
}

export function setFlags(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  ranges: UidRanges,
  change: FlagChange,
): FlagResult {
  const mailbox = requireMailbox(tx.sql, mailboxId);
  const rights = requireRight(tx.sql, mailbox, viewer, 'r');
  if (!mayChange(rights, change))
    throw new MailError('noPermission', 'None of those flags may be changed with the rights given on this mailbox.');
  const keywords =
    change.mode === 'remove' ? change.flags.keywords : canonicalKeywords(tx, mailboxId, change.flags.keywords);
  const flags: Flags = { system: change.flags.system, keywords };
  const since = change.unchangedSince ?? Infinity;
  const rows: { uid: number; modSeq: ModSeq; flags: Flags }[] = [];
  const modified: number[] = [];
  const changed: Changed[] = [];
  const modSeq = (mailbox.modSeq + 1) as ModSeq;
  for (const message of selectMessages(tx.sql, mailbox, viewer, ranges)) {
    if (message.modSeq > since) {
      modified.push(message.uid);
      continue;
    }
    const before = flagsOf(message);
    const after = mergedFlags(rights, before, changedFlags(before, change.mode, flags));
    const differs = !sameFlags(before, after);
    if (differs) changed.push({ message, before, after });
    rows.push({ uid: message.uid, modSeq: differs ? modSeq : message.modSeq, flags: after });
  }
  if (changed.length > 0) writeChanged(tx, mailbox, viewer, changed, modSeq);
  return { rows, modified: Uint32Array.from(modified), modSeq: changed.length > 0 ? modSeq : null };
}

function writeChanged(
  tx: Tx,
  mailbox: MailboxRow,
  viewer: AccountId,
  changed: readonly Changed[],
  modSeq: ModSeq,
): void {
  const isPrivate = mailbox.seenIsPrivate === 1;
  const shared = changed.filter((item) => !isPrivate || !sameFlags(withoutSeen(item.before), withoutSeen(item.after)));
  let unseen = 0;
  let deleted = 0;
  for (const { message, before, after } of shared) {
    const system = isPrivate ? (after.system & ~SEEN) | (message.system & SEEN) : after.system;
    unseen += bit(message.system, SEEN) - bit(system, SEEN);
    deleted += bit(after.system, DELETED) - bit(before.system, DELETED);
    tx.sql.run(
      'UPDATE messages SET modSeq = ?, system = ?, keywords = ? WHERE mailboxId = ? AND uid = ?',
      modSeq,
      system,
      keywordText(after.keywords),
      mailbox.id,
      message.uid,
    );
  }
  tx.sql.run(
    'UPDATE mailboxes SET modSeq = ?, unseen = unseen + ?, deleted = deleted + ? WHERE id = ?',
    modSeq,
    unseen,
    deleted,
    mailbox.id,
  );
  if (isPrivate) writePrivate(tx, mailbox.id, viewer, changed, modSeq);
  note(tx, mailbox.id, modSeq, shared, isPrivate);
  const own = isPrivate ? changed.filter(({ before, after }) => ((before.system ^ after.system) & SEEN) !== 0) : [];
  if (own.length === 0) return;
  const uids = Uint32Array.from(own, ({ message }) => message.uid);
  tx.noteMailbox({ kind: 'flags', mailboxId: mailbox.id, modSeq, uids, flags: own.map(({ after }) => after), viewer });
}

function writePrivate(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  changed: readonly Changed[],
  modSeq: ModSeq,
): void {
  for (const { message, before, after } of changed) {
    const wasSeen = (before.system & SEEN) !== 0;
    const seen = (after.system & SEEN) !== 0;
    if (wasSeen !== seen) setPrivateSeen(tx, { mailboxId, viewer, uid: message.uid, wasSeen, seen, modSeq });
  }
}

/** A shared change carries the shared \Seen: where it is private, each viewer puts his own over it. */
function note(tx: Tx, mailboxId: MailboxId, modSeq: ModSeq, shared: readonly Changed[], isPrivate: boolean): void {
  if (shared.length === 0) return;
  const uids = Uint32Array.from(shared, ({ message }) => message.uid);
  const flags = shared.map(({ message, after }) =>
    isPrivate ? { ...after, system: (after.system & ~SEEN) | (message.system & SEEN) } : after,
  );
  tx.noteMailbox({ kind: 'flags', mailboxId, modSeq, uids, flags, viewer: null });
}
function withoutSeen(flags: Flags): Flags {
  return { ...flags, system: flags.system & ~SEEN };
}
function bit(system: number, mask: number): number {
  return (system & mask) === 0 ? 0 : 1;
}
