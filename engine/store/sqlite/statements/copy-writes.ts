/** COPY and MOVE: bodies and prefixes are shared, flags come along. RFC 9051 6.4.7, RFC 6851 */
import { addMessages, chargeQuota, type NewMessage } from './add-messages.ts';
import { requireRight } from './mailbox-access.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import { flagsOf, selectMessages, type StoredMessage } from './message-rows.ts';
import { requireMessageRoom } from './quota.ts';
import { holdBody, holdPrefix } from './references.ts';
import { takeOut } from './remove-messages.ts';
import type { Tx } from '../tx.ts';
import type { CopyResult, UidRanges } from '../../message-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';
import { ALL_RIGHTS, permittedFlags, type Rights } from '../../../model/mailbox-rights.ts';

export function copy(tx: Tx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.sql, from);
  const target = requireMailbox(tx.sql, to);
  requireRight(tx.sql, source, viewer, 'r');
  const rights = requireRight(tx.sql, target, viewer, 'i');
  const rows = selectMessages(tx.sql, source, viewer, ranges);
  if (rows.length === 0) return nothing(target);
  chargeQuota(tx, target.ownerId, bytesOf(rows));
  requireMessageRoom(tx, target.ownerId, rows.length);
  for (const row of rows) {
    holdBody(tx, row.bodyId);
    holdPrefix(tx, row.prefixId);
  }
  return {
    uidValidity: target.uidValidity,
    source: uidsOf(rows),
    target: addMessages(
      tx,
      to,
      viewer,
      rows.map((row) => asNew(row, rights)),
    ),
  };
}

export function move(tx: Tx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.sql, from);
  const target = requireMailbox(tx.sql, to);
  for (const needed of ['r', 't', 'e'] as const) requireRight(tx.sql, source, viewer, needed);
  const rights = requireRight(tx.sql, target, viewer, 'i');
  if (from === to) throw new MailError('cannot', 'A message cannot be moved to the mailbox it is in.');
  const rows = selectMessages(tx.sql, source, viewer, ranges);
  if (rows.length === 0) return nothing(target);
  return moveRows(tx, source, target, viewer, rows, rights);
}

/** Quota follows the owner; references move with the rows. @param rights the viewer's on the target */
export function moveRows(
  tx: Tx,
  source: MailboxRow,
  target: MailboxRow,
  viewer: AccountId,
  rows: readonly StoredMessage[],
  rights: Rights = ALL_RIGHTS,
): CopyResult {
  if (source.ownerId !== target.ownerId) {
    chargeQuota(tx, target.ownerId, bytesOf(rows));
    requireMessageRoom(tx, target.ownerId, rows.length);
    chargeQuota(tx, source.ownerId, -bytesOf(rows));
  }
  const added = addMessages(
    tx,
    target.id,
    viewer,
    rows.map((row) => asNew(row, rights)),
  );
  takeOut(tx, source, rows);
  return { uidValidity: target.uidValidity, source: uidsOf(rows), target: added };
}

/** @param rights on the target: flags that may not be set there are left behind. RFC 4314 4 */
function asNew(row: StoredMessage, rights: Rights): NewMessage {
  return { ...row, flags: permittedFlags(rights, flagsOf(row)) };
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
