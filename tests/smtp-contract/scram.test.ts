/** SCRAM-SHA-256 and -PLUS on submission and POP3, with a generated password. RFC 5802, RFC 7677, RFC 4954, RFC 5034 */
import { createHash } from 'node:crypto';
import tls from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { newScramParameters, scramSecret } from '../../engine/auth/scram-keys.ts';
import type { Store } from '../../engine/store/store.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { startPop3 } from '../helpers/pop3-harness.ts';
import { scramClient, type ScramClientOptions } from '../helpers/scram-client.ts';
import { startSmtp } from '../helpers/smtp-harness.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
const person = { login: 'ceren@firma.test', password: 'babu-cedu-fogu-hale-kovu' };

async function openStore(): Promise<Store> {
  const { store, close } = await MEMORY.open();
  cleanUp.push(close);
  return store;
}
async function addPerson(store: Store): Promise<void> {
  await store.directory.createAccount({
    address: { localpart: 'ceren', domain: 'firma.test' },
    displayName: '',
    role: 'account',
    language: 'tr',
    quotaBytes: null,
    passwordHash: await createPasswordHasher().hash(person.password),
    scram: scramSecret(person.password, newScramParameters()),
  });
}
/** The certificate's hash, which binds to any connection of the server. */
async function endPoint(port: number): Promise<Uint8Array> {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return createHash('sha256').update(raw).digest();
}
async function logIn(
  client: LineClient,
  mechanism: string,
  options: ScramClientOptions,
  line: RegExp,
): Promise<string> {
  const scram = scramClient(options);
  const read = (heard: string): string => Buffer.from(heard.replace(/^(334|\+) /, ''), 'base64').toString();
  const first = await client.ask(`AUTH ${mechanism} ${Buffer.from(scram.first).toString('base64')}\r\n`, line);
  if (!/^(334|\+ )/.test(first)) return first;
  const final = await client.ask(`${Buffer.from(scram.answer(read(first))).toString('base64')}\r\n`, line);
  if (!/^(334|\+ )/.test(final)) return final;
  expect(scram.isServer(read(final))).toBe(true);
  return client.ask('\r\n', line);
}

test('submission', async () => {
  const store = await openStore();
  const smtp = await startSmtp(store);
  cleanUp.push(() => smtp.stop());
  const features = async (client: LineClient): Promise<string> => client.ask('EHLO ben.test\r\n', /AUTH /);
  expect(await features(await smtp.connect('submissions'))).toBe('250-AUTH PLAIN LOGIN');
  await addPerson(store);
  await expect
    .poll(async () => features(await smtp.connect('submissions')))
    .toBe('250-AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN');
  const open = async (): Promise<LineClient> => {
    const client = await smtp.connect('submissions');
    await client.ask('EHLO ben.test\r\n', /^250 /);
    return client;
  };
  const client = await open();
  expect(await logIn(client, 'SCRAM-SHA-256', person, /^\d{3} /)).toMatch(/^235 2\.7\.0 /);
  expect(await client.ask('MAIL FROM:<ceren@firma.test>\r\n', /^\d{3} /)).toMatch(/^250 /);
  expect(await logIn(await open(), 'SCRAM-SHA-256', { ...person, password: 'x' }, /^\d{3} /)).toMatch(/^535 5\.7\.8 /);
  const binding = await endPoint(smtp.ports.submissions);
  const bound = { ...person, flag: 'p=tls-server-end-point', binding };
  expect(await logIn(await open(), 'SCRAM-SHA-256-PLUS', bound, /^\d{3} /)).toMatch(/^235 /);
  const wrong = { ...bound, binding: Buffer.alloc(32) };
  expect(await logIn(await open(), 'SCRAM-SHA-256-PLUS', wrong, /^\d{3} /)).toMatch(/^501 5\.5\.2 .*channel binding/);
});

test('POP3', async () => {
  const store = await openStore();
  const pop3 = await startPop3(store);
  cleanUp.push(() => pop3.stop());
  const offer = async (client: LineClient): Promise<string> => client.ask('CAPA\r\n', /^SASL /);
  expect(await offer(await pop3.connect('pop3s'))).toBe('SASL PLAIN');
  await addPerson(store);
  await expect.poll(async () => offer(await pop3.connect('pop3s'))).toBe('SASL SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN');
  const client = await pop3.connect('pop3s');
  expect(await logIn(client, 'SCRAM-SHA-256', person, /^(\+|-)/)).toMatch(/^\+OK /);
  expect(await client.ask('STAT\r\n', /^(\+|-)/)).toBe('+OK 0 0');
  const other = await pop3.connect('pop3s');
  expect(await logIn(other, 'SCRAM-SHA-256', { ...person, password: 'x' }, /^(\+|-)/)).toMatch(/^-ERR \[AUTH\] /);
  await client.ask('QUIT\r\n', /^\+OK/);
  const binding = await endPoint(pop3.ports.pop3s);
  const bound = { ...person, flag: 'p=tls-server-end-point', binding };
  expect(await logIn(await pop3.connect('pop3s'), 'SCRAM-SHA-256-PLUS', bound, /^(\+|-)/)).toMatch(/^\+OK /);
});
