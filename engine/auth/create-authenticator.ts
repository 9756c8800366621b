/**
 * Checks a login against the store: throttle, argon2id, account state. A verified password is remembered for minutes as a
 * keyed hash beside the stored hash it matched, so that fifty connections of one client cost one computation; the stored
 * hash is compared at every use, so a changed password counts at once. RFC 4616, RFC 5321 7.1
 */
import { createHmac, randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { LRUCache } from 'lru-cache';
import type { Authenticator, LoginAttempt, LoginResult } from './authenticator.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { LoginThrottle } from './throttle.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Account, Address } from '../model/account.ts';
import type { AccountId } from '../model/ids.ts';
import { MailError } from '../model/errors.ts';
import type { Store } from '../store/store.ts';

export interface AuthenticatorDeps {
  readonly store: Pick<Store, 'directory' | 'credentials'>;
  readonly hasher: PasswordHasher;
  readonly throttle: LoginThrottle;
  readonly clock: Clock;
  readonly emit: Emit;
  /** A refusal takes at least this long; 0 with `limits.mode=off`. */
  readonly refusalMs: number;
}
const REMEMBER_MS = 5 * 60_000;
const NOTE_EVERY_MS = 60_000;

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  return new StoreAuthenticator(deps);
}

class StoreAuthenticator implements Authenticator {
  readonly #deps: AuthenticatorDeps;
  readonly #secret = randomBytes(32);
  /** Keyed hash of login and password -> the stored hash it matched. */
  readonly #verified: LRUCache<string, string>;
  readonly #noted: LRUCache<string, true>;

  constructor(deps: AuthenticatorDeps) {
    const perf = { now: () => deps.clock.monotonic() };
    this.#deps = deps;
    this.#verified = new LRUCache({ max: 5000, ttl: REMEMBER_MS, perf, ttlResolution: 0 });
    this.#noted = new LRUCache({ max: 5000, ttl: NOTE_EVERY_MS, perf, ttlResolution: 0 });
  }
  async authenticate(attempt: LoginAttempt): Promise<LoginResult> {
    const { throttle, clock, emit } = this.#deps;
    const { protocol, login, peer, session } = attempt;
    const startedAt = clock.monotonic();
    const retryAfterMs = throttle.waitMs(login, peer);
    if (retryAfterMs > 0) {
      const seconds = Math.ceil(retryAfterMs / 1000);
      emit('login.throttled', { protocol, login: shown(login), peer, seconds }, { session });
      return { kind: 'throttled', retryAfterMs };
    }
    try {
      const { account, reason } = await this.#check(attempt);
      if (account === null) return await this.#refuse(attempt, reason, startedAt);
      throttle.succeeded(login, peer);
      emit('login.ok', { protocol, account: formatAddress(account.address), peer }, { session });
      await this.#note(account.id, attempt);
      return { kind: 'ok', account };
    } catch (error) {
      emit('engine.bug', { where: 'sign-in', error: String(error) }, { session });
      return { kind: 'unavailable' };
    }
  }
  async #check(attempt: LoginAttempt): Promise<{ readonly account: Account | null; readonly reason: string }> {
    const { store } = this.#deps;
    const address = parseLogin(attempt.login);
    const credential = address === null ? null : await store.credentials.byAddress(address);
    const fits = await this.#passwordFits(credential?.passwordHash ?? null, attempt);
    if (credential === null) return { account: null, reason: 'no such account' };
    if (!fits) return { account: null, reason: 'wrong password' };
    const account = await store.directory.account(credential.accountId);
    if (account?.status === 'active') return { account, reason: '' };
    return { account: null, reason: `the account is ${account?.status ?? 'gone'}` };
  }
  async #passwordFits(passwordHash: string | null, { login, password }: LoginAttempt): Promise<boolean> {
    const key = createHmac('sha256', this.#secret).update(`${login.length}:${login}${password}`).digest('base64');
    if (passwordHash !== null && this.#verified.get(key) === passwordHash) return true;
    const fits = await this.#deps.hasher.verify(passwordHash, password);
    if (fits && passwordHash !== null) this.#verified.set(key, passwordHash);
    return fits;
  }
  async #refuse(attempt: LoginAttempt, reason: string, startedAt: number): Promise<LoginResult> {
    const { throttle, clock, emit, refusalMs } = this.#deps;
    const { protocol, login, peer, session } = attempt;
    throttle.failed(login, peer);
    emit('login.failed', { protocol, login: shown(login), peer, reason }, { session });
    const restMs = refusalMs - (clock.monotonic() - startedAt);
    if (restMs > 0) await new Promise<void>((done) => clock.after(restMs, done));
    return { kind: 'refused' };
  }
  async #note(id: AccountId, { protocol, peer, session }: LoginAttempt): Promise<void> {
    const { store, clock, emit } = this.#deps;
    const key = `${id} ${protocol}`;
    if (this.#noted.has(key)) return;
    this.#noted.set(key, true);
    try {
      await store.directory.noteLogin(id, clock.now(), protocol, peer);
    } catch (error) {
      // The last-login time is for people to read; a disk that takes no writes must not keep them from their mail.
      if (!(error instanceof MailError)) emit('engine.bug', { where: 'noteLogin', error: String(error) }, { session });
    }
  }
}

const shown = (login: string): string => login.slice(0, 320);

/** @returns the address a login stands for, or null when it can be none */
function parseLogin(login: string): Address | null {
  const at = login.lastIndexOf('@');
  if (at <= 0 || login.length > 320) return null;
  const domain = domainToASCII(login.slice(at + 1).trim()).toLowerCase();
  return domain === '' ? null : { localpart: login.slice(0, at).trim(), domain };
}
