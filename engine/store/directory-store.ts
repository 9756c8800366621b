/** Domains, accounts, aliases, DKIM keys: the people and names. RFC 2142 for postmaster and abuse. */
import type { Page, PageQuery } from './store.ts';
import type {
  Account,
  AccountLanguage,
  AccountRole,
  Address,
  AddressResolution,
  Alias,
  DkimKey,
  Domain,
} from '../model/account.ts';
import type { AccountId, AliasId, DomainId, UnixMs } from '../model/ids.ts';
import type { ScramSecret } from '../model/scram.ts';

export interface NewAccount {
  readonly address: Address;
  readonly displayName: string;
  readonly role: AccountRole;
  readonly language: AccountLanguage;
  readonly quotaBytes: number | null;
  /** PHC string of the password (auth/password-hash.ts). */
  readonly passwordHash: string;
  /** Keys of the password, when it was generated. */
  readonly scram?: ScramSecret | undefined;
}
export interface AccountPatch {
  readonly displayName?: string | undefined;
  readonly role?: AccountRole | undefined;
  readonly language?: AccountLanguage | undefined;
  readonly quotaBytes?: number | null | undefined;
  readonly status?: Account['status'] | undefined;
}
/** null: no limit. */
export interface QuotaLimits {
  readonly quotaBytes: number | null;
  readonly quotaMessages: number | null;
}
export interface AccountQuota extends QuotaLimits {
  readonly usedBytes: number;
  readonly usedMessages: number;
}
export interface DirectoryStore {
  /**
   * Everything routing needs to know about an address: exact, then without `+detail`, then catch-all. Localparts
   * compare without ASCII case. `postmaster` without a domain is asked for as domain ''. RFC 5321 4.5.1, RFC 5233
   */
  resolve(address: Address): Promise<AddressResolution>;
  /** The account and its quota state, for RCPT. */
  account(id: AccountId): Promise<Account | null>;
  accountByAddress(address: Address): Promise<Account | null>;
  /** Every address the account may send as: its own, and aliases that lead to it. */
  ownAddresses(id: AccountId): Promise<readonly Address[]>;

  domains(query: PageQuery): Promise<Page<Domain>>;
  domain(name: string): Promise<Domain | null>;
  /** Makes the domain with its postmaster and abuse aliases (to the first administrator, now or when there is one) and its DKIM key. */
  createDomain(input: {
    readonly name: string;
    readonly dkim: Omit<DkimKey, 'domainId' | 'domain' | 'createdAt'>;
  }): Promise<Domain>;
  updateDomain(
    id: DomainId,
    patch: { readonly catchAll?: AccountId | null; readonly status?: Domain['status'] },
  ): Promise<Domain>;
  /** `inUse` while accounts exist. */
  removeDomain(id: DomainId): Promise<void>;
  dkimKey(domain: string): Promise<DkimKey | null>;

  accounts(query: PageQuery & { readonly text?: string | undefined }): Promise<Page<Account>>;
  /** With INBOX and its special-use mailboxes, named in the account's language. The first account becomes owner whatever the role said. */
  createAccount(input: NewAccount): Promise<Account>;
  updateAccount(id: AccountId, patch: AccountPatch): Promise<Account>;
  /** Removes account, mailboxes and messages. `cannot` for the last owner. */
  removeAccount(id: AccountId): Promise<void>;
  /** What the account may hold and holds; null when it is gone. RFC 9208 */
  quota(id: AccountId): Promise<AccountQuota | null>;
  /** Both limits at once. What is held already stays, whatever it is. */
  setQuota(id: AccountId, limits: QuotaLimits): Promise<void>;
  noteLogin(id: AccountId, at: UnixMs, protocol: string, peer: string): Promise<void>;

  aliases(query: PageQuery & { readonly text?: string | undefined }): Promise<Page<Alias>>;
  createAlias(address: Address, targets: readonly Address[]): Promise<Alias>;
  updateAlias(id: AliasId, targets: readonly Address[]): Promise<Alias>;
  /** `cannot` for role aliases. */
  removeAlias(id: AliasId): Promise<void>;
}
