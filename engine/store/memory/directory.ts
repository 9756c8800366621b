/** Domains, accounts and aliases in memory. RFC 5321 4.5.1, RFC 5233, RFC 2142 */
import { INBOX, standardMailboxes } from '../mailbox-names.ts';
import { createMailbox, dropMailbox, ownedBy, subscribe } from './mailboxes.ts';
import { usedBytes, usedMessages } from './messages.ts';
import {
  sameAddress,
  type AccountRecord,
  type AliasRecord,
  type DomainRecord,
  type MemoryState,
  type MemoryTx,
} from './state.ts';
import type { AccountPatch, AccountQuota, NewAccount, QuotaLimits } from '../directory-store.ts';
import { foldLocalpart } from '../../lib/fold-text.ts';
import type { Account, Address, AddressResolution, Alias, DkimKey, Domain } from '../../model/account.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId, AliasId, DomainId } from '../../model/ids.ts';

export function toAccount(state: MemoryState, { passwordHash: _hash, ...rest }: AccountRecord): Account {
  return { ...rest, usedBytes: usedBytes(state, rest.id) };
}
export function toDomain(state: MemoryState, { dkim: _dkim, ...rest }: DomainRecord): Domain {
  const inIt = ({ address }: { readonly address: Address }): boolean => address.domain === rest.name;
  return {
    ...rest,
    accounts: [...state.accounts.values()].filter(inIt).length,
    aliases: [...state.aliases.values()].filter(inIt).length,
  };
}
export function toAlias(state: MemoryState, alias: AliasRecord): Alias {
  const first = alias.role && alias.targets.length === 0 ? firstAdministrator(state) : undefined;
  return first === undefined ? alias : { ...alias, targets: [first.address] };
}
function firstAdministrator(state: MemoryState): AccountRecord | undefined {
  return [...state.accounts.values()].find(
    ({ role, status }) => (role === 'owner' || role === 'admin') && status !== 'disabled',
  );
}
export function domainNamed(state: MemoryState, name: string): DomainRecord | undefined {
  return [...state.domains.values()].find((domain) => domain.name === name);
}
export function accountAt(state: MemoryState, address: Address): AccountRecord | undefined {
  return [...state.accounts.values()].find((account) => sameAddress(account.address, address, foldLocalpart));
}
function aliasAt(state: MemoryState, address: Address): AliasRecord | undefined {
  return [...state.aliases.values()].find((alias) => sameAddress(alias.address, address, foldLocalpart));
}

export function resolveAddress(state: MemoryState, address: Address): AddressResolution {
  if (address.domain === '') return resolveBare(state, address.localpart);
  const domain = domainNamed(state, address.domain);
  if (domain === undefined) return { kind: 'foreign' };
  if (domain.status === 'disabled') return { kind: 'disabled' };
  const plus = address.localpart.indexOf('+');
  const base = { localpart: address.localpart.slice(0, Math.max(0, plus)), domain: address.domain };
  const found =
    resolveExact(state, address, null) ??
    (plus > 0 ? resolveExact(state, base, address.localpart.slice(plus + 1)) : null);
  if (found !== null) return found;
  const catchAll = domain.catchAll === null ? undefined : state.accounts.get(domain.catchAll);
  if (catchAll === undefined) return { kind: 'unknownLocalpart' };
  return catchAll.status === 'disabled'
    ? { kind: 'disabled' }
    : { kind: 'catchAll', account: toAccount(state, catchAll) };
}
function resolveExact(state: MemoryState, address: Address, detail: string | null): AddressResolution | null {
  const account = accountAt(state, address);
  if (account !== undefined) {
    return account.status === 'disabled'
      ? { kind: 'disabled' }
      : { kind: 'account', account: toAccount(state, account), detail };
  }
  const alias = aliasAt(state, address);
  return alias === undefined ? null : { kind: 'alias', alias: toAlias(state, alias), detail };
}
function resolveBare(state: MemoryState, localpart: string): AddressResolution {
  if (foldLocalpart(localpart) !== 'postmaster') return { kind: 'foreign' };
  const [oldest] = state.domains.values();
  const found = oldest === undefined ? null : resolveExact(state, { localpart, domain: oldest.name }, null);
  return found ?? { kind: 'unknownLocalpart' };
}

export function ownAddresses(state: MemoryState, id: AccountId): Address[] {
  const own = state.accounts.get(id);
  if (own === undefined) return [];
  const leading = new Set<AliasRecord>();
  const follow = (target: Address): void => {
    for (const alias of state.aliases.values()) {
      if (leading.has(alias) || !toAlias(state, alias).targets.some((one) => sameAddress(one, target, foldLocalpart)))
        continue;
      leading.add(alias);
      follow(alias.address);
    }
  };
  follow(own.address);
  return [own.address, ...[...leading].map(({ address }) => address)];
}

export function createDomain(
  tx: MemoryTx,
  input: { readonly name: string; readonly dkim: Omit<DkimKey, 'domainId' | 'domain' | 'createdAt'> },
): Domain {
  if (domainNamed(tx.state, input.name) !== undefined)
    throw new MailError('alreadyExists', `The domain ${input.name} is already here.`);
  const id = tx.state.nextId() as DomainId;
  tx.state.domains.set(id, {
    id,
    name: input.name,
    status: 'active',
    catchAll: null,
    createdAt: tx.now,
    dkim: input.dkim,
  });
  for (const localpart of ['postmaster', 'abuse']) {
    const aliasId = tx.state.nextId() as AliasId;
    tx.state.aliases.set(aliasId, { id: aliasId, address: { localpart, domain: input.name }, targets: [], role: true });
  }
  tx.noteStore({ kind: 'directory' });
  return toDomain(tx.state, requireDomain(tx, id));
}
export function updateDomain(
  tx: MemoryTx,
  id: DomainId,
  patch: { readonly catchAll?: AccountId | null; readonly status?: Domain['status'] },
): Domain {
  const before = requireDomain(tx, id);
  if (patch.catchAll !== undefined && patch.catchAll !== null) requireAccount(tx, patch.catchAll);
  const catchAll = patch.catchAll === undefined ? before.catchAll : patch.catchAll;
  tx.state.domains.set(id, { ...before, catchAll, status: patch.status ?? before.status });
  tx.noteStore({ kind: 'directory' });
  return toDomain(tx.state, requireDomain(tx, id));
}
export function removeDomain(tx: MemoryTx, id: DomainId): void {
  const record = requireDomain(tx, id);
  const { accounts } = toDomain(tx.state, record);
  if (accounts > 0) throw new MailError('inUse', `${record.name} still has ${accounts} accounts; remove those first.`);
  for (const alias of [...tx.state.aliases.values()])
    if (alias.address.domain === record.name) tx.state.aliases.delete(alias.id);
  tx.state.domains.delete(id);
  tx.noteStore({ kind: 'directory' });
}

export function createAccount(tx: MemoryTx, input: NewAccount): Account {
  if (domainNamed(tx.state, input.address.domain) === undefined) {
    throw new MailError('nonexistent', `The domain ${input.address.domain} is not here; add it first.`);
  }
  requireFree(tx, input.address);
  const id = tx.state.nextId() as AccountId;
  const role = tx.state.accounts.size === 0 ? 'owner' : input.role;
  const { scram, ...own } = input;
  if (scram !== undefined) {
    const { salt, iterations, storedKey, serverKey } = scram;
    tx.state.scram.set(id, { salt, iterations, keys: [{ source: null, storedKey, serverKey }] });
  }
  tx.state.accounts.set(id, { ...own, id, role, status: 'active', createdAt: tx.now, lastLogin: null });
  createMailbox(tx, id, INBOX, null);
  subscribe(tx, id, INBOX, true);
  for (const [use, name] of standardMailboxes(input.language)) {
    createMailbox(tx, id, name, use);
    subscribe(tx, id, name, true);
  }
  tx.noteStore({ kind: 'directory' });
  return toAccount(tx.state, requireAccount(tx, id));
}
export function updateAccount(tx: MemoryTx, id: AccountId, patch: AccountPatch): Account {
  const before = requireAccount(tx, id);
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<AccountRecord>;
  const after: AccountRecord = { ...before, ...given };
  if (before.role === 'owner' && (after.role !== 'owner' || after.status === 'disabled')) requireAnotherOwner(tx, id);
  tx.state.accounts.set(id, after);
  if (after.status === 'disabled') forgetWebLogins(tx, id);
  tx.noteStore({ kind: 'directory' });
  return toAccount(tx.state, after);
}
export function accountQuota(state: MemoryState, id: AccountId): AccountQuota | null {
  const account = state.accounts.get(id);
  if (account === undefined) return null;
  return {
    quotaBytes: account.quotaBytes,
    usedBytes: usedBytes(state, id),
    quotaMessages: state.quotaMessages.get(id) ?? null,
    usedMessages: usedMessages(state, id),
  };
}
export function setQuota(tx: MemoryTx, id: AccountId, { quotaBytes, quotaMessages }: QuotaLimits): void {
  tx.state.accounts.set(id, { ...requireAccount(tx, id), quotaBytes });
  if (quotaMessages === null) tx.state.quotaMessages.delete(id);
  else tx.state.quotaMessages.set(id, quotaMessages);
  tx.noteStore({ kind: 'directory' });
}
export function removeAccount(tx: MemoryTx, id: AccountId): void {
  if (requireAccount(tx, id).role === 'owner') requireAnotherOwner(tx, id);
  for (const record of ownedBy(tx.state, id)) dropMailbox(tx, record);
  for (const domain of [...tx.state.domains.values()])
    if (domain.catchAll === id) tx.state.domains.set(domain.id, { ...domain, catchAll: null });
  tx.state.accounts.delete(id);
  tx.state.subscriptions.delete(id);
  tx.state.scram.delete(id);
  for (const one of tx.state.appPasswords.values()) if (one.accountId === id) tx.state.appPasswords.delete(one.id);
  forgetWebLogins(tx, id);
  tx.noteStore({ kind: 'directory' });
}
export function forgetWebLogins(tx: MemoryTx, id: AccountId): void {
  for (const [token, login] of [...tx.state.webLogins]) if (login.accountId === id) tx.state.webLogins.delete(token);
}

export function createAlias(tx: MemoryTx, address: Address, targets: readonly Address[]): Alias {
  if (domainNamed(tx.state, address.domain) === undefined) {
    throw new MailError('nonexistent', `The domain ${address.domain} is not here; add it first.`);
  }
  requireFree(tx, address);
  const id = tx.state.nextId() as AliasId;
  return writeAlias(tx, { id, address, targets, role: false });
}
export function updateAlias(tx: MemoryTx, id: AliasId, targets: readonly Address[]): Alias {
  return writeAlias(tx, { ...requireAlias(tx, id), targets });
}
export function removeAlias(tx: MemoryTx, id: AliasId): void {
  const { role, address } = requireAlias(tx, id);
  if (role)
    throw new MailError(
      'cannot',
      `${address.localpart}@${address.domain} must exist in every domain; it can be led elsewhere, not removed.`,
    );
  tx.state.aliases.delete(id);
  tx.noteStore({ kind: 'directory' });
}
function writeAlias(tx: MemoryTx, alias: AliasRecord): Alias {
  if (alias.targets.length === 0) throw new MailError('cannot', 'An alias needs at least one address to lead to.');
  tx.state.aliases.set(alias.id, alias);
  tx.noteStore({ kind: 'directory' });
  return alias;
}

function requireFree(tx: MemoryTx, address: Address): void {
  if (accountAt(tx.state, address) === undefined && aliasAt(tx.state, address) === undefined) return;
  throw new MailError('alreadyExists', `The address ${address.localpart}@${address.domain} is already taken.`);
}
function requireAnotherOwner(tx: MemoryTx, id: AccountId): void {
  const other = [...tx.state.accounts.values()].some(
    (account) => account.role === 'owner' && account.status !== 'disabled' && account.id !== id,
  );
  if (!other) throw new MailError('cannot', 'This is the last owner; make another account an owner first.');
}
function requireDomain(tx: MemoryTx, id: DomainId): DomainRecord {
  const found = tx.state.domains.get(id);
  if (found === undefined) throw new MailError('nonexistent', 'That domain does not exist (any more).');
  return found;
}
export function requireAccount(tx: MemoryTx, id: AccountId): AccountRecord {
  const found = tx.state.accounts.get(id);
  if (found === undefined) throw new MailError('nonexistent', 'That account does not exist (any more).');
  return found;
}
function requireAlias(tx: MemoryTx, id: AliasId): AliasRecord {
  const found = tx.state.aliases.get(id);
  if (found === undefined) throw new MailError('nonexistent', 'That alias does not exist (any more).');
  return found;
}
