/** Mailboxes as rows, seen by a viewer: own ones by their names, those of others below `Other Users`. RFC 9051 6.3.10, RFC 4314 */
import { normalName, sharedName, splitSharedName } from '../../mailbox-names.ts';
import type { Sql } from '../sql.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId, ModSeq, UnixMs } from '../../../model/ids.ts';
import type { Mailbox, SpecialUse } from '../../../model/mailbox.ts';
import { ALL_RIGHTS, has, isVisible, parseRights, type Rights } from '../../../model/mailbox-rights.ts';
import { foldLocalpart } from '../../../lib/fold-text.ts';

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
type ViewedRow = MailboxRow & {
  readonly subscribed: number;
  readonly unseenDelta: number | null;
  readonly deletedBytes: number | null;
};

/** \Deleted is bit 4 (SYSTEM_FLAGS); the words are those of the index. */
const DELETED_BYTES =
  '(SELECT SUM(x.sizeBytes) FROM messages x INDEXED BY messagesDeleted WHERE x.mailboxId = m.id AND (x.system & 4) <> 0) AS deletedBytes';
const VIEWED = `SELECT m.*, v.unseenDelta, ${DELETED_BYTES},
    EXISTS (SELECT 1 FROM subscriptions s WHERE s.accountId = m.ownerId AND s.name = m.name) AS subscribed
  FROM mailboxes m LEFT JOIN viewers v ON v.mailboxId = m.id AND v.accountId = ?`;

type SharedRow = Omit<ViewedRow, 'subscribed'> & {
  readonly localpart: string;
  readonly domain: string;
  /** Rights of the viewer and of everybody, one after the other; null when nothing is given. */
  readonly given: string | null;
};
const SHARED = `SELECT m.*, v.unseenDelta, ${DELETED_BYTES}, a.localpart, d.name AS domain,
    (SELECT group_concat(r.rights, '') FROM mailboxRights r WHERE r.mailboxId = m.id AND (r.accountId = ?1 OR r.accountId IS NULL)) AS given
  FROM mailboxes m JOIN accounts a ON a.id = m.ownerId JOIN domains d ON d.id = a.domainId
  LEFT JOIN viewers v ON v.mailboxId = m.id AND v.accountId = ?1`;

function toMailbox(row: ViewedRow, rights: Rights = ALL_RIGHTS): Mailbox {
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
    rights,
    counts: {
      messages: row.messages,
      unseen: row.unseen + (isPrivate ? (row.unseenDelta ?? 0) : 0),
      deleted: row.deleted,
      deletedBytes: row.deletedBytes ?? 0,
      bytes: row.bytes,
    },
    createdAt: row.createdAt,
  };
}
export function listMailboxes(sql: Sql, viewer: AccountId): Mailbox[] {
  return sql
    .rows<ViewedRow>(`${VIEWED} WHERE m.ownerId = ? ORDER BY m.name <> 'INBOX', m.name LIMIT 10000`, viewer, viewer)
    .map((row) => toMailbox(row));
}
/** Special uses are the owner's: a client must not take another's Sent for its own. */
function toSharedMailbox(sql: Sql, viewer: AccountId, row: SharedRow): Mailbox {
  const name = sharedName({ localpart: row.localpart, domain: row.domain }, row.name);
  const subscribed =
    sql.value<number>('SELECT 1 FROM subscriptions WHERE accountId = ? AND name = ?', viewer, name) ?? 0;
  return toMailbox({ ...row, name, subscribed, specialUse: null }, parseRights(row.given ?? '') ?? '');
}
export function sharedMailboxes(sql: Sql, viewer: AccountId): Mailbox[] {
  return sql
    .rows<SharedRow>(
      `${SHARED} WHERE m.id IN (SELECT mailboxId FROM mailboxRights WHERE accountId = ?1 OR accountId IS NULL) AND m.ownerId <> ?1
       ORDER BY d.name, a.folded, m.name <> 'INBOX', m.name LIMIT 10000`,
      viewer,
    )
    .map((row) => toSharedMailbox(sql, viewer, row))
    .filter(({ rights }) => has(rights, 'l'));
}
function findShared(sql: Sql, viewer: AccountId, wanted: ReturnType<typeof splitSharedName>): Mailbox | null {
  if (wanted === null) return null;
  const row = sql.row<SharedRow>(
    `${SHARED} WHERE d.name = ?2 AND a.folded = ?3 AND m.name = ?4`,
    viewer,
    wanted.owner.domain.toLowerCase(),
    foldLocalpart(wanted.owner.localpart),
    wanted.name,
  );
  return row === undefined ? null : visible(sql, viewer, row);
}
function visible(sql: Sql, viewer: AccountId, row: SharedRow): Mailbox | null {
  const mailbox = toSharedMailbox(sql, viewer, row);
  return row.ownerId !== viewer && isVisible(mailbox.rights) ? mailbox : null;
}
export function findMailbox(sql: Sql, viewer: AccountId, name: string): Mailbox | null {
  const shared = splitSharedName(name);
  if (shared !== null) return findShared(sql, viewer, shared);
  const row = sql.row<ViewedRow>(`${VIEWED} WHERE m.ownerId = ? AND m.name = ?`, viewer, viewer, normalName(name));
  return row === undefined ? null : toMailbox(row);
}
export function mailboxById(sql: Sql, viewer: AccountId, id: MailboxId): Mailbox | null {
  const row = sql.row<ViewedRow>(`${VIEWED} WHERE m.id = ?`, viewer, id);
  if (row === undefined) return null;
  if (row.ownerId === viewer) return toMailbox(row);
  const shared = sql.row<SharedRow>(`${SHARED} WHERE m.id = ?2`, viewer, id);
  return shared === undefined ? null : visible(sql, viewer, shared);
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
