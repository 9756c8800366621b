/** Who may do what with a mailbox: rights as rows, checked where they are needed. RFC 4314 3, 4 */
import { addressText } from '../../address-text.ts';
import { demandRight } from '../../demand-right.ts';
import { accountByAddress } from './directory-reads.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { Address } from '../../../model/account.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';
import type { AclEntry } from '../../../model/mailbox.ts';
import {
  addRights,
  ALL_RIGHTS,
  parseRights,
  removeRights,
  type Right,
  type Rights,
} from '../../../model/mailbox-rights.ts';

type Owned = Pick<MailboxRow, 'id' | 'ownerId'>;

export function rightsOn(sql: Sql, mailbox: Owned, viewer: AccountId): Rights {
  if (mailbox.ownerId === viewer) return ALL_RIGHTS;
  const given = sql.rows<{ rights: Rights }>(
    'SELECT rights FROM mailboxRights WHERE mailboxId = ? AND (accountId = ? OR accountId IS NULL)',
    mailbox.id,
    viewer,
  );
  return given.reduce((all, { rights }) => addRights(all, rights), '');
}
/** @returns all rights the viewer has @throws MailError noPermission; nonexistent where he may not even know of it */
export function requireRight(sql: Sql, mailbox: Owned, viewer: AccountId, needed: Right): Rights {
  return demandRight(rightsOn(sql, mailbox, viewer), needed);
}

export function acl(sql: Sql, id: MailboxId): AclEntry[] {
  requireMailbox(sql, id);
  return sql
    .rows<{ localpart: string | null; domain: string | null; rights: Rights }>(
      `SELECT a.localpart, d.name AS domain, r.rights FROM mailboxRights r LEFT JOIN accounts a ON a.id = r.accountId
       LEFT JOIN domains d ON d.id = a.domainId WHERE r.mailboxId = ? ORDER BY d.name, a.folded`,
      id,
    )
    .map(({ localpart, domain, rights }) => ({
      grantee: localpart === null || domain === null ? null : { localpart, domain },
      rights,
    }));
}

export function changeRights(
  tx: Tx,
  viewer: AccountId,
  id: MailboxId,
  change: {
    readonly grantee: AccountId | null;
    readonly mode: 'replace' | 'add' | 'remove';
    readonly rights: Rights;
  },
): void {
  const mailbox = requireMailbox(tx.sql, id);
  requireRight(tx.sql, mailbox, viewer, 'a');
  const { grantee, mode } = change;
  const wanted = parseRights(change.rights);
  if (wanted === null) throw new MailError('cannot', 'Those are not rights on a mailbox.');
  if (grantee === mailbox.ownerId) {
    if (mode === 'remove' ? wanted === '' : mode === 'add' || wanted === ALL_RIGHTS) return;
    throw new MailError('cannot', 'The owner of a mailbox always has all rights on it.');
  }
  const before =
    tx.sql.value<Rights>(
      'SELECT rights FROM mailboxRights WHERE mailboxId = ? AND COALESCE(accountId, 0) = ?',
      id,
      grantee ?? 0,
    ) ?? '';
  const after = mode === 'replace' ? wanted : mode === 'add' ? addRights(before, wanted) : removeRights(before, wanted);
  if (after === before) return;
  const told = new Set(memberIds(tx.sql, id));
  tx.sql.run('DELETE FROM mailboxRights WHERE mailboxId = ? AND COALESCE(accountId, 0) = ?', id, grantee ?? 0);
  if (after !== '')
    tx.sql.run('INSERT INTO mailboxRights (mailboxId, accountId, rights) VALUES (?, ?, ?)', id, grantee, after);
  for (const member of memberIds(tx.sql, id)) told.add(member);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: id, change: 'rights' }, mailbox.ownerId, [...told]);
}

/** Accounts that hear of changes of a mailbox because it is shared with them. */
export function memberIds(sql: Sql, id: MailboxId): AccountId[] {
  const rows = sql.rows<{ accountId: AccountId | null }>('SELECT accountId FROM mailboxRights WHERE mailboxId = ?', id);
  if (rows.some(({ accountId }) => accountId === null))
    return sql.rows<{ id: AccountId }>('SELECT id FROM accounts').map((row) => row.id);
  return rows.flatMap(({ accountId }) => (accountId === null ? [] : [accountId]));
}
/** A new mailbox is shared as the one above it is. RFC 4314 4 (CREATE) */
export function inheritRights(tx: Tx, parent: MailboxId, child: MailboxId): void {
  tx.sql.run(
    'INSERT INTO mailboxRights (mailboxId, accountId, rights) SELECT ?, accountId, rights FROM mailboxRights WHERE mailboxId = ?',
    child,
    parent,
  );
  tx.sql.run(
    'UPDATE mailboxes SET seenIsPrivate = (SELECT seenIsPrivate FROM mailboxes WHERE id = ?) WHERE id = ?',
    parent,
    child,
  );
}
/** @throws MailError nonexistent */
export function requireOwner(sql: Sql, owner: Address): AccountId {
  const found = accountByAddress(sql, { ...owner, domain: owner.domain.toLowerCase() });
  if (found === null) throw new MailError('nonexistent', `There are no mailboxes of ${addressText(owner)} for you.`);
  return found.id;
}
