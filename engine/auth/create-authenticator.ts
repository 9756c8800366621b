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
  const { store, hasher, throttle, clock, emit } = deps;
  const secret = randomBytes(32);
  const perf = { now: () => clock.monotonic() };
  const verified = new LRUCache<string, string>({ max: 5000, ttl: REMEMBER_MS, perf, ttlResolution: 0 });
  const noted = new LRUCache<string, true>({ max: 5000, ttl: NOTE_EVERY_MS, perf, ttlResolution: 0 });

  const passwordFits = async (passwordHash: string | null, attempt: LoginAttempt): Promise<boolean> => {
    const key = createHmac('sha256', secret)
      .update(`${attempt.login.length}:${attempt.login}${attempt.password}`)
      .digest('base64');
    if (passwordHash !== null && verified.get(key) === passwordHash) return true;
    const fits = await hasher.verify(passwordHash, attempt.password);
    if (fits && passwordHash !== null) verified.set(key, passwordHash);
    return fits;
  };
  const check = async (attempt: LoginAttempt): Promise<{ account: Account | null; reason: string }> => {
    const address = parseLogin(attempt.login);
    const credential = address === null ? null : await store.credentials.byAddress(address);
    if (!(await passwordFits(credential?.passwordHash ?? null, attempt)) || credential === null) {
      return { account: null, reason: credential === null ? 'no such account' : 'wrong password' };
    }
    const account = await store.directory.account(credential.accountId);
    if (account?.status !== 'active') return { account: null, reason: `the account is ${account?.status ?? 'gone'}` };
    return { account, reason: '' };
  };
  const note = async (id: AccountId, attempt: LoginAttempt): Promise<void> => {
    const key = `${id} ${attempt.protocol}`;
    if (noted.has(key)) return;
    noted.set(key, true);
    try {
      await store.directory.noteLogin(id, clock.now(), attempt.protocol, attempt.peer);
    } catch (error) {
      // The last-login time is for people to read; a disk that takes no writes must not keep them from their mail.
      if (!(error instanceof MailError))
        emit('engine.bug', { where: 'noteLogin', error: String(error) }, { session: attempt.session });
    }
  };
  const refuse = async (attempt: LoginAttempt, reason: string, startedAt: number): Promise<LoginResult> => {
    throttle.failed(attempt.login, attempt.peer);
    emit(
      'login.failed',
      { protocol: attempt.protocol, login: attempt.login.slice(0, 320), peer: attempt.peer, reason },
      { session: attempt.session },
    );
    const restMs = deps.refusalMs - (clock.monotonic() - startedAt);
    if (restMs > 0) await new Promise<void>((done) => clock.after(restMs, done));
    return { kind: 'refused' };
  };
  return {
    async authenticate(attempt) {
      const startedAt = clock.monotonic();
      const { protocol, login, peer, session } = attempt;
      const retryAfterMs = throttle.waitMs(login, peer);
      if (retryAfterMs > 0) {
        emit(
          'login.throttled',
          { protocol, login: login.slice(0, 320), peer, seconds: Math.ceil(retryAfterMs / 1000) },
          { session },
        );
        return { kind: 'throttled', retryAfterMs };
      }
      try {
        const { account, reason } = await check(attempt);
        if (account === null) return await refuse(attempt, reason, startedAt);
        throttle.succeeded(login, peer);
        emit('login.ok', { protocol, account: addressText(account.address), peer }, { session });
        await note(account.id, attempt);
        return { kind: 'ok', account };
      } catch (error) {
        emit('engine.bug', { where: 'sign-in', error: String(error) }, { session });
        return { kind: 'unavailable' };
      }
    },
  };
}

const addressText = (address: Address): string => `${address.localpart}@${address.domain}`;

/** @returns the address a login stands for, or null when it can be none */
function parseLogin(login: string): Address | null {
  const at = login.lastIndexOf('@');
  if (at <= 0 || login.length > 320) return null;
  const domain = domainToASCII(login.slice(at + 1).trim()).toLowerCase();
  return domain === '' ? null : { localpart: login.slice(0, at).trim(), domain };
}
