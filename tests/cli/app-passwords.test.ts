/** `postane app-password`, and what it makes: sign-in over sockets by every protocol and mechanism, refused, revoked, expired. RFC 4616, RFC 5802, RFC 5929 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlClient, type ControlClient } from '../../engine/control/client.ts';
import type { AppPassword, AppPasswordProtocol } from '../../engine/control/contract.ts';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { LOGIN_PROTOCOLS, MECHANISMS, signIn, type LoggedIn, type Mechanism } from '../helpers/mail-logins.ts';
import { addPeople, PEOPLE, startPostane, until, type Postane } from '../helpers/postane.ts';

let postane: Postane;
let control: ControlClient;
const ends: (() => void)[] = [];
const { ayse } = PEOPLE;
beforeAll(async () => {
  postane = await startPostane();
  await addPeople(postane);
  const carrier = await connectLocalSocket(postane.data);
  ends.push(() => carrier.close());
  control = controlClient(carrier);
}, 90_000);
afterAll(async () => {
  for (const end of ends) end();
  await postane.stop();
  postane.remove();
});
const logIn = async (protocol: AppPasswordProtocol, mechanism: Mechanism, password: string): Promise<LoggedIn> => {
  const done = await signIn((listener) => postane.port(listener), protocol, mechanism, {
    login: ayse.address,
    password,
  });
  ends.push(() => done.client.close());
  return done;
};
const add = async (...words: readonly string[]): Promise<AppPassword & { readonly password: string }> =>
  JSON.parse(await postane.cli(['app-password', 'add', ayse.address, ...words, '--json'])) as never;
const listed = async (): Promise<AppPassword[]> =>
  JSON.parse(await postane.cli(['app-password', 'list', ayse.address, '--json'])) as AppPassword[];
const isScramOffered = async (): Promise<boolean> => {
  const { line, client } = await logIn('imap', 'SCRAM-SHA-256', 'x');
  client.close();
  return line.includes('AUTHENTICATIONFAILED');
};

test('one is made, opens its protocols by every mechanism, and says when and from where it was used', async () => {
  expect(await postane.cli(['app-password', 'list', ayse.address])).toBe('ayse@firma.test has no app passwords.\n');
  const made = await postane.cli(['app-password', 'add', ayse.address, 'Telefon']);
  expect(made).toMatch(/"Telefon" of ayse@firma\.test is made, for imap, submission\.\n/);
  const password = /shown only now\): ([a-z-]+)\n$/.exec(made)?.[1] ?? '';
  const wide = await add('Tablet', '--for', 'imap,pop3,submission', '--expires', '2090-12-31');
  await until(isScramOffered);
  for (const protocol of LOGIN_PROTOCOLS)
    for (const mechanism of MECHANISMS.filter((name) => name !== 'LOGIN' || protocol === 'submission')) {
      const done = await logIn(protocol, mechanism, wide.password);
      expect([protocol, mechanism, done.line, done.isOk]).toEqual([protocol, mechanism, done.line, true]);
      done.client.close();
      const narrow = await logIn(protocol, mechanism, password);
      expect([protocol, mechanism, narrow.line, narrow.isOk]).toEqual([
        protocol,
        mechanism,
        narrow.line,
        protocol !== 'pop3',
      ]);
      narrow.client.close();
    }
  await until(async () => (await listed()).every(({ lastUse }) => lastUse !== null));
  expect(await listed()).toMatchObject([
    { label: 'Telefon', protocols: ['imap', 'submission'], lastUse: { protocol: 'imap', peer: '127.0.0.1' } },
    { label: 'Tablet', protocols: ['imap', 'pop3', 'submission'], lastUse: { protocol: 'imap', peer: '127.0.0.1' } },
  ]);
  expect(await postane.cli(['app-password', 'list', ayse.address])).toMatch(
    /Tablet +imap,pop3,submission +\S+ \S+ +2091-01-01 00:00:00 +\S+ \S+ imap from 127\.0\.0\.1\n$/,
  );
  expect((await logIn('imap', 'PLAIN', ayse.password)).isOk).toBe(true);
}, 120_000);

test('outside, every refusal is the same; the log alone says why', async () => {
  const sayings: string[] = [];
  const { password } = await add('Saat', '--for', 'pop3');
  for (const wrong of [password, 'babu-cedu-fogu-hale-kovu-mona', 'yanlis'])
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-256'] as const)
      sayings.push((await logIn('imap', mechanism, wrong)).line);
  expect(new Set(sayings)).toEqual(new Set(['a NO [AUTHENTICATIONFAILED] wrong account or password']));
  await postane.waitForEvent('login.failed', (event) => JSON.stringify(event).includes('is not for imap'));
}, 60_000);

test('revoked, it ends its own sessions of all protocols and opens nothing any more', async () => {
  const { id, password } = await add('Eski dizüstü', '--for', 'imap,pop3,submission');
  const other = await add('Yeni dizüstü');
  const open = [];
  for (const protocol of LOGIN_PROTOCOLS) open.push(await logIn(protocol, 'PLAIN', password));
  const stays = await logIn('imap', 'SCRAM-SHA-256', other.password);
  expect([...open, stays].map(({ isOk }) => isOk)).toEqual([true, true, true, true]);
  expect(await postane.cli(['app-password', 'revoke', String(id)])).toBe(
    `The app password ${id} is revoked; sessions ended: 3.\n`,
  );
  for (const { client } of open) await expect(client.until(/^nothing more$/)).rejects.toThrow(/connection ended/);
  expect(await stays.client.ask('b NOOP\r\n', /^b /)).toMatch(/^b OK/);
  for (const mechanism of MECHANISMS.filter((name) => name !== 'LOGIN'))
    expect((await logIn('imap', mechanism, password)).line).toMatch(/^a NO \[AUTHENTICATIONFAILED\]/);
  await postane.waitForEvent('directory.appPasswordRevoked');
  const again = await postane.cliResult(['app-password', 'revoke', String(id)]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.err).toContain('no such app password');
}, 90_000);

test('expired, it ends its sessions by itself and opens nothing any more', async () => {
  const account = (await control.call('accounts.list', { text: 'ayse' })).items[0];
  const { password } = await control.call('appPasswords.create', {
    account: account?.id as number,
    label: 'Misafir',
    protocols: ['imap', 'submission'],
    expiresAt: Date.now() + 4000,
  });
  const imap = await logIn('imap', 'PLAIN', password);
  const submission = await logIn('submission', 'SCRAM-SHA-256-PLUS', password);
  expect([imap.isOk, submission.isOk]).toEqual([true, true]);
  for (const { client } of [imap, submission])
    await expect(client.until(/^nothing more$/)).rejects.toThrow(/connection ended/);
  await postane.waitForEvent('session.expired');
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-256'] as const)
    expect((await logIn('imap', mechanism, password)).line).toMatch(/^a NO \[AUTHENTICATIONFAILED\]/);
  await postane.waitForEvent('login.failed', (event) => JSON.stringify(event).includes('has expired'));
}, 60_000);

test.each([
  [['add', ayse.address], /LABEL is missing/],
  [['add', ayse.address, 'x', '--for', 'http'], /http is none of imap, pop3, submission/],
  [['add', ayse.address, 'x', '--expires', '2030-02-30'], /is no day/],
  [['add', ayse.address, 'x', '--expires', '2020-01-01'], /is over already/],
  [['add', 'yok@firma.test', 'x'], /there is no account/],
  [['revoke', 'x'], /there is no app password x/],
])('app-password %j is refused', async (words, why) => {
  const { code, err } = await postane.cliResult(['app-password', ...words]);
  expect(code).not.toBe(0);
  expect(err).toMatch(why);
});
