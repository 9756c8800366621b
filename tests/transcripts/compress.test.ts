/** COMPRESS=DEFLATE on a socket: what a client with zlib hears and says, in clear and inside TLS. RFC 4978 */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw, deflateRawSync } from 'node:zlib';
import { ImapFlow } from 'imapflow';
import { afterEach, describe, expect, test } from 'vitest';
import type { ImapLimits } from '../../engine/server/imap/imap-limits.ts';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { MEMORY, SQLITE } from '../helpers/mail-stores.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

async function start(limits: Partial<ImapLimits> = {}, store = MEMORY): Promise<ImapHarness> {
  const { store: opened, close } = await store.open();
  cleanUp.push(close);
  const imap = await startImap(opened, { limits });
  cleanUp.push(() => imap.stop());
  return imap;
}

/** A client whose octets can be looked at before they are inflated. */
class Client {
  readonly raw: net.Socket;
  #stream: Duplex;
  #held = '';
  #wake: () => void = () => undefined;
  #isClosed = false;
  rawBytes = 0;

  constructor(socket: net.Socket) {
    this.raw = socket;
    this.#stream = socket;
    socket.on('error', () => undefined);
    // What came last may still be on its way through the inflater.
    socket.on('close', () =>
      setTimeout(() => {
        this.#isClosed = true;
        this.#wake();
      }, 200),
    );
    this.#listen(socket);
    socket.on('data', (chunk: Buffer) => (this.rawBytes += chunk.length));
  }
  static async connect(port: number): Promise<Client> {
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    await new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
    cleanUp.push(() => void socket.destroy());
    const client = new Client(socket);
    await client.until('* OK');
    await client.ask(`l LOGIN ayse@ornek.test "${PASSWORD}"`);
    return client;
  }
  #listen(stream: Duplex | ReturnType<typeof createInflateRaw>): void {
    stream.on('data', (chunk: Buffer) => {
      this.#held += chunk.toString('latin1');
      this.#wake();
    });
  }
  compress(): void {
    const [inflate, deflate] = [createInflateRaw(), createDeflateRaw()];
    this.raw.removeAllListeners('data');
    this.raw.on('data', (chunk: Buffer) => {
      this.rawBytes += chunk.length;
      inflate.write(chunk);
    });
    deflate.on('data', (chunk: Buffer) => this.raw.write(chunk));
    this.#listen(inflate);
    this.#stream = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        deflate.write(chunk);
        deflate.flush(constants.Z_SYNC_FLUSH, done);
      },
    });
  }
  say(text: string): void {
    this.#stream.write(Buffer.from(text, 'utf8'));
  }
  async ask(line: string): Promise<string> {
    this.say(`${line}\r\n`);
    return this.until(`${line.split(' ')[0] ?? ''} `);
  }
  /** Everything up to the line that starts so, which must come in time. */
  async until(start: string): Promise<string> {
    const pattern = new RegExp(`(^|\\r\\n)${start.replace(/[*+]/g, '\\$&')}[^\\r]*\\r\\n`);
    const end = performance.now() + 15_000;
    for (;;) {
      const found = pattern.exec(this.#held);
      if (found !== null) {
        const text = this.#held.slice(0, found.index + found[0].length);
        this.#held = this.#held.slice(text.length);
        return text;
      }
      if (this.#isClosed) return `${this.#held}(closed)`;
      if (performance.now() > end) throw new Error(`no ${start} came; held: ${this.#held.slice(0, 200)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => (clearTimeout(timer), resolve());
      });
    }
  }
}

describe('COMPRESS=DEFLATE', () => {
  test('both ways, large and small, fewer octets on the wire; once only', async () => {
    const imap = await start({}, SQLITE);
    const client = await Client.connect(imap.tlsPort);
    expect(await client.ask('a CAPABILITY')).toContain(' COMPRESS=DEFLATE');
    expect(await client.ask('a COMPRESS LZMA')).toMatch(/a BAD /);
    expect(await client.ask('a COMPRESS DEFLATE')).toMatch(/a OK DEFLATE is on/);
    client.compress();
    expect(await client.ask('b CAPABILITY')).not.toContain('COMPRESS=');
    expect(await client.ask('b COMPRESS DEFLATE')).toContain('b NO [COMPRESSIONACTIVE] ');
    const body = `Subject: deflate\r\n\r\n${'ışık ve gölge\r\n'.repeat(20_000)}${randomBytes(3000).toString('base64')}\r\n`;
    client.say(`c APPEND INBOX {${Buffer.byteLength(body)}}\r\n`);
    await client.until('+ ');
    client.say(`${body}\r\n`);
    await client.until('c OK');
    await client.ask('d SELECT INBOX');
    const before = client.rawBytes;
    const heard = await client.ask('e FETCH 1 BODY.PEEK[]');
    expect(heard).toContain(Buffer.from(body).toString('latin1'));
    expect(client.rawBytes - before).toBeLessThan(heard.length / 10);
    expect(await client.ask('f LOGOUT')).toContain('* BYE');
    expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  });

  test('before STARTTLS and login there is none', async () => {
    const imap = await start();
    const socket = net.connect(imap.clearPort, '127.0.0.1');
    cleanUp.push(() => void socket.destroy());
    const client = new Client(socket);
    await client.until('* OK');
    expect(await client.ask('a CAPABILITY')).not.toContain('COMPRESS');
    expect(await client.ask('b COMPRESS DEFLATE')).toMatch(/b BAD /);
  });

  test('what follows COMPRESS before its answer is refused, not taken for DEFLATE', async () => {
    const imap = await start();
    const client = await Client.connect(imap.tlsPort);
    client.say('a COMPRESS DEFLATE\r\nb NOOP\r\n');
    expect(await client.until('a ')).toMatch(/a BAD /);
    expect(await client.until('b ')).toMatch(/b OK /);
  });

  test('what is no DEFLATE ends that session alone', async () => {
    const imap = await start();
    const client = await Client.connect(imap.tlsPort);
    await client.ask('a COMPRESS DEFLATE');
    client.raw.write(Buffer.alloc(200, 0xff));
    expect(await client.until('nothing ')).toContain('(closed)');
    const other = await Client.connect(imap.tlsPort);
    expect(await other.ask('b NOOP')).toContain('b OK');
    expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  });

  test('a bomb is a line that is too long, and costs no memory', async () => {
    const imap = await start({ badCommandsInARow: 3 });
    const client = await Client.connect(imap.tlsPort);
    await client.ask('a COMPRESS DEFLATE');
    client.compress();
    const bomb = deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 'x'), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(bomb.length).toBeLessThan(400_000);
    const before = process.memoryUsage();
    let most = 0;
    const watch = setInterval(() => {
      const now = process.memoryUsage();
      most = Math.max(most, now.rss - before.rss, now.arrayBuffers - before.arrayBuffers);
    }, 5);
    client.raw.write(bomb);
    client.raw.write(deflateRawSync(Buffer.from('\r\nb NOOP\r\n'), { finishFlush: constants.Z_SYNC_FLUSH }));
    expect(await client.until('b OK')).toContain('* BAD');
    clearInterval(watch);
    // The collector takes its time on a busy machine; half of the bomb is far from all of it.
    expect(most).toBeLessThan(100 * 1024 * 1024);
  });

  test('a client that reads nothing holds back what is sent; others go on', async () => {
    const imap = await start({ writeTimeoutMs: 700 });
    const client = await Client.connect(imap.tlsPort);
    const noise = randomBytes(1_500_000).toString('base64');
    client.say(`a APPEND INBOX {${noise.length + 4}+}\r\n\r\n\r\n${noise}\r\n`);
    await client.until('a OK');
    await client.ask('b SELECT INBOX');
    await client.ask('c COMPRESS DEFLATE');
    client.compress();
    client.raw.pause();
    for (let n = 0; n < 40; n += 1) client.say(`d${n} FETCH 1 BODY.PEEK[]\r\n`);
    const other = await Client.connect(imap.tlsPort);
    await expect.poll(() => imap.server.sessionCount, { timeout: 20_000 }).toBe(1);
    expect(await other.ask('e NOOP')).toContain('e OK');
  });

  test('an account has so many compressed sessions, no more', async () => {
    const imap = await start({ compressedSessionsPerAccount: 1 });
    const [one, two] = [await Client.connect(imap.tlsPort), await Client.connect(imap.tlsPort)];
    expect(await one.ask('a COMPRESS DEFLATE')).toContain('a OK');
    expect(await two.ask('a COMPRESS DEFLATE')).toContain('a NO [LIMIT]');
    one.raw.destroy();
    await expect.poll(() => imap.server.sessionCount).toBe(1);
    expect(await two.ask('b COMPRESS DEFLATE')).toContain('b OK');
  });

  test('imapflow uses it by itself', async () => {
    const imap = await start();
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: imap.tlsPort,
      secure: true,
      auth: { user: 'ayse@ornek.test', pass: PASSWORD },
      tls: { rejectUnauthorized: false },
      logger: false,
    });
    await client.connect();
    await client.append('INBOX', 'Subject: merhaba\r\n\r\nx\r\n');
    const lock = await client.getMailboxLock('INBOX');
    const message = await client.fetchOne('1', { envelope: true });
    expect(message === false ? '' : message.envelope?.subject).toBe('merhaba');
    lock.release();
    expect((client as unknown as { _inflate?: unknown })._inflate).toBeDefined();
    await client.logout();
  });
});
