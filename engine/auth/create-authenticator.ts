/**
 * Checks a login against the store: throttle, argon2id or a SCRAM proof, app passwords, account state. A verified password is remembered for
 * an hour as a keyed hash beside what is stored of it, so that a client that comes again costs no computation and does
 * not wait behind those that guess; what is stored is compared at every use, so a changed or revoked password counts at once.
 * RFC 4616, RFC 5321 7.1, RFC 5802
 */
import { createHmac, randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { LRUCache } from 'lru-cache';
import type { AppPasswordSessions } from './app-password-sessions.ts';
import { appPasswordRefusal, appPasswordWithKey, appProtocolOf, looksLikeAppPassword } from './app-passwords.ts';
import type { Authenticator, LoginAttempt, LoginResult, ProofAttempt } from './authenticator.ts';
import type { PasswordHasher } from './password-hash.ts';
import { checkScramProof, fakeScramParameters } from './scram-keys.ts';
import type { LoginThrottle } from './throttle.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Account, Address } from '../model/account.ts';
import type { AppPassword } from '../model/app-password.ts';
import type { AccountId } from '../model/ids.ts';
import { MailError } from '../model/errors.ts';
import type { ScramParameters } from '../model/scram.ts';
import type { ScramCredential } from '../store/credential-store.ts';
import type { Store } from '../store/store.ts';

export interface AuthenticatorDeps {
  readonly store: Pick<Store, 'directory' | 'credentials' | 'changes'>;
  readonly hasher: PasswordHasher;
  readonly throttle: LoginThrottle;
  readonly appSessions: AppPasswordSessions;
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
  /** What was signed in by; null for the account's own password. */
  readonly appPassword: AppPassword | null;
}
const refusedFor = (reason: string): Verdict => ({ account: null, reason, serverSignature: null, appPassword: null });

class StoreAuthenticator implements Authenticator {
  readonly #deps: AuthenticatorDeps;
  #offersScram = false;
  readonly #secret = randomBytes(32);
  /** Keyed hash of login and password -> the stored hash or the app password it matched. */
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
      const { account, appPassword, reason, serverSignature } = await check();
      if (account === null) return { result: await this.#refuse(attempt, reason, startedAt), serverSignature: null };
      throttle.succeeded(login, peer);
      emit('login.ok', { protocol, account: formatAddress(account.address), peer }, { session });
      // Nobody waits for the note of an app password's use: it is for people to read.
      if (appPassword !== null) void this.#noteUse(appPassword, attempt);
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
    const byApp = looksLikeAppPassword(attempt.password) ? await this.#checkAppPassword(address, attempt) : null;
    if (byApp !== null && byApp.account !== null) return byApp;
    // An app password that is refused costs what a wrong password costs.
    const fits = await this.#passwordFits(credential?.passwordHash ?? null, attempt);
    if (credential === null) return refusedFor('no such account');
    if (!fits) return byApp ?? refusedFor('wrong password');
    return this.#active(credential.accountId, null);
  }
  /** One computation, however many app passwords the account has: they share its salt. @returns null when it is none of them */
  async #checkAppPassword(address: Address | null, attempt: LoginAttempt): Promise<Verdict | null> {
    const { store, hasher, throttle } = this.#deps;
    const found = address === null ? null : await store.credentials.scram(address);
    const memory = this.#memoryOf(attempt);
    const sourceOf = (one: AppPassword | null): string => `app password ${one?.id}`;
    const remembered = this.#verified.get(memory);
    let appPassword = found?.keys.find((key) => sourceOf(key.appPassword) === remembered)?.appPassword ?? null;
    if (appPassword === null) {
      const { login, password, peer } = attempt;
      const parameters = found?.parameters ?? fakeScramParameters(this.#secret, login);
      const storedKey = await hasher.storedKey(password, parameters, throttle.knows(login, peer));
      appPassword = appPasswordWithKey(found?.keys ?? [], storedKey);
    }
    if (found === null || appPassword === null) return null;
    this.#verified.set(memory, sourceOf(appPassword));
    return this.#byAppPassword(found, appPassword, attempt, null);
  }
  async #checkProof({ proof, ...attempt }: ProofAttempt): Promise<Verdict> {
    const address = parseLogin(attempt.login);
    const found = address === null ? null : await this.#deps.store.credentials.scram(address);
    const proven = checkScramProof(found?.keys ?? [], proof);
    if (found === null) return refusedFor('no such account, or its password was not generated');
    if (proven === null) return refusedFor('wrong password');
    const { key, serverSignature } = proven;
    if (key.appPassword === null) return this.#active(found.accountId, serverSignature);
    return this.#byAppPassword(found, key.appPassword, attempt, serverSignature);
  }
  async #byAppPassword(
    { accountId }: ScramCredential,
    appPassword: AppPassword,
    { protocol, session }: Omit<LoginAttempt, 'password'>,
    serverSignature: Uint8Array | null,
  ): Promise<Verdict> {
    const { appSessions, clock } = this.#deps;
    const refusal = appPasswordRefusal(appPassword, protocol, clock.now());
    if (refusal !== null) return refusedFor(refusal);
    const verdict = await this.#active(accountId, serverSignature);
    if (verdict.account === null) return verdict;
    const isAdmitted = appSessions.admit(session, appPassword, formatAddress(verdict.account.address));
    return isAdmitted ? { ...verdict, appPassword } : refusedFor(`the app password "${appPassword.label}" was revoked`);
  }
  async #active(id: AccountId, serverSignature: Uint8Array | null): Promise<Verdict> {
    const account = await this.#deps.store.directory.account(id);
    if (account?.status === 'active') return { account, reason: '', serverSignature, appPassword: null };
    return refusedFor(`the account is ${account?.status ?? 'gone'}`);
  }
  #memoryOf({ login, password }: LoginAttempt): string {
    return createHmac('sha256', this.#secret).update(`${login.length}:${login}${password}`).digest('base64');
  }
  async #passwordFits(passwordHash: string | null, attempt: LoginAttempt): Promise<boolean> {
    const key = this.#memoryOf(attempt);
    const { login, password, peer } = attempt;
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
  #note(id: AccountId, attempt: Omit<LoginAttempt, 'password'>): Promise<void> {
    const { protocol, peer } = attempt;
    const { store, clock } = this.#deps;
    return this.#noteOnce(`${id} ${protocol}`, attempt, () =>
      store.directory.noteLogin(id, clock.now(), protocol, peer),
    );
  }
  #noteUse({ id }: AppPassword, attempt: Omit<LoginAttempt, 'password'>): Promise<void> {
    const { store, clock } = this.#deps;
    const protocol = appProtocolOf(attempt.protocol);
    if (protocol === null) return Promise.resolve();
    const use = { at: clock.now(), protocol, peer: attempt.peer };
    return this.#noteOnce(`app password ${id}`, attempt, () => store.credentials.noteAppPasswordUse(id, use));
  }
  /** At most once a minute. */
  async #noteOnce(key: string, { session }: Omit<LoginAttempt, 'password'>, note: () => Promise<void>): Promise<void> {
    if (this.#noted.has(key)) return;
    this.#noted.set(key, true);
    try {
      await note();
    } catch (error) {
      // The last-login time is for people to read; a disk that takes no writes must not keep them from their mail.
      if (!(error instanceof MailError))
        this.#deps.emit('engine.bug', { where: 'noting a login', error: String(error) }, { session });
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
