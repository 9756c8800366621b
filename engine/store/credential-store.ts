/** Password hashes and browser logins. Secrets themselves never reach the store. */
import type { Address } from '../model/account.ts';
import type { AccountId, UnixMs } from '../model/ids.ts';

export interface Credential {
  readonly accountId: AccountId;
  readonly passwordHash: string;
}
export interface WebLogin {
  readonly accountId: AccountId;
  readonly createdAt: UnixMs;
  readonly expiresAt: UnixMs;
}
export interface CredentialStore {
  /** By own address or alias-free login; null when there is no such account. */
  byAddress(address: Address): Promise<Credential | null>;
  /** Ends the account's browser logins too. */
  setPassword(id: AccountId, passwordHash: string): Promise<void>;
  /** `tokenHash` is sha256 hex of the cookie's value. */
  addWebLogin(tokenHash: string, login: WebLogin): Promise<void>;
  webLogin(tokenHash: string, now: UnixMs): Promise<WebLogin | null>;
  removeWebLogin(tokenHash: string): Promise<void>;
}
