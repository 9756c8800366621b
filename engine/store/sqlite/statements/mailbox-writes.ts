/** CREATE, RENAME, DELETE, SUBSCRIBE, and whose \Seen counts. RFC 9051 6.3, RFC 4314 4 */
import {
  INBOX,
  MAILBOX_LIMITS,
  normalName,
  parentNames,
  requireGoodName,
  requireOwnName,
  splitSharedName,
} from '../../mailbox-names.ts';
import { chargeQuota } from './add-messages.ts';
import { inheritRights, memberIds, requireOwner, requireRight } from './mailbox-access.ts';
import { moveRows } from './copy-writes.ts';
import { findMailbox, mailboxById, requireMailbox, rowByName, type MailboxRow } from './mailbox-rows.ts';
import { ALL_UIDS, SEEN, selectMessages } from './message-rows.ts';
import { releaseBody, releasePrefix } from './references.ts';
import type { Tx } from '../tx.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';
import type { Mailbox, SpecialUse } from '../../../model/mailbox.ts';

export function createMailbox(tx: Tx, viewer: AccountId, wanted: string, specialUse: SpecialUse | null): Mailbox {
  const { owner, name } = place(tx, viewer, wanted);
  if (owner !== viewer) {
    requireCreate(tx, viewer, owner, name);
    if (specialUse !== null) throw new MailError('cannot', "Special uses are for one's own mailboxes.");
  }
  if (rowByName(tx.sql, owner, name) !== undefined)
    throw new MailError('alreadyExists', `There is already a mailbox "${wanted}".`);
  if (specialUse !== null && hasSpecialUse(tx, viewer, specialUse)) {
    throw new MailError('cannot', `Another mailbox is already used for ${specialUse}.`);
  }
  const id = makeWithParents(tx, owner, name, specialUse, owner === viewer ? null : INBOX);
  return mailboxById(tx.sql, viewer, id) as Mailbox;
}

/** Whose mailbox a name means, and its name among the owner's. @throws MailError cannot */
function place(tx: Tx, viewer: AccountId, wanted: string): { readonly owner: AccountId; readonly name: string } {
  const shared = splitSharedName(wanted);
  if (shared === null) return { owner: viewer, name: requireOwnName(wanted) };
  return { owner: requireOwner(tx.sql, shared.owner), name: requireGoodName(shared.name) };
}
/** Needs `k` on the nearest mailbox above; for the highest level, on the owner's INBOX. RFC 4314 4 */
function requireCreate(tx: Tx, viewer: AccountId, owner: AccountId, name: string): void {
  const above = [INBOX, ...parentNames(name)].map((parent) => rowByName(tx.sql, owner, parent));
  const nearest = above.findLast((row) => row !== undefined);
  if (nearest === undefined) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  requireRight(tx.sql, nearest, viewer, 'k');
}

/**
 * Makes what is missing of the name and its parents; each is shared as the one above it.
 * @param rootLike the mailbox that one of the highest level is shared like @returns the innermost
 */
export function makeWithParents(
  tx: Tx,
  owner: AccountId,
  name: string,
  specialUse: SpecialUse | null = null,
  rootLike: string | null = null,
): MailboxId {
  const count = tx.sql.value<number>('SELECT COUNT(*) FROM mailboxes WHERE ownerId = ?', owner) ?? 0;
  if (count + name.split('/').length > MAILBOX_LIMITS.perAccount) {
    throw new MailError('limit', `An account has at most ${MAILBOX_LIMITS.perAccount} mailboxes.`);
  }
  for (const parent of parentNames(name)) {
    if (rowByName(tx.sql, owner, parent) === undefined) insert(tx, owner, parent, null, rootLike);
  }
  return insert(tx, owner, name, specialUse, rootLike);
}

function insert(
  tx: Tx,
  owner: AccountId,
  name: string,
  specialUse: SpecialUse | null,
  rootLike: string | null = null,
): MailboxId {
  const id = tx.sql.run(
    'INSERT INTO mailboxes (ownerId, name, uidValidity, specialUse, createdAt) VALUES (?, ?, ?, ?, ?)',
    owner,
    name,
    nextUidValidity(tx),
    specialUse,
    tx.now,
  ).id as MailboxId;
  const above = parentNames(name).at(-1) ?? rootLike;
  const parent = above === null ? undefined : rowByName(tx.sql, owner, above);
  if (parent !== undefined) inheritRights(tx, parent.id, id);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: id, change: 'created' }, owner, memberIds(tx.sql, id));
  return id;
}
/** Ascends over all mailboxes, near the time in seconds: no name ever sees one again. RFC 9051 2.3.1.1 */
function nextUidValidity(tx: Tx): number {
  return tx.sql.value<number>(
    `INSERT INTO counters (name, value) VALUES ('uidValidity', ?1)
     ON CONFLICT DO UPDATE SET value = MAX(value + 1, excluded.value) RETURNING value`,
    Math.floor(tx.now / 1000),
  ) as number;
}

export function renameMailbox(tx: Tx, viewer: AccountId, from: string, to: string): void {
  const source = requireByName(tx, viewer, from);
  const { owner, name } = place(tx, viewer, to);
  if (owner !== source.ownerId) throw new MailError('cannot', 'A mailbox stays with its owner; copy its messages.');
  requireRight(tx.sql, source, viewer, 'x');
  if (owner !== viewer) requireCreate(tx, viewer, owner, name);
  if (rowByName(tx.sql, owner, name) !== undefined)
    throw new MailError('alreadyExists', `There is already a mailbox "${to}".`);
  if (source.name === INBOX) {
    if (owner !== viewer) throw new MailError('cannot', 'INBOX can be renamed by its owner alone.');
    return renameInbox(tx, viewer, source, name);
  }
  if (name.startsWith(`${source.name}/`)) throw new MailError('cannot', 'A mailbox cannot be moved into itself.');
  for (const parent of parentNames(name)) {
    if (rowByName(tx.sql, owner, parent) === undefined)
      insert(tx, owner, parent, null, owner === viewer ? null : INBOX);
  }
  for (const child of childRows(tx, owner, source.name)) {
    const moved = requireGoodName(name + child.name.slice(source.name.length));
    tx.sql.run('UPDATE mailboxes SET name = ? WHERE id = ?', moved, child.id);
    tx.noteMailbox({ kind: 'mailbox', mailboxId: child.id, change: 'renamed' }, owner, memberIds(tx.sql, child.id));
  }
  tx.sql.run('UPDATE mailboxes SET name = ? WHERE id = ?', name, source.id);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: source.id, change: 'renamed' }, owner, memberIds(tx.sql, source.id));
}

function renameInbox(tx: Tx, viewer: AccountId, inbox: MailboxRow, name: string): void {
  const target = requireMailbox(tx.sql, makeWithParents(tx, viewer, name));
  const rows = selectMessages(tx.sql, inbox, viewer, ALL_UIDS);
  if (rows.length > 0) moveRows(tx, inbox, target, viewer, rows);
}

export function removeMailbox(tx: Tx, viewer: AccountId, wanted: string): void {
  const mailbox = requireByName(tx, viewer, wanted);
  requireRight(tx.sql, mailbox, viewer, 'x');
  if (mailbox.name === INBOX) throw new MailError('cannot', 'INBOX cannot be removed.');
  if (childRows(tx, mailbox.ownerId, mailbox.name).length > 0) {
    throw new MailError('inUse', `"${mailbox.name}" has mailboxes below it; remove those first.`);
  }
  dropMailbox(tx, mailbox);
}

/** Takes the mailbox and all it holds away. */
export function dropMailbox(tx: Tx, mailbox: MailboxRow): void {
  const members = memberIds(tx.sql, mailbox.id);
  for (const row of tx.sql.rows<{ bodyId: number; prefixId: number | null }>(
    'DELETE FROM messages WHERE mailboxId = ? RETURNING bodyId, prefixId',
    mailbox.id,
  )) {
    releaseBody(tx, row.bodyId as Parameters<typeof releaseBody>[1]);
    releasePrefix(tx, row.prefixId);
  }
  chargeQuota(tx, mailbox.ownerId, -mailbox.bytes);
  tx.sql.run('DELETE FROM mailboxes WHERE id = ?', mailbox.id);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: mailbox.id, change: 'deleted' }, mailbox.ownerId, members);
}

export function subscribe(tx: Tx, viewer: AccountId, wanted: string, subscribed: boolean): void {
  const name = requireGoodName(wanted);
  const done = subscribed
    ? tx.sql.run('INSERT OR IGNORE INTO subscriptions (accountId, name) VALUES (?, ?)', viewer, name)
    : tx.sql.run('DELETE FROM subscriptions WHERE accountId = ? AND name = ?', viewer, name);
  if (done.changes === 0) return;
  const id = findMailbox(tx.sql, viewer, name)?.id ?? (0 as MailboxId);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: id, change: 'subscription' }, viewer);
}

/** On: what was seen stays seen for all until each says otherwise. Off: the owner's view becomes everyone's. */
export function setSeenPrivate(tx: Tx, id: MailboxId, isPrivate: boolean): void {
  const mailbox = requireMailbox(tx.sql, id);
  if ((mailbox.seenIsPrivate === 1) === isPrivate) return;
  tx.sql.run('UPDATE mailboxes SET seenIsPrivate = ?, modSeq = modSeq + 1 WHERE id = ?', isPrivate ? 1 : 0, id);
  if (isPrivate) return;
  tx.sql.run(
    `UPDATE messages SET modSeq = ?, system = (system & ~${SEEN}) | (p.seen * ${SEEN}) FROM privateSeen p
     WHERE messages.mailboxId = ? AND p.mailboxId = messages.mailboxId AND p.uid = messages.uid AND p.accountId = ?`,
    mailbox.modSeq + 1,
    id,
    mailbox.ownerId,
  );
  tx.sql.run('DELETE FROM privateSeen WHERE mailboxId = ?', id);
  tx.sql.run('DELETE FROM viewers WHERE mailboxId = ?', id);
  tx.sql.run(
    `UPDATE mailboxes SET unseen = (SELECT COUNT(*) FROM messages WHERE mailboxId = ?1 AND system & ${SEEN} = 0) WHERE id = ?1`,
    id,
  );
}

function requireByName(tx: Tx, viewer: AccountId, wanted: string): MailboxRow {
  const found = findMailbox(tx.sql, viewer, wanted);
  if (found === null) throw new MailError('nonexistent', `There is no mailbox "${normalName(wanted)}".`);
  return requireMailbox(tx.sql, found.id);
}
function childRows(tx: Tx, owner: AccountId, name: string): MailboxRow[] {
  return tx.sql.rows<MailboxRow>(
    'SELECT * FROM mailboxes WHERE ownerId = ?1 AND substr(name, 1, length(?2)) = ?2 ORDER BY name',
    owner,
    `${name}/`,
  );
}
function hasSpecialUse(tx: Tx, owner: AccountId, specialUse: SpecialUse): boolean {
  return (
    tx.sql.value<number>('SELECT 1 FROM mailboxes WHERE ownerId = ? AND specialUse = ?', owner, specialUse) !==
    undefined
  );
}
