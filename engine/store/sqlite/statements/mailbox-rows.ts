/** Mailboxes as rows, seen by a viewer. */
import { normalName } from '../../mailbox-names.ts';
import type { Sql } from '../sql.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId, ModSeq, UnixMs } from '../../../model/ids.ts';
import type { Mailbox, SpecialUse } from '../../../model/mailbox.ts';

export interface MailboxRow {
  readonly id: MailboxId;
  readonly ownerId: AccountId;
  readonly name: string;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly modSeq: ModSeq;
  readonly specialUse: SpecialUse | null;
  readonly seenIsPrivate: number;
  readonly messages: number;
  readonly unseen: number;
  readonly deleted: number;
  readonly bytes: number;
  readonly tombstoneFloor: number;
  readonly createdAt: UnixMs;
}
type ViewedRow = MailboxRow & { readonly subscribed: number; readonly unseenDelta: number | null };

const VIEWED = `SELECT m.*, v.unseenDelta,
    EXISTS (SELECT 1 FROM subscriptions s WHERE s.accountId = m.ownerId AND s.name = m.name) AS subscribed
  FROM mailboxes m LEFT JOIN viewers v ON v.mailboxId = m.id AND v.accountId = ?`;

function toMailbox(row: ViewedRow): Mailbox {
  const isPrivate = row.seenIsPrivate === 1;
  return {
    id: row.id,
    ownerId: row.ownerId,
    name: row.name,
    uidValidity: row.uidValidity,
    uidNext: row.uidNext,
    highestModSeq: row.modSeq,
    specialUse: row.specialUse,
    subscribed: row.subscribed === 1,
    seenIsPrivate: isPrivate,
    counts: {
      messages: row.messages,
      unseen: row.unseen + (isPrivate ? (row.unseenDelta ?? 0) : 0),
      deleted: row.deleted,
      bytes: row.bytes,
    },
    createdAt: row.createdAt,
  };
}
export function listMailboxes(sql: Sql, viewer: AccountId): Mailbox[] {
  return sql
    .rows<ViewedRow>(`${VIEWED} WHERE m.ownerId = ? ORDER BY m.name <> 'INBOX', m.name LIMIT 10000`, viewer, viewer)
    .map(toMailbox);
}
export function findMailbox(sql: Sql, viewer: AccountId, name: string): Mailbox | null {
  const row = sql.row<ViewedRow>(`${VIEWED} WHERE m.ownerId = ? AND m.name = ?`, viewer, viewer, normalName(name));
  return row === undefined ? null : toMailbox(row);
}
export function mailboxById(sql: Sql, viewer: AccountId, id: MailboxId): Mailbox | null {
  const row = sql.row<ViewedRow>(`${VIEWED} WHERE m.id = ?`, viewer, id);
  return row === undefined ? null : toMailbox(row);
}
export function subscriptions(sql: Sql, viewer: AccountId): string[] {
  return sql
    .rows<{ name: string }>('SELECT name FROM subscriptions WHERE accountId = ? ORDER BY name', viewer)
    .map(({ name }) => name);
}

/** @throws MailError nonexistent */
export function requireMailbox(sql: Sql, id: MailboxId): MailboxRow {
  const row = sql.row<MailboxRow>('SELECT * FROM mailboxes WHERE id = ?', id);
  if (row === undefined) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  return row;
}
export function rowByName(sql: Sql, owner: AccountId, name: string): MailboxRow | undefined {
  return sql.row<MailboxRow>('SELECT * FROM mailboxes WHERE ownerId = ? AND name = ?', owner, name);
}
