/**
 * Checks a login against the store: throttle, argon2id or a SCRAM proof, account state. A verified password is remembered for
 * an hour as a keyed hash beside the stored hash it matched, so that a client that comes again costs no computation and does
 * not wait behind those that guess; the stored hash is compared at every use, so a changed password counts at once.
 * RFC 4616, RFC 5321 7.1, RFC 5802
 */
import { createHmac, randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { LRUCache } from 'lru-cache';
import type { Authenticator, LoginAttempt, LoginResult, ProofAttempt } from './authenticator.ts';
import type { PasswordHasher } from './password-hash.ts';
import { checkScramProof, fakeScramParameters } from './scram-keys.ts';
import type { LoginThrottle } from './throttle.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Account, Address } from '../model/account.ts';
import type { AccountId } from '../model/ids.ts';
import { MailError } from '../model/errors.ts';
import type { ScramParameters } from '../model/scram.ts';
import type { Store } from '../store/store.ts';

export interface AuthenticatorDeps {
  readonly store: Pick<Store, 'directory' | 'credentials' | 'changes'>;
  readonly hasher: PasswordHasher;
  readonly throttle: LoginThrottle;
  readonly clock: Clock;
  readonly emit: Emit;
  /** A refusal takes at least this long; 0 with `limits.mode=off`. */
  readonly refusalMs: number;
}
const REMEMBER_MS = 60 * 60_000;
const NOTE_EVERY_MS = 60_000;

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  return new StoreAuthenticator(deps);
}

interface Verdict {
  readonly account: Account | null;
  /** Why not; for the log. */
  readonly reason: string;
  readonly serverSignature: Uint8Array | null;
}
const refusedFor = (reason: string): Verdict => ({ account: null, reason, serverSignature: null });

class StoreAuthenticator implements Authenticator {
  readonly #deps: AuthenticatorDeps;
  #offersScram = false;
  readonly #secret = randomBytes(32);
  /** Keyed hash of login and password -> the stored hash it matched. */
  readonly #verified: LRUCache<string, string>;
  readonly #noted: LRUCache<string, true>;

  constructor(deps: AuthenticatorDeps) {
    const perf = { now: () => deps.clock.monotonic() };
    this.#deps = deps;
    this.#verified = new LRUCache({ max: 5000, ttl: REMEMBER_MS, updateAgeOnGet: true, perf, ttlResolution: 0 });
    this.#noted = new LRUCache({ max: 5000, ttl: NOTE_EVERY_MS, perf, ttlResolution: 0 });
    this.#lookForScramKeys();
    deps.store.changes.store(({ kind }) => {
      if (kind === 'directory') this.#lookForScramKeys();
    });
  }
  get offersScram(): boolean {
    return this.#offersScram;
  }
  #lookForScramKeys(): void {
    const { store, emit } = this.#deps;
    store.credentials.hasScramKeys().then(
      (found) => (this.#offersScram = found),
      // Only an offer hangs on it: PLAIN remains.
      (error: unknown) => {
        if (!(error instanceof MailError)) emit('engine.bug', { where: 'SCRAM keys', error: String(error) });
      },
    );
  }
  async authenticate(attempt: LoginAttempt): Promise<LoginResult> {
    return (await this.#judge(attempt, () => this.#check(attempt))).result;
  }
  async scramParameters(login: string): Promise<ScramParameters> {
    const { credentials } = this.#deps.store;
    const address = parseLogin(login);
    const found = address === null ? null : await credentials.scram(address);
    // Both are read, so that time tells no more than the answer does.
    const fake = fakeScramParameters(await credentials.fakeSaltSecret(), address === null ? login : keyOf(address));
    return found?.parameters ?? fake;
  }
  async authenticateProof(
    attempt: ProofAttempt,
  ): Promise<{ readonly result: LoginResult; readonly serverSignature: Uint8Array | null }> {
    return this.#judge(attempt, () => this.#checkProof(attempt));
  }
  async #judge(
    attempt: Omit<LoginAttempt, 'password'>,
    check: () => Promise<Verdict>,
  ): Promise<{ readonly result: LoginResult; readonly serverSignature: Uint8Array | null }> {
    const { throttle, clock, emit } = this.#deps;
    const { protocol, login, peer, session } = attempt;
    const startedAt = clock.monotonic();
    const retryAfterMs = throttle.waitMs(login, peer);
    if (retryAfterMs > 0) {
      const seconds = Math.ceil(retryAfterMs / 1000);
      emit('login.throttled', { protocol, login: shown(login), peer, seconds }, { session });
      return { result: { kind: 'throttled', retryAfterMs }, serverSignature: null };
    }
    try {
      const { account, reason, serverSignature } = await check();
      if (account === null) return { result: await this.#refuse(attempt, reason, startedAt), serverSignature: null };
      throttle.succeeded(login, peer);
      emit('login.ok', { protocol, account: formatAddress(account.address), peer }, { session });
      await this.#note(account.id, attempt);
      return { result: { kind: 'ok', account }, serverSignature };
    } catch (error) {
      if (error instanceof MailError && error.code === 'unavailable')
        emit('login.busy', { protocol, peer }, { session });
      else emit('engine.bug', { where: 'sign-in', error: String(error) }, { session });
      return { result: { kind: 'unavailable' }, serverSignature: null };
    }
  }
  async #check(attempt: LoginAttempt): Promise<Verdict> {
    const { store } = this.#deps;
    const address = parseLogin(attempt.login);
    const credential = address === null ? null : await store.credentials.byAddress(address);
    const fits = await this.#passwordFits(credential?.passwordHash ?? null, attempt);
    if (credential === null) return refusedFor('no such account');
    if (!fits) return refusedFor('wrong password');
    return this.#active(credential.accountId, null);
  }
  async #checkProof({ login, proof }: ProofAttempt): Promise<Verdict> {
    const address = parseLogin(login);
    const found = address === null ? null : await this.#deps.store.credentials.scram(address);
    const serverSignature = checkScramProof(found?.keys ?? [], proof);
    if (found === null) return refusedFor('no such account, or its password was not generated');
    if (serverSignature === null) return refusedFor('wrong password');
    return this.#active(found.accountId, serverSignature);
  }
  async #active(id: AccountId, serverSignature: Uint8Array | null): Promise<Verdict> {
    const account = await this.#deps.store.directory.account(id);
    if (account?.status === 'active') return { account, reason: '', serverSignature };
    return refusedFor(`the account is ${account?.status ?? 'gone'}`);
  }
  async #passwordFits(passwordHash: string | null, { login, password, peer }: LoginAttempt): Promise<boolean> {
    const key = createHmac('sha256', this.#secret).update(`${login.length}:${login}${password}`).digest('base64');
    if (passwordHash !== null && this.#verified.get(key) === passwordHash) return true;
    const fits = await this.#deps.hasher.verify(passwordHash, password, this.#deps.throttle.knows(login, peer));
    if (fits && passwordHash !== null) this.#verified.set(key, passwordHash);
    return fits;
  }
  async #refuse(attempt: Omit<LoginAttempt, 'password'>, reason: string, startedAt: number): Promise<LoginResult> {
    const { throttle, clock, emit, refusalMs } = this.#deps;
    const { protocol, login, peer, session } = attempt;
    throttle.failed(login, peer);
    emit('login.failed', { protocol, login: shown(login), peer, reason }, { session });
    const restMs = refusalMs - (clock.monotonic() - startedAt);
    if (restMs > 0) await new Promise<void>((done) => clock.after(restMs, done));
    return { kind: 'refused' };
  }
  async #note(id: AccountId, { protocol, peer, session }: Omit<LoginAttempt, 'password'>): Promise<void> {
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

const keyOf = ({ localpart, domain }: Address): string => `${localpart}@${domain}`;
const shown = (login: string): string => login.slice(0, 320);

/** @returns the address a login stands for, or null when it can be none */
function parseLogin(login: string): Address | null {
  const at = login.lastIndexOf('@');
  if (at <= 0 || login.length > 320) return null;
  const domain = domainToASCII(login.slice(at + 1).trim()).toLowerCase();
  return domain === '' ? null : { localpart: login.slice(0, at).trim(), domain };
}
