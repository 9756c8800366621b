/** Password hashes, keys of generated passwords, browser logins. Passwords themselves never reach the store. RFC 5802 3 */
import type { Address } from '../model/account.ts';
import type { AppPassword, AppPasswordUse } from '../model/app-password.ts';
import type { AccountId, AppPasswordId, UnixMs } from '../model/ids.ts';
import type { ScramKeys, ScramParameters, ScramSecret } from '../model/scram.ts';

export interface Credential {
  readonly accountId: AccountId;
  readonly passwordHash: string;
}
/** `appPassword` is null for the key of the account's own password. */
export interface KeptKeys extends ScramKeys {
  readonly appPassword: AppPassword | null;
}
/** All keys of an account, which share its salt. */
export interface ScramCredential {
  readonly accountId: AccountId;
  readonly parameters: ScramParameters;
  readonly keys: readonly KeptKeys[];
}
export type NewAppPassword = Pick<AppPassword, 'accountId' | 'label' | 'protocols' | 'expiresAt'>;
export interface WebLogin {
  readonly accountId: AccountId;
  readonly createdAt: UnixMs;
  readonly expiresAt: UnixMs;
}
export interface CredentialStore {
  /** By own address or alias-free login; null when there is no such account. */
  byAddress(address: Address): Promise<Credential | null>;
  /**
   * Ends the account's browser logins too.
   * @param scram of a generated password; without it the keys of the one before go. Its salt is `scramParameters`' where
   * there are some (`cannot` otherwise)
   */
  setPassword(id: AccountId, passwordHash: string, scram?: ScramSecret): Promise<void>;
  /** null when there is no such account or it has no keys. */
  scram(address: Address): Promise<ScramCredential | null>;
  /** Salt and rounds that keys of the account have to share; null while it never had any. */
  scramParameters(id: AccountId): Promise<ScramParameters | null>;
  /** Whether some account has keys. */
  hasScramKeys(): Promise<boolean>;
  /** Oldest first; expired ones too. */
  appPasswords(id: AccountId): Promise<readonly AppPassword[]>;
  appPassword(id: AppPasswordId): Promise<AppPassword | null>;
  /**
   * @param scram all that is kept of it; its salt is `scramParameters`' where there are some (`cannot` otherwise)
   * @throws MailError nonexistent (account), limit
   */
  addAppPassword(wanted: NewAppPassword, scram: ScramSecret): Promise<AppPassword>;
  /** @throws MailError nonexistent */
  removeAppPassword(id: AppPasswordId): Promise<void>;
  /** Nothing happens when it is gone. */
  noteAppPasswordUse(id: AppPasswordId, use: AppPasswordUse): Promise<void>;
  /** 32 random octets that stay with the data. */
  fakeSaltSecret(): Promise<Uint8Array>;
  /** `tokenHash` is sha256 hex of the cookie's value. */
  addWebLogin(tokenHash: string, login: WebLogin): Promise<void>;
  webLogin(tokenHash: string, now: UnixMs): Promise<WebLogin | null>;
  removeWebLogin(tokenHash: string): Promise<void>;
}
