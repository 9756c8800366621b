/** People and names: who exists here and which addresses lead to whom. RFC 5321 2.3.11, RFC 5233 */
import type { AccountId, AliasId, DomainId, UnixMs } from './ids.ts';

export interface Address {
  /** As written, unquoted; compared by `foldLocalpart`. */
  readonly localpart: string;
  /** A-label form, lower case. */
  readonly domain: string;
}
/** MAIL FROM: an address, or null for the null reverse-path `<>`. RFC 5321 4.5.5 */
export type ReversePath = Address | null;

export interface Domain {
  readonly id: DomainId;
  /** A-label form, lower case. */
  readonly name: string;
  readonly status: 'active' | 'disabled';
  /** Takes what no account or alias takes; null refuses it. */
  readonly catchAll: AccountId | null;
  readonly createdAt: UnixMs;
  readonly accounts: number;
  readonly aliases: number;
}
/** RSA key with which letters of a domain are signed. RFC 6376 */
export interface DkimKey {
  readonly domainId: DomainId;
  readonly domain: string;
  readonly selector: string;
  readonly privateKeyPem: string;
  /** Base64 SubjectPublicKeyInfo: the `p=` of the DNS record. */
  readonly publicKey: string;
  readonly createdAt: UnixMs;
}
export type AccountRole = 'owner' | 'admin' | 'viewer' | 'account';
export type AccountLanguage = 'en' | 'tr';

export interface Account {
  readonly id: AccountId;
  readonly address: Address;
  readonly displayName: string;
  readonly role: AccountRole;
  readonly language: AccountLanguage;
  /** `receiveOnly`: cannot log in but still receives. `disabled`: neither. */
  readonly status: 'active' | 'receiveOnly' | 'disabled';
  /** null: no limit. */
  readonly quotaBytes: number | null;
  readonly usedBytes: number;
  readonly createdAt: UnixMs;
  readonly lastLogin: { readonly at: UnixMs; readonly protocol: string; readonly peer: string } | null;
}
/** Other names of accounts. `role` aliases (postmaster, abuse) can be changed but not removed. */
export interface Alias {
  readonly id: AliasId;
  readonly address: Address;
  readonly targets: readonly Address[];
  readonly role: boolean;
}
/** What an address means to us. `unknownLocalpart` is a domain of ours without such a name. */
export type AddressResolution =
  | { readonly kind: 'account'; readonly account: Account; readonly detail: string | null }
  | { readonly kind: 'alias'; readonly alias: Alias; readonly detail: string | null }
  | { readonly kind: 'catchAll'; readonly account: Account }
  | { readonly kind: 'unknownLocalpart' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'foreign' };
