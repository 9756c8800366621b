/** COPY and MOVE: bodies and prefixes are shared, flags come along. RFC 9051 6.4.7, RFC 6851 */
import { addMessages, chargeQuota, type NewMessage } from './add-messages.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import { flagsOf, selectMessages, type StoredMessage } from './message-rows.ts';
import { holdBody, holdPrefix } from './references.ts';
import { takeOut } from './remove-messages.ts';
import type { Tx } from '../tx.ts';
import type { CopyResult, UidRanges } from '../../message-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';

export function copy(tx: Tx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.sql, from);
  const target = requireMailbox(tx.sql, to);
  const rows = selectMessages(tx.sql, source, viewer, ranges);
  if (rows.length === 0) return nothing(target);
  chargeQuota(tx, target.ownerId, bytesOf(rows));
  for (const row of rows) {
    holdBody(tx, row.bodyId);
    holdPrefix(tx, row.prefixId);
  }
  return {
    uidValidity: target.uidValidity,
    source: uidsOf(rows),
    target: addMessages(tx, to, viewer, rows.map(asNew)),
  };
}

export function move(tx: Tx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.sql, from);
  const target = requireMailbox(tx.sql, to);
  if (from === to) throw new MailError('cannot', 'A message cannot be moved to the mailbox it is in.');
  const rows = selectMessages(tx.sql, source, viewer, ranges);
  if (rows.length === 0) return nothing(target);
  return moveRows(tx, source, target, viewer, rows);
}

/** Quota follows the owner; references move with the rows. */
export function moveRows(
  tx: Tx,
  source: MailboxRow,
  target: MailboxRow,
  viewer: AccountId,
  rows: readonly StoredMessage[],
): CopyResult {
  if (source.ownerId !== target.ownerId) {
    chargeQuota(tx, target.ownerId, bytesOf(rows));
    chargeQuota(tx, source.ownerId, -bytesOf(rows));
  }
  const added = addMessages(tx, target.id, viewer, rows.map(asNew));
  takeOut(tx, source, rows);
  return { uidValidity: target.uidValidity, source: uidsOf(rows), target: added };
}

function asNew(row: StoredMessage): NewMessage {
  return { ...row, flags: flagsOf(row) };
}
function uidsOf(rows: readonly StoredMessage[]): Uint32Array {
  return Uint32Array.from(rows, (row) => row.uid);
}
function bytesOf(rows: readonly StoredMessage[]): number {
  return rows.reduce((sum, row) => sum + row.sizeBytes, 0);
}
function nothing(target: MailboxRow): CopyResult {
  return { uidValidity: target.uidValidity, source: new Uint32Array(), target: new Uint32Array() };
}
