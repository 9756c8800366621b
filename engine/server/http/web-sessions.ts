/**
 * Who is signed in by a browser. The cookie holds a random token, we hold its hash: accounts in the store, so that a restart does
 * not sign them out; people who came by the one-time link, who may have no account yet, in memory only. RFC 6265
 */
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../lib/clock.ts';
import { formatAddress } from '../../model/address-text.ts';
import type { Account, AccountRole } from '../../model/account.ts';
import type { AccountId, UnixMs } from '../../model/ids.ts';
import type { CredentialStore } from '../../store/credential-store.ts';
import type { DirectoryStore } from '../../store/directory-store.ts';

export interface WebSession {
  readonly role: AccountRole;
  /** Null for who came by the link of the engine's own owner. */
  readonly accountId: AccountId | null;
  readonly name: string;
}
export interface WebSessions {
  /** @returns the token for the cookie */
  begin(account: Account): Promise<string>;
  /** Makes the token of a one-time link. */
  makeLink(): string;
  /** Takes the link's token away and signs in. @returns the token for the cookie, or null when the link is unknown, used or old */
  redeemLink(token: string): string | null;
  /** The role is the account's of now, not of the sign-in. */
  find(token: string): Promise<WebSession | null>;
  end(token: string): Promise<void>;
}
export interface WebSessionDeps {
  readonly credentials: Pick<CredentialStore, 'addWebLogin' | 'webLogin' | 'removeWebLogin'>;
  readonly directory: Pick<DirectoryStore, 'account'>;
  readonly clock: Clock;
}
export const SESSION_MS = 7 * 24 * 3_600_000;
const LINK_SESSION_MS = 12 * 3_600_000;
export const LINK_MS = 10 * 60_000;
const MOST_LINKS = 1000;
const OWNER: WebSession = { role: 'owner', accountId: null, name: 'web link' };

const newToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export function createWebSessions({ credentials, directory, clock }: WebSessionDeps): WebSessions {
  const perf = { now: () => clock.monotonic() };
  const links = new LRUCache<string, true>({ max: MOST_LINKS, ttl: LINK_MS, perf, ttlResolution: 0 });
  const linked = new LRUCache<string, WebSession>({ max: MOST_LINKS, ttl: LINK_SESSION_MS, perf, ttlResolution: 0 });
  return {
    async begin(account) {
      const token = newToken();
      const createdAt = clock.now();
      const expiresAt = (createdAt + SESSION_MS) as UnixMs;
      await credentials.addWebLogin(hashOf(token), { accountId: account.id, createdAt, expiresAt });
      return token;
    },
    makeLink() {
      const token = newToken();
      links.set(hashOf(token), true);
      return token;
    },
    redeemLink(link) {
      if (!links.delete(hashOf(link))) return null;
      const token = newToken();
      linked.set(hashOf(token), OWNER);
      return token;
    },
    async find(token) {
      const hash = hashOf(token);
      const byLink = linked.get(hash);
      if (byLink !== undefined) return byLink;
      const login = await credentials.webLogin(hash, clock.now());
      if (login === null) return null;
      const account = await directory.account(login.accountId);
      if (account?.status !== 'active') return null;
      return { role: account.role, accountId: account.id, name: formatAddress(account.address) };
    },
    async end(token) {
      linked.delete(hashOf(token));
      await credentials.removeWebLogin(hashOf(token));
    },
  };
}
