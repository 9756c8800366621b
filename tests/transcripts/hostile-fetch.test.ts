/** Hostile messages through the real server: each is taken, every item of it answered in bounded time and valid octets. */
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { BodyReader } from '../../engine/store/body-store.ts';
import type { Store } from '../../engine/store/store.ts';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { SQLITE, STORES, type TestStore } from '../helpers/mail-stores.ts';

/** A line of an answer: its text, with `{n}` where literals were, and those literals. */
interface Answer {
  readonly text: string;
  readonly literals: readonly Buffer[];
}

class RawClient {
  readonly socket: tls.TLSSocket;
  #held = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  #need = 0;
  #wake = (): void => undefined;
  #tag = 0;

  private constructor(socket: tls.TLSSocket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#wake();
    });
    socket.on('error', () => this.#wake());
  }

  static async connect(port: number): Promise<RawClient> {
    const plain = net.connect({ host: '127.0.0.1', port });
    const socket = tls.connect({ socket: plain, rejectUnauthorized: false });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    const client = new RawClient(socket);
    await client.answer();
    return client;
  }

  send(command: string | Buffer): void {
    this.socket.write(command);
  }

  /** Everything up to the tagged answer, which is last. */
  async ask(command: string, literal?: Buffer): Promise<Answer[]> {
    this.#tag += 1;
    const tag = `t${this.#tag}`;
    this.send(`${tag} ${command}`);
    if (literal !== undefined) this.send(Buffer.concat([Buffer.from(` ~{${literal.length}+}\r\n`), literal]));
    this.send('\r\n');
    const answers: Answer[] = [];
    for (;;) {
      const answer = await this.answer();
      answers.push(answer);
      if (answer.text.startsWith(`${tag} `)) return answers;
    }
  }

  async answer(): Promise<Answer> {
    for (;;) {
      const found = this.#take();
      if (found !== null) return found;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.socket.destroyed) throw new Error('the server hung up');
    }
  }

  #take(): Answer | null {
    const bytes = this.#chunks.reduce((sum, chunk) => sum + chunk.length, this.#held.length);
    if (bytes < this.#need) return null;
    this.#held = Buffer.concat([this.#held, ...this.#chunks]);
    this.#chunks = [];
    let text = '';
    const literals: Buffer[] = [];
    for (let at = 0; ;) {
      const feed = this.#held.indexOf('\r\n', at);
      if (feed < 0) return this.#wait(at);
      text += this.#held.toString('latin1', at, feed);
      const size = /\{(\d+)\}$/.exec(text)?.[1];
      at = feed + 2;
      if (size === undefined) {
        this.#held = this.#held.subarray(at);
        this.#need = 0;
        return { text, literals };
      }
      if (this.#held.length < at + Number(size)) return this.#wait(at + Number(size));
      literals.push(this.#held.subarray(at, at + Number(size)));
      at += Number(size);
    }
  }

  #wait(need: number): null {
    this.#need = need;
    return null;
  }
}

const TOKEN =
  /\(|\)| |"(?:[^"\\\r\n\x80-\xff\0]|\\["\\])*"|~?\{\d+\}|\[[^\]]*\](?:<\d+>)?|[^\s()"{}[\]\x00-\x1f\x7f-\xff]+/y;

/** @throws unless the line is made of atoms, strings and balanced lists */
function checkSyntax(text: string): void {
  let open = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    if (found === undefined) throw new Error(`no IMAP at ${at}: ${JSON.stringify(text.slice(at, at + 60))}`);
    if (found === '(') open += 1;
    if (found === ')') open -= 1;
  }
  expect(open).toBe(0);
}

const levels = (count: number): string =>
  Array.from({ length: count }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join(
    '',
  );
const HOSTILE: { name: string; source: string }[] = [
  { name: '1,000 levels of multiparts', source: levels(1_000) },
  { name: '1,000 levels of messages', source: 'Content-Type: message/rfc822\r\n\r\n'.repeat(1_000) },
  {
    name: '100,000 parts',
    source: `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}`,
  },
  {
    name: 'a header of 1 MB',
    source: `Subject: uzun\r\n${'X-Filler: yyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(30_000)}\r\nson\r\n`,
  },
  { name: 'a header of 1.4 MB in one field', source: `Subject: ${' \r\n x'.repeat(280_000)}\r\n\r\nson\r\n` },
  { name: 'nothing but a header', source: `Subject: bitmedi\r\nTo: a@b` },
  {
    name: 'broken boundaries',
    source:
      'Content-Type: multipart/mixed; boundary="a\r\n\r\n--a\r\nContent-Type: multipart/alternative; boundary=\r\n\r\n--\r\n\r\n--a-\r\n--a--x\r\n--a--\r\n--a\r\nafter',
  },
  {
    name: 'wrong charsets',
    source:
      'Subject: =?utf-8?B?/////w==?= =?klingon?Q?x?= \xfd\xfe\xff\r\nFrom: =?x?Q?=?= <\xe9@\xff>\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n\xd8\x00\xd8\x00\xff',
  },
  { name: 'NULs', source: `Subject: a\0b\r\nContent-Type: text/plain; name="\0"\r\n\r\n${'\0'.repeat(300_000)}` },
  { name: 'bare line feeds and returns', source: 'Subject: x\nFrom: a\r\rTo: b\n\n\rtext\n\r\n' },
  { name: 'base64 that is none', source: 'Content-Transfer-Encoding: base64\r\n\r\n====%%%é=A=\r\n' },
  { name: 'octets that are all different', source: String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at)) },
];
const ITEMS =
  'UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE PREVIEW EMAILID THREADID BODY.PEEK[HEADER.FIELDS (Subject X-Filler)] BODY.PEEK[HEADER.FIELDS.NOT (X-Filler)]<0.100> BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[1.1.1.1.HEADER] BODY.PEEK[2000] BODY.PEEK[99999.99999] BODY.PEEK[TEXT]<5.7> BINARY.SIZE[1]';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

async function start(
  { open }: TestStore,
  serve = (store: Store): Store => store,
): Promise<{ imap: ImapHarness; client: RawClient }> {
  const { store, close } = await open();
  cleanUp.push(close);
  const imap = await startImap(store, { served: serve(store) });
  cleanUp.push(() => imap.stop());
  const client = await RawClient.connect(imap.tlsPort);
  cleanUp.push(() => void client.socket.destroy());
  await client.ask(`LOGIN ayse@ornek.test "${PASSWORD}"`);
  return { imap, client };
}

describe.each(STORES)('hostile messages on $name', (testStore) => {
  test('are taken, and every item of them answered', async () => {
    const { imap, client } = await start(testStore);
    for (const { source } of HOSTILE) {
      const done = await client.ask('APPEND INBOX', Buffer.from(source, 'latin1'));
      expect(done.at(-1)?.text).toMatch(/^t\d+ OK \[APPENDUID /);
    }
    await client.ask('SELECT INBOX');
    for (const [at, { name, source }] of HOSTILE.entries()) {
      const octets = Buffer.from(source, 'latin1');
      const started = performance.now();
      const [answer, done] = await client.ask(`FETCH ${at + 1} (${ITEMS})`);
      expect(performance.now() - started, name).toBeLessThan(4_000);
      expect(done?.text, name).toMatch(/ OK /);
      checkSyntax(answer?.text ?? '');
      const [whole] = await client.ask(`FETCH ${at + 1} (BODY.PEEK[] BODY.PEEK[HEADER] BODY.PEEK[TEXT])`);
      const [all, header, text] = whole?.literals ?? [];
      expect(all?.equals(octets), name).toBe(true);
      expect(Buffer.concat([header ?? octets, text ?? octets]).equals(octets), name).toBe(true);
      const [size] = await client.ask(`FETCH ${at + 1} BINARY.PEEK[1]`);
      checkSyntax(size?.text ?? '');
    }
    const [one] = await client.ask('FETCH 4 BODY.PEEK[HEADER.FIELDS (Subject)]');
    expect(one?.literals[0]?.toString()).toBe('Subject: uzun\r\n\r\n');
    const everything = await client.ask(
      'UID FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER] BODY.PEEK[HEADER.FIELDS (Subject)])',
    );
    expect(everything).toHaveLength(HOSTILE.length + 1);
    for (const { text } of everything.slice(0, -1)) checkSyntax(text);
    expect(everything[4]?.literals.some((literal) => literal.length > 1_300_000)).toBe(true);
    expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  }, 60_000);
});

test('a 48 MB attachment to a client that takes nothing is not read', async () => {
  let readBytes = 0;
  const counted = (reader: BodyReader): BodyReader => ({
    sizeBytes: reader.sizeBytes,
    read(start, end) {
      readBytes += end - start;
      return reader.read(start, end);
    },
    async *stream(begin, end) {
      for await (const piece of reader.stream(begin, end)) {
        readBytes += piece.length;
        yield piece;
      }
    },
    close: () => reader.close(),
  });
  const { client } = await start(SQLITE, (store) => {
    const bodies = {
      ...store.bodies,
      spoolFolder: store.bodies.spoolFolder,
      open: async (id: never) => counted(await store.bodies.open(id)),
    };
    return Object.create(store, { bodies: { value: bodies } }) as Store;
  });
  const line = `${'QUFB'.repeat(19)}\r\n`;
  const head = 'Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const octets = Buffer.concat([Buffer.from(head), Buffer.alloc(48 * 1024 * 1024, line)]);
  await client.ask('APPEND INBOX', octets);
  await client.ask('SELECT INBOX');
  for (const item of ['BODY.PEEK[]', 'BODY.PEEK[1]']) {
    readBytes = 0;
    client.socket.pause();
    client.send(`slow FETCH 1 ${item}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // What the kernel holds on both ends (some megabytes each on this machine), and a piece.
    expect(readBytes, item).toBeGreaterThan(0);
    expect(readBytes, item).toBeLessThan(24 * 1024 * 1024);
    client.socket.resume();
    const answer = await client.answer();
    const wanted = item === 'BODY.PEEK[]' ? octets : octets.subarray(head.length);
    expect(answer.literals[0]?.equals(wanted), item).toBe(true);
    expect((await client.answer()).text).toMatch(/^slow OK /);
  }
}, 60_000);
