/** SCRAM-SHA-256 and -PLUS over sockets: IMAP and POP3 and submission alike. RFC 5802, RFC 7677, RFC 9266, RFC 5929 */
import { createHash } from 'node:crypto';
import tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { firstPassword } from '../../engine/auth/first-password.ts';
import { newScramParameters, scramSecret } from '../../engine/auth/scram-keys.ts';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { STORES, type TestStore } from '../helpers/mail-stores.ts';
import { scramClient, type ScramClientOptions } from '../helpers/scram-client.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
const hasher = createPasswordHasher();

async function start(store: TestStore): Promise<ImapHarness> {
  const { store: opened, close } = await store.open();
  cleanUp.push(close);
  const imap = await startImap(opened);
  cleanUp.push(() => imap.stop());
  return imap;
}
/** An account with a generated password, and SCRAM offered from then on. */
async function addPerson(
  { store, tlsPort }: ImapHarness,
  localpart = 'ceren',
): Promise<{ login: string; password: string }> {
  const password = firstPassword();
  await store.directory.createAccount({
    address: { localpart, domain: 'ornek.test' },
    displayName: '',
    role: 'account',
    language: 'tr',
    quotaBytes: null,
    passwordHash: await hasher.hash(password),
    scram: scramSecret(password, newScramParameters()),
  });
  const isOffered = async (): Promise<boolean> =>
    (await (await Client.connect(tlsPort)).capabilities()).includes('SCRAM');
  await expect.poll(isOffered, { timeout: 5000 }).toBe(true);
  return { login: `${localpart}@ornek.test`, password };
}
class Client {
  readonly socket: tls.TLSSocket;
  #held = '';
  #isClosed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: tls.TLSSocket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#held += chunk.toString();
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }
  static async connect(port: number, options: tls.ConnectionOptions = {}): Promise<Client> {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    const client = new Client(socket);
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', () => resolve()).once('error', reject));
    cleanUp.push(() => void socket.destroy());
    await client.line();
    return client;
  }
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#held.slice(0, end);
        this.#held = this.#held.slice(end + 2);
        return line;
      }
      if (this.#isClosed) return '(closed)';
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
  say(line: string): void {
    this.socket.write(`${line}\r\n`);
  }
  async capabilities(): Promise<string> {
    this.say('c CAPABILITY');
    const [line] = [await this.line(), await this.line()];
    return line ?? '';
  }
  /** @returns the tagged line; `(server is not known)` when its signature is wrong */
  async logIn(mechanism: string, options: ScramClientOptions, last = ''): Promise<string> {
    const scram = scramClient(options);
    this.say(`a AUTHENTICATE ${mechanism} ${Buffer.from(scram.first).toString('base64')}`);
    const serverFirst = await this.line();
    if (!serverFirst.startsWith('+ ')) return serverFirst;
    this.say(Buffer.from(scram.answer(Buffer.from(serverFirst.slice(2), 'base64').toString())).toString('base64'));
    const serverFinal = await this.line();
    if (!serverFinal.startsWith('+ ')) return serverFinal;
    if (!scram.isServer(Buffer.from(serverFinal.slice(2), 'base64').toString())) return '(server is not known)';
    this.say(last);
    return this.line();
  }
}
const exporter = (socket: tls.TLSSocket): Buffer =>
  socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
const endPoint = (socket: tls.TLSSocket): Buffer =>
  createHash('sha256').update(socket.getPeerCertificate().raw).digest();

describe.each(STORES)('SCRAM on $name', (store) => {
  test('offered once somebody has keys; a generated password proves itself, the server too', async () => {
    const imap = await start(store);
    const before = await Client.connect(imap.tlsPort);
    expect(await before.capabilities()).not.toContain('SCRAM');
    expect(await before.logIn('SCRAM-SHA-256', { login: 'ayse@ornek.test', password: PASSWORD })).toContain(
      'a NO [CANNOT]',
    );
    const person = await addPerson(imap);
    const client = await Client.connect(imap.tlsPort);
    expect(await client.capabilities()).toContain(' AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-256 ');
    expect(await client.logIn('SCRAM-SHA-256', person)).toMatch(/^a OK \[CAPABILITY /);
    client.say('b NAMESPACE');
    expect(await client.line()).toMatch(/^\* NAMESPACE/);
    expect(imap.events.some(({ code }) => code === 'login.ok')).toBe(true);
  });

  test('wrong, chosen and unknown are refused alike; PLAIN remains', async () => {
    const imap = await start(store);
    const person = await addPerson(imap);
    let failed = 0;
    for (const wrong of [
      { ...person, password: `${person.password}x` },
      { login: 'ayse@ornek.test', password: PASSWORD },
      { login: 'yok@ornek.test', password: 'x' },
    ]) {
      const client = await Client.connect(imap.tlsPort);
      expect(await client.logIn('SCRAM-SHA-256', wrong)).toBe('a NO [AUTHENTICATIONFAILED] wrong account or password');
      expect(imap.events.filter(({ code }) => code === 'login.failed').length).toBe((failed += 1));
    }
    const plain = await Client.connect(imap.tlsPort);
    plain.say(`a AUTHENTICATE PLAIN ${Buffer.from(`\0${person.login}\0${person.password}`).toString('base64')}`);
    expect(await plain.line()).toMatch(/^a OK /);
    const salts = [];
    for (let i = 0; i < 2; i += 1) {
      const client = await Client.connect(imap.tlsPort);
      client.say(`a AUTHENTICATE SCRAM-SHA-256 ${Buffer.from('n,,n=yok@ornek.test,r=abc').toString('base64')}`);
      salts.push(/,s=([^,]+),i=4096$/.exec(Buffer.from((await client.line()).slice(2), 'base64').toString())?.[1]);
    }
    expect(salts[0]).toBeDefined();
    expect(salts[0]).toBe(salts[1]);
  });

  test('a password that was changed to a chosen one has no keys any more; a new generated one shares the salt', async () => {
    const imap = await start(store);
    const person = await addPerson(imap);
    const account = await imap.store.directory.accountByAddress({ localpart: 'ceren', domain: 'ornek.test' });
    if (account === null) throw new Error('no account');
    const parameters = await imap.store.credentials.scramParameters(account.id);
    await imap.store.credentials.setPassword(account.id, await hasher.hash('kendi seçtiği'));
    expect(await imap.store.credentials.hasScramKeys()).toBe(false);
    await addPerson(imap, 'deniz');
    expect(await (await Client.connect(imap.tlsPort)).logIn('SCRAM-SHA-256', person)).toMatch(/^a NO /);
    if (parameters === null) throw new Error('no salt');
    await imap.store.credentials.setPassword(account.id, await hasher.hash('y'), scramSecret('y', parameters));
    expect(await (await Client.connect(imap.tlsPort)).logIn('SCRAM-SHA-256', { ...person, password: 'y' })).toMatch(
      /^a OK /,
    );
    const other = scramSecret('z', newScramParameters());
    await expect(imap.store.credentials.setPassword(account.id, 'h', other)).rejects.toMatchObject({ code: 'cannot' });
    expect(await (await Client.connect(imap.tlsPort)).logIn('SCRAM-SHA-256', { ...person, password: 'y' })).toMatch(
      /^a OK /,
    );
  });

  test('channel binding: by exporter and by certificate, for this connection alone', async () => {
    const imap = await start(store);
    const person = await addPerson(imap);
    const bound = async (flag: string, data: (socket: tls.TLSSocket) => Uint8Array, version?: 'TLSv1.2') => {
      const client = await Client.connect(imap.tlsPort, version === undefined ? {} : { maxVersion: version });
      return client.logIn('SCRAM-SHA-256-PLUS', { ...person, flag, binding: data(client.socket) });
    };
    expect(await bound('p=tls-exporter', exporter)).toMatch(/^a OK /);
    const other = await Client.connect(imap.tlsPort);
    expect(await bound('p=tls-exporter', () => exporter(other.socket))).toMatch(/^a BAD .*channel binding/);
    expect(await bound('p=tls-server-end-point', endPoint)).toMatch(/^a OK /);
    expect(await bound('p=tls-server-end-point', endPoint, 'TLSv1.2')).toMatch(/^a OK /);
    expect(await bound('p=tls-exporter', exporter, 'TLSv1.2')).toMatch(/^a BAD .*not offered/);
    expect(await bound('n', () => Buffer.alloc(0))).toMatch(/^a BAD /);
    const downgraded = await Client.connect(imap.tlsPort);
    expect(await downgraded.logIn('SCRAM-SHA-256', { ...person, flag: 'y' })).toMatch(/^a BAD .*PLUS/);
  });

  test('cancelled after the server has proved itself is no login', async () => {
    const imap = await start(store);
    const person = await addPerson(imap);
    const client = await Client.connect(imap.tlsPort);
    expect(await client.logIn('SCRAM-SHA-256', person, '*')).toBe('a BAD AUTHENTICATE cancelled');
    client.say('b SELECT INBOX');
    expect(await client.line()).toMatch(/^b BAD /);
  });
});
