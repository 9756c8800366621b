/** Messages out of a mailbox: tombstones, counters, references, the word in the letter's story. RFC 7162 3.2.5 */
import { encodeUids } from '../../uid-ranges.ts';
import { chargeQuota, shiftUnseen } from './add-messages.ts';
import { addFact } from './letter-writes.ts';
import { requireRight } from './mailbox-access.ts';
import type { MailboxRow } from './mailbox-rows.ts';
import { ALL_UIDS, DELETED, SEEN, selectMessages, type StoredMessage } from './message-rows.ts';
import { releaseBody, releasePrefix } from './references.ts';
import { requireMailbox } from './mailbox-rows.ts';
import type { Tx } from '../tx.ts';
import type { UidRanges } from '../../message-store.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';

const TOMBSTONE_MS = 90 * 24 * 3_600_000;

export function expunge(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  ranges: UidRanges | null,
  options: { readonly flagged: boolean; readonly by: string },
): Uint32Array {
  const mailbox = requireMailbox(tx.sql, mailboxId);
  requireRight(tx.sql, mailbox, viewer, 'e');
  if (!options.flagged) requireRight(tx.sql, mailbox, viewer, 't');
  const rows = selectMessages(tx.sql, mailbox, viewer, ranges ?? ALL_UIDS).filter(
    (row) => !options.flagged || (row.system & DELETED) !== 0,
  );
  if (rows.length === 0) return new Uint32Array();
  const uids = takeOut(tx, mailbox, rows);
  const account = ownerAddress(tx, mailbox.ownerId);
  for (const row of rows) {
    releaseBody(tx, row.bodyId);
    releasePrefix(tx, row.prefixId);
    if (row.letterId !== null) {
      addFact(tx, row.letterId, { kind: 'expunged', account, mailbox: mailbox.name, by: options.by });
    }
  }
  chargeQuota(tx, mailbox.ownerId, -rows.reduce((sum, row) => sum + row.sizeBytes, 0));
  return uids;
}

/** Takes rows out with tombstone, counters and change; what they refer to stays held. */
export function takeOut(tx: Tx, mailbox: MailboxRow, rows: readonly StoredMessage[]): Uint32Array {
  const uids = Uint32Array.from(rows, (row) => row.uid);
  const count = (test: (row: StoredMessage) => boolean): number => rows.filter(test).length;
  const bytes = rows.reduce((sum, row) => sum + row.sizeBytes, 0);
  const modSeq = tx.sql.value<number>(
    `UPDATE mailboxes SET modSeq = modSeq + 1, messages = messages - ?, unseen = unseen - ?, deleted = deleted - ?, bytes = bytes - ?
     WHERE id = ? RETURNING modSeq`,
    rows.length,
    count((row) => (row.system & SEEN) === 0),
    count((row) => (row.system & DELETED) !== 0),
    bytes,
    mailbox.id,
  ) as ModSeq;
  for (const row of rows) {
    if (mailbox.seenIsPrivate === 1) forgetPrivateSeen(tx, mailbox.id, row);
    tx.sql.run('DELETE FROM messages WHERE mailboxId = ? AND uid = ?', mailbox.id, row.uid);
  }
  tx.sql.run(
    'INSERT INTO tombstones (mailboxId, modSeq, expungedAt, uids) VALUES (?, ?, ?, ?)',
    mailbox.id,
    modSeq,
    tx.now,
    encodeUids(uids),
  );
  forgetTombstones(tx);
  tx.noteMailbox({ kind: 'expunged', mailboxId: mailbox.id, modSeq, uids });
  return uids;
}

function forgetPrivateSeen(tx: Tx, mailboxId: MailboxId, row: StoredMessage): void {
  const shared = (row.system & SEEN) !== 0 ? 1 : 0;
  for (const own of tx.sql.rows<{ accountId: AccountId; seen: number }>(
    'DELETE FROM privateSeen WHERE mailboxId = ? AND uid = ? RETURNING accountId, seen',
    mailboxId,
    row.uid,
  )) {
    if (own.seen !== shared) shiftUnseen(tx, mailboxId, own.accountId, own.seen === 1 ? 1 : -1);
  }
}

/** Drops tombstones over 90 days, a few at a time, and remembers from where on they are complete. */
function forgetTombstones(tx: Tx): void {
  const old = tx.sql.rows<{ id: number; mailboxId: number; modSeq: number }>(
    'SELECT id, mailboxId, modSeq FROM tombstones WHERE expungedAt < ? ORDER BY expungedAt LIMIT 16',
    tx.now - TOMBSTONE_MS,
  );
  for (const { id, mailboxId, modSeq } of old) {
    tx.sql.run('UPDATE mailboxes SET tombstoneFloor = MAX(tombstoneFloor, ?) WHERE id = ?', modSeq, mailboxId);
    tx.sql.run('DELETE FROM tombstones WHERE id = ?', id);
  }
}

export function ownerAddress(tx: Tx, accountId: AccountId): string {
  return (
    tx.sql.value<string>(
      "SELECT a.localpart || '@' || d.name FROM accounts a JOIN domains d ON d.id = a.domainId WHERE a.id = ?",
      accountId,
    ) ?? ''
  );
}
