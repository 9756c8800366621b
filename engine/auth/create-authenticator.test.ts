import { expect, test, vi } from 'vitest';
import { createEventBus } from '../events/bus.ts';
import { systemClock } from '../lib/clock.ts';
import type { LogEvent } from '../model/log-event.ts';
import type { UnixMs } from '../model/ids.ts';
import type { NewAppPassword } from '../store/credential-store.ts';
import { openMemoryStore } from '../store/memory/open-store.ts';
import { createAppPasswordSessions } from './app-password-sessions.ts';
import type { LoginProtocol } from './authenticator.ts';
import { looksLikeAppPassword, newAppPassword } from './app-passwords.ts';
import { createAuthenticator } from './create-authenticator.ts';
import { firstPassword } from './first-password.ts';
import { createHashThreads } from './hash-threads.ts';
import { createPasswordHasher, type PasswordHasher } from './password-hash.ts';
import { newScramParameters, scramSecret } from './scram-keys.ts';
import { createLoginThrottle } from './throttle.ts';

const NO_CONNECTIONS = { end: () => false, onGone: () => undefined };

async function build() {
  const clock = systemClock();
  const { store } = await openMemoryStore({ clock });
  const real = createPasswordHasher();
  const counts = { verified: 0, keys: 0, noted: 0 };
  const hasher: PasswordHasher = {
    hash: real.hash,
    verify: (...args) => ((counts.verified += 1), real.verify(...args)),
    storedKey: (...args) => ((counts.keys += 1), real.storedKey(...args)),
  };
  const { directory } = store;
  const noteLogin = directory.noteLogin.bind(directory);
  directory.noteLogin = (...args) => ((counts.noted += 1), noteLogin(...args));
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  await directory.createDomain({
    name: 'xn--rnek-4qa.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const person = async (localpart: string) =>
    directory.createAccount({
      address: { localpart, domain: 'xn--rnek-4qa.test' },
      displayName: '',
      role: 'account',
      language: 'tr',
      quotaBytes: null,
      passwordHash: await hasher.hash('gizli'),
    });
  await person('patron'); // the first one is the owner, who cannot be disabled
  const account = await person('ayse');
  const appSessions = createAppPasswordSessions({ clock, emit: bus.emit, connections: NO_CONNECTIONS });
  const authenticator = createAuthenticator({
    store,
    hasher,
    throttle: createLoginThrottle(clock),
    appSessions,
    clock,
    emit: bus.emit,
    refusalMs: 0,
  });
  const logIn = async (password: string, login = 'ayse@örnek.test', protocol: LoginProtocol = 'imap') =>
    (await authenticator.authenticate({ login, password, protocol, peer: '192.0.2.1', session: 's' })).kind;
  return { store, account, counts, events, hasher, logIn };
}

test('fifty connections of one client cost one computation, and one note a minute and protocol', async () => {
  const { counts, logIn } = await build();
  expect(await logIn('gizli')).toBe('ok');
  for (let i = 0; i < 50; i++) expect(await logIn('gizli')).toBe('ok');
  expect(counts).toEqual({ verified: 1, keys: 0, noted: 1 });
  expect(await logIn('gizli', 'AYSE@xn--rnek-4qa.TEST', 'smtp')).toBe('ok');
  expect(counts.noted).toBe(2);
});
test('a changed password counts at once, also for who is remembered', async () => {
  const { store, account, hasher, logIn } = await build();
  expect(await logIn('gizli')).toBe('ok');
  await store.credentials.setPassword(account.id, await hasher.hash('yeni'));
  expect(await logIn('gizli')).toBe('refused');
  expect(await logIn('yeni')).toBe('ok');
});
test('disabled and receive-only accounts are refused like a wrong password, also when remembered', async () => {
  const { store, account, events, logIn } = await build();
  expect(await logIn('gizli')).toBe('ok');
  for (const status of ['receiveOnly', 'disabled'] as const) {
    await store.directory.updateAccount(account.id, { status });
    expect(await logIn('gizli')).toBe('refused');
  }
  expect(events.filter((event) => event.code === 'login.failed').length).toBe(2);
});
test.each([
  '',
  '@',
  'ayse',
  'ayse@',
  '@örnek.test',
  'yok@örnek.test',
  'ayse@baska.test',
  `${'x'.repeat(400)}@örnek.test`,
])('login %j is refused', async (login) => {
  const { logIn, counts } = await build();
  expect(await logIn('gizli', login)).toBe('refused');
  expect(counts.verified).toBe(1);
});
test('guessing is throttled without a look at the password', async () => {
  const { logIn, counts } = await build();
  for (let i = 0; i < 6; i++) expect(await logIn(`yanlis${i}`)).toBe('refused');
  expect(await logIn('gizli')).toBe('throttled');
  expect(counts.verified).toBe(6);
});
test('a store that is away is never a wrong password', async () => {
  const { store, logIn, events } = await build();
  store.credentials.byAddress = () => Promise.reject(new Error('thread gone'));
  expect(await logIn('gizli')).toBe('unavailable');
  expect(events.map((event) => event.code)).toContain('engine.bug');
});
test('while strangers keep the hashing threads busy, who was here before comes in at once, others hear to come again', async () => {
  const clock = systemClock();
  const { store } = await openMemoryStore({ clock });
  const hasher = createPasswordHasher(createHashThreads({ threads: 1, mostWaiting: 8 }));
  await store.directory.createDomain({
    name: 'ornek.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  await store.directory.createAccount({
    address: { localpart: 'ayse', domain: 'ornek.test' },
    displayName: '',
    role: 'account',
    language: 'tr',
    quotaBytes: null,
    passwordHash: await hasher.hash('gizli'),
  });
  const bus = createEventBus(clock);
  const codes: string[] = [];
  bus.subscribe((event) => void codes.push(event.code));
  const authenticator = createAuthenticator({
    ...{ store, hasher, clock, emit: bus.emit, refusalMs: 0 },
    throttle: createLoginThrottle(clock),
    appSessions: createAppPasswordSessions({ clock, emit: bus.emit, connections: NO_CONNECTIONS }),
  });
  const logIn = async (login: string, password: string, peer: string): Promise<string> =>
    (await authenticator.authenticate({ login, password, peer, protocol: 'imap', session: 's' })).kind;
  expect(await logIn('ayse@ornek.test', 'gizli', '192.0.2.1')).toBe('ok');
  const strangers = Array.from({ length: 40 }, (_, i) => logIn(`yok${i}@ornek.test`, 'x', `198.51.${i}.1`));
  const took: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const startedAt = performance.now();
    expect(await logIn('ayse@ornek.test', 'gizli', '192.0.2.1')).toBe('ok');
    took.push(performance.now() - startedAt);
    await new Promise((done) => setTimeout(done, 2));
  }
  expect(took.sort((a, b) => a - b)[18]).toBeLessThan(100);
  const ends = await Promise.all(strangers);
  expect(new Set(ends)).toEqual(new Set(['refused', 'unavailable']));
  expect(codes).toContain('login.busy');
  expect(codes).not.toContain('engine.bug');
});

async function withAppPassword(wanted: Partial<NewAppPassword> = {}) {
  const world = await build();
  const { store, account } = world;
  const password = newAppPassword();
  const made = await store.credentials.addAppPassword(
    { accountId: account.id, label: 'Telefon', protocols: ['imap'], expiresAt: null, ...wanted },
    scramSecret(password, newScramParameters()),
  );
  const lastUse = async () => (await store.credentials.appPassword(made.id))?.lastUse ?? null;
  return { ...world, password, made, lastUse };
}
const reasons = (events: readonly LogEvent[]): unknown[] =>
  events.filter(({ code }) => code === 'login.failed').map(({ fields }) => fields['reason']);

test('an app password comes in at one cheap computation, remembered from then on, its use noted once a minute', async () => {
  const { store, account, counts, logIn, password, lastUse } = await withAppPassword();
  const writes = vi.spyOn(store.credentials, 'noteAppPasswordUse');
  for (let i = 0; i < 20; i += 1)
    await store.credentials.addAppPassword(
      { accountId: account.id, label: String(i), protocols: ['imap'], expiresAt: null },
      scramSecret(newAppPassword(), (await store.credentials.scramParameters(account.id)) ?? newScramParameters()),
    );
  for (let i = 0; i < 5; i += 1) expect(await logIn(password)).toBe('ok');
  expect(counts).toEqual({ verified: 0, keys: 1, noted: 1 });
  await expect.poll(lastUse).toMatchObject({ protocol: 'imap', peer: '192.0.2.1' });
  expect(writes).toHaveBeenCalledTimes(1);
  expect(await logIn('gizli')).toBe('ok');
});
test('its protocols, its expiry and its revocation hold, also where it is remembered; the log says which', async () => {
  const expiresAt = (Date.now() + 60_000) as UnixMs;
  const { store, account, events, logIn, password, made } = await withAppPassword({ expiresAt });
  expect(await logIn(password)).toBe('ok');
  expect(await logIn(password, 'ayse@örnek.test', 'smtp')).toBe('refused');
  const now = vi.spyOn(Date, 'now').mockReturnValue(expiresAt);
  expect(await logIn(password)).toBe('refused');
  now.mockRestore();
  expect(await logIn(password)).toBe('ok');
  await store.directory.updateAccount(account.id, { status: 'receiveOnly' });
  expect(await logIn(password)).toBe('refused');
  await store.directory.updateAccount(account.id, { status: 'active' });
  await store.credentials.removeAppPassword(made.id);
  expect(await logIn(password)).toBe('refused');
  expect(reasons(events)).toEqual([
    'the app password "Telefon" is not for smtp',
    'the app password "Telefon" has expired',
    'the account is receiveOnly',
    'wrong password',
  ]);
});
test('a refusal of something shaped like one costs the same, whether the account is, has none, has some', async () => {
  const { counts, logIn } = await withAppPassword();
  const costs: unknown[] = [];
  for (const login of ['ayse@örnek.test', 'patron@örnek.test', 'yok@örnek.test', 'yok']) {
    const before = { ...counts };
    expect(await logIn(newAppPassword(), login)).toBe('refused');
    costs.push([counts.keys - before.keys, counts.verified - before.verified]);
  }
  expect(costs).toEqual(Array(4).fill([1, 1]));
});
test('the control window is never opened by one', async () => {
  const { logIn, password, events } = await withAppPassword({ protocols: ['imap', 'pop3', 'submission'] });
  expect(await logIn(password, 'ayse@örnek.test', 'web')).toBe('refused');
  expect(reasons(events)).toEqual(['the app password "Telefon" is not for web']);
});
test('the shape tells app passwords from first passwords and from what people choose', () => {
  for (let i = 0; i < 100; i += 1) expect(looksLikeAppPassword(newAppPassword())).toBe(true);
  for (const other of [firstPassword(), 'gizli', '', `${newAppPassword()}-babu`, newAppPassword().toUpperCase()])
    expect(looksLikeAppPassword(other)).toBe(false);
});
