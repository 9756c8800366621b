/** Domains, accounts and aliases made, changed and removed. RFC 2142: each domain has postmaster and abuse from its first minute. */
import { addScramKeys } from './credentials.ts';
import { account, alias, domain, domainById } from './directory-reads.ts';
import { createMailbox, dropMailbox, subscribe } from './mailbox-writes.ts';
import type { MailboxRow } from './mailbox-rows.ts';
import { INBOX, standardMailboxes } from '../../mailbox-names.ts';
import { foldLocalpart } from '../../../lib/fold-text.ts';
import type { Tx } from '../tx.ts';
import type { AccountPatch, NewAccount } from '../../directory-store.ts';
import type { Account, Address, Alias, DkimKey, Domain } from '../../../model/account.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, AliasId, DomainId, UnixMs } from '../../../model/ids.ts';

const ROLE_LOCALPARTS = ['postmaster', 'abuse'];

export function createDomain(
  tx: Tx,
  input: { readonly name: string; readonly dkim: Omit<DkimKey, 'domainId' | 'domain' | 'createdAt'> },
): Domain {
  if (domain(tx.sql, input.name) !== null)
    throw new MailError('alreadyExists', `The domain ${input.name} is already here.`);
  const { id } = tx.sql.run(
    "INSERT INTO domains (name, status, catchAll, createdAt, dkimSelector, dkimPrivateKeyPem, dkimPublicKey) VALUES (?, 'active', NULL, ?, ?, ?, ?)",
    input.name,
    tx.now,
    input.dkim.selector,
    input.dkim.privateKeyPem,
    input.dkim.publicKey,
  );
  for (const localpart of ROLE_LOCALPARTS) {
    tx.sql.run('INSERT INTO aliases (domainId, localpart, folded, role) VALUES (?, ?, ?, 1)', id, localpart, localpart);
  }
  tx.noteStore({ kind: 'directory' });
  return domain(tx.sql, input.name) as Domain;
}

export function updateDomain(
  tx: Tx,
  id: DomainId,
  patch: { readonly catchAll?: AccountId | null; readonly status?: Domain['status'] },
): Domain {
  requireDomain(tx, id);
  if (patch.catchAll !== undefined) {
    if (patch.catchAll !== null) requireAccount(tx, patch.catchAll);
    tx.sql.run('UPDATE domains SET catchAll = ? WHERE id = ?', patch.catchAll, id);
  }
  if (patch.status !== undefined) tx.sql.run('UPDATE domains SET status = ? WHERE id = ?', patch.status, id);
  tx.noteStore({ kind: 'directory' });
  return requireDomain(tx, id);
}

export function removeDomain(tx: Tx, id: DomainId): void {
  const found = requireDomain(tx, id);
  if (found.accounts > 0)
    throw new MailError('inUse', `${found.name} still has ${found.accounts} accounts; remove those first.`);
  tx.sql.run('DELETE FROM aliases WHERE domainId = ?', id);
  tx.sql.run('DELETE FROM domains WHERE id = ?', id);
  tx.noteStore({ kind: 'directory' });
}

export function createAccount(tx: Tx, input: NewAccount): Account {
  const home = domain(tx.sql, input.address.domain);
  if (home === null)
    throw new MailError('nonexistent', `The domain ${input.address.domain} is not here; add it first.`);
  requireFree(tx, home.id, input.address);
  const isFirst = tx.sql.value<number>('SELECT 1 FROM accounts LIMIT 1') === undefined;
  const id = tx.sql.run(
    `INSERT INTO accounts (domainId, localpart, folded, displayName, role, language, status, quotaBytes, createdAt, passwordHash)
     VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?, ?)`,
    home.id,
    input.address.localpart,
    foldLocalpart(input.address.localpart),
    input.displayName,
    isFirst ? 'owner' : input.role,
    input.language,
    input.quotaBytes,
    tx.now,
    input.passwordHash,
  ).id as AccountId;
  if (input.scram !== undefined) addScramKeys(tx, id, 'password', input.scram);
  createMailbox(tx, id, INBOX, null);
  subscribe(tx, id, INBOX, true);
  for (const [use, name] of standardMailboxes(input.language)) {
    createMailbox(tx, id, name, use);
    subscribe(tx, id, name, true);
  }
  tx.noteStore({ kind: 'directory' });
  return requireAccount(tx, id);
}

export function updateAccount(tx: Tx, id: AccountId, patch: AccountPatch): Account {
  const before = requireAccount(tx, id);
  const role = patch.role ?? before.role;
  const status = patch.status ?? before.status;
  if (before.role === 'owner' && (role !== 'owner' || status === 'disabled')) requireAnotherOwner(tx, id);
  tx.sql.run(
    'UPDATE accounts SET displayName = ?, role = ?, language = ?, quotaBytes = ?, status = ? WHERE id = ?',
    patch.displayName ?? before.displayName,
    role,
    patch.language ?? before.language,
    patch.quotaBytes === undefined ? before.quotaBytes : patch.quotaBytes,
    status,
    id,
  );
  if (status === 'disabled') tx.sql.run('DELETE FROM webLogins WHERE accountId = ?', id);
  tx.noteStore({ kind: 'directory' });
  return requireAccount(tx, id);
}

export function removeAccount(tx: Tx, id: AccountId): void {
  const found = requireAccount(tx, id);
  if (found.role === 'owner') requireAnotherOwner(tx, id);
  for (const mailbox of tx.sql.rows<MailboxRow>('SELECT * FROM mailboxes WHERE ownerId = ?', id))
    dropMailbox(tx, mailbox);
  tx.sql.run('UPDATE domains SET catchAll = NULL WHERE catchAll = ?', id);
  tx.sql.run('DELETE FROM accounts WHERE id = ?', id);
  tx.noteStore({ kind: 'directory' });
}

/** @param peer address the login came from */
export function noteLogin(tx: Tx, id: AccountId, at: UnixMs, protocol: string, peer: string): void {
  tx.sql.run('UPDATE accounts SET lastLogin = ? WHERE id = ?', JSON.stringify({ at, protocol, peer }), id);
}

export function createAlias(tx: Tx, address: Address, targets: readonly Address[]): Alias {
  const home = domain(tx.sql, address.domain);
  if (home === null) throw new MailError('nonexistent', `The domain ${address.domain} is not here; add it first.`);
  requireFree(tx, home.id, address);
  const id = tx.sql.run(
    'INSERT INTO aliases (domainId, localpart, folded, role) VALUES (?, ?, ?, 0)',
    home.id,
    address.localpart,
    foldLocalpart(address.localpart),
  ).id as AliasId;
  return writeTargets(tx, id, targets);
}
export function updateAlias(tx: Tx, id: AliasId, targets: readonly Address[]): Alias {
  requireAlias(tx, id);
  return writeTargets(tx, id, targets);
}
export function removeAlias(tx: Tx, id: AliasId): void {
  const found = requireAlias(tx, id);
  if (found.role)
    throw new MailError(
      'cannot',
      `${found.address.localpart}@${found.address.domain} must exist in every domain; it can be led elsewhere, not removed.`,
    );
  tx.sql.run('DELETE FROM aliases WHERE id = ?', id);
  tx.noteStore({ kind: 'directory' });
}

function writeTargets(tx: Tx, id: AliasId, targets: readonly Address[]): Alias {
  if (targets.length === 0) throw new MailError('cannot', 'An alias needs at least one address to lead to.');
  tx.sql.run('DELETE FROM aliasTargets WHERE aliasId = ?', id);
  targets.forEach((target, position) => {
    tx.sql.run(
      'INSERT INTO aliasTargets (aliasId, position, localpart, folded, domain) VALUES (?, ?, ?, ?, ?)',
      id,
      position,
      target.localpart,
      foldLocalpart(target.localpart),
      target.domain,
    );
  });
  tx.noteStore({ kind: 'directory' });
  return requireAlias(tx, id);
}
function requireFree(tx: Tx, domainId: DomainId, address: Address): void {
  const folded = foldLocalpart(address.localpart);
  const taken = tx.sql.value<number>(
    'SELECT 1 FROM accounts WHERE domainId = ?1 AND folded = ?2 UNION ALL SELECT 1 FROM aliases WHERE domainId = ?1 AND folded = ?2',
    domainId,
    folded,
  );
  if (taken !== undefined)
    throw new MailError('alreadyExists', `The address ${address.localpart}@${address.domain} is already taken.`);
}
function requireAnotherOwner(tx: Tx, id: AccountId): void {
  const other = tx.sql.value<number>(
    "SELECT 1 FROM accounts WHERE role = 'owner' AND status <> 'disabled' AND id <> ?",
    id,
  );
  if (other === undefined)
    throw new MailError('cannot', 'This is the last owner; make another account an owner first.');
}
function requireDomain(tx: Tx, id: DomainId): Domain {
  const found = domainById(tx.sql, id);
  if (found === null) throw new MailError('nonexistent', 'That domain does not exist (any more).');
  return found;
}
function requireAccount(tx: Tx, id: AccountId): Account {
  const found = account(tx.sql, id);
  if (found === null) throw new MailError('nonexistent', 'That account does not exist (any more).');
  return found;
}
function requireAlias(tx: Tx, id: AliasId): Alias {
  const found = alias(tx.sql, id);
  if (found === null) throw new MailError('nonexistent', 'That alias does not exist (any more).');
  return found;
}
