/** Letters in chunks: CHUNKING, and LIMITS, as a client sees them and the store afterwards. RFC 3030 2 to 4, RFC 9422 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { converse, lettersOf, startSmtp, type SmtpHarness, type SmtpHarnessOptions } from '../helpers/smtp-harness.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const LETTER = 'From: Uzak <u@uzak.test>\r\nTo: ayse@firma.test\r\nSubject: Parca\r\n\r\nMerhaba\r\n.\r\n..x\r\n';
const ENVELOPE = ['MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>'];
const SAID = /^\d{3} /;

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
let client: LineClient;
async function start(options: SmtpHarnessOptions = {}): Promise<void> {
  smtp = await startSmtp(opened.store, options);
  client = await smtp.connect('mx');
  await converse(client, ['EHLO uzak.test', ...ENVELOPE]);
}
const chunk = (text: string, last = false): string => `BDAT ${text.length}${last ? ' LAST' : ''}\r\n${text}`;
const ask = (text: string): Promise<string> => client.ask(text, SAID);
const letters = (): Promise<string[]> => lettersOf(smtp.store, smtp.ayse);
async function answers(count: number): Promise<string[]> {
  const codes: string[] = [];
  for (let i = 0; i < count; i++) codes.push((await client.until(SAID)).slice(0, 9));
  return codes;
}
/** The session is in order: an honest letter is taken. */
async function takesAnother(): Promise<void> {
  await converse(client, ['RSET', ...ENVELOPE]);
  expect(await ask(chunk('Subject: dürüst\r\n\r\nx\r\n', true))).toMatch(/^250 2\.0\.0 Ok: queued/);
}
beforeEach(async () => {
  opened = await MEMORY.open();
});
afterEach(async () => {
  expect(smtp.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  await smtp.stop();
  await opened.close();
});

test('one chunk: dots are no end and stay as they are', async () => {
  await start();
  expect(await ask(chunk(LETTER, true))).toMatch(/^250 2\.0\.0 Ok: queued as [0-9a-z]{16}$/);
  const [letter = ''] = await letters();
  expect(letter).toContain('with ESMTP id');
  expect(letter.endsWith(LETTER)).toBe(true);
});
test.each([1, 2, 3, 7, 64])('chunks of %i octets make the same letter', async (size) => {
  await start();
  for (let at = 0; at < LETTER.length; at += size)
    expect(await ask(chunk(LETTER.slice(at, at + size)))).toMatch(/^250 2\.0\.0 \d+ octets received$/);
  expect(await letters()).toEqual([]);
  expect(await ask('BDAT 0 LAST\r\n')).toMatch(/^250 2\.0\.0 Ok: queued/);
  expect((await letters())[0]?.endsWith(LETTER)).toBe(true);
});
test('pipelined with its envelope and the next letter, cut into single octets', async () => {
  await start();
  const all = [
    chunk(LETTER.slice(0, 40)),
    chunk(LETTER.slice(40), true),
    `${ENVELOPE.join('\r\n')}\r\n`,
    chunk('Subject: iki\r\n\r\n2\r\n', true),
    'NOOP\r\n',
  ].join('');
  for (const [at, octet] of [...all].entries()) {
    client.write(octet);
    if (at % 5 === 0) await new Promise((next) => setImmediate(next));
  }
  expect(await answers(6)).toEqual(['250 2.0.0', '250 2.0.0', '250 2.1.0', '250 2.1.5', '250 2.0.0', '250 2.0.0']);
  expect(await letters()).toHaveLength(2);
});
test('an empty letter, and a letter without a line end at its end', async () => {
  await start();
  expect(await ask('BDAT 0 LAST\r\n')).toMatch(/^250 /);
  await converse(client, ENVELOPE);
  expect(await ask(chunk('Subject: x\r\n\r\nson', true))).toMatch(/^250 /);
  expect((await letters())[1]?.endsWith('\r\n\r\nson')).toBe(true);
});

test('octets of a refused chunk are never read as commands', async () => {
  await start();
  const evil = 'RSET\r\nMAIL FROM:<evil@uzak.test>\r\nQUIT\r\n';
  await converse(client, ['RSET']);
  expect(await ask(chunk(evil, true))).toMatch(/^503 5\.5\.1 /);
  await converse(client, ['MAIL FROM:<u@uzak.test>', 'RCPT TO:<yok@firma.test>']);
  expect(await ask(chunk(evil))).toMatch(/^554 5\.5\.1 /);
  await takesAnother();
  expect(await letters()).toHaveLength(1);
});
test('DATA, RCPT and MAIL after a first chunk are out of order; RSET and EHLO forget the chunks', async () => {
  await start();
  expect(await ask(chunk('Subject: yarim\r\n'))).toMatch(/^250 /);
  expect((await converse(client, ['DATA', ...ENVELOPE])).map((line) => line.slice(0, 3))).toEqual([
    '503',
    '503',
    '503',
  ]);
  await converse(client, ['RSET']);
  expect(await ask(chunk('x', true))).toMatch(/^503 /);
  await converse(client, ENVELOPE);
  expect(await ask(chunk('Subject: yarim\r\n'))).toMatch(/^250 /);
  await converse(client, ['EHLO uzak.test']);
  expect(await ask('BDAT 0 LAST\r\n')).toMatch(/^503 /);
  expect(await letters()).toEqual([]);
  await takesAnother();
  expect(await letters()).toHaveLength(1);
});
test.each(['', ' ', ' LAST', ' -1', ' 1x', ' 5 FIRST', ' 0x10', ' 5 LAST LAST', ' 123456789012345678901'])(
  'BDAT%s: where the chunk ends is not known, so the session ends',
  async (argument) => {
    await start();
    expect(await ask(`BDAT${argument}\r\nRSET\r\n`)).toMatch(/^501 5\.5\.4 /);
    await expect(client.until(SAID)).rejects.toThrow(/ended/);
  },
);
test('a chunk far over the size limit ends the session before its octets; one a little over is read and refused', async () => {
  await start({ limits: { sizeBytes: 1000 } });
  expect(await ask(chunk(`Subject: x\r\n\r\n${'x'.repeat(900)}\r\n`))).toMatch(/^250 /);
  expect(await ask(chunk(`${'x'.repeat(900)}\r\n`))).toMatch(/^552 5\.3\.4 /);
  expect(await ask(chunk('QUIT\r\n', true))).toMatch(/^503 /);
  await takesAnother();
  await converse(client, ENVELOPE);
  expect(await ask('BDAT 99999999999 LAST\r\n')).toMatch(/^552 5\.3\.4 /);
  await expect(client.until(SAID)).rejects.toThrow(/ended/);
  expect(await letters()).toHaveLength(1);
});
test.each([
  ['a bare LF', ['Subject: x\r\n\r\na\nb\r\n'], '550 5.6.11'],
  ['a bare CR', ['Subject: x\r\n\r\na\rb\r\n'], '550 5.6.11'],
  ['a CR and other at a chunk boundary', ['Subject: x\r\n\r\na\r', 'b\r\n'], '550 5.6.11'],
  ['an LF at a chunk boundary', ['Subject: x\r\n\r\na', '\n'], '550 5.6.11'],
  ['a CR at the end of all', ['Subject: x\r\n\r\na\r'], '550 5.6.11'],
  ['a CR CR LF', ['Subject: x\r\n\r\na\r', '\r\n'], '550 5.6.11'],
  ['NUL', ['Subject: x\r\n\r\na\0\r\n'], '550 5.6.0'],
  ['CRLF cut at the boundary', ['Subject: x\r', '\n\r', '\na\r', '\n'], '250 2.0.0'],
])('%s in chunks', async (_name, parts, expected) => {
  await start();
  let last = '';
  for (const [at, part] of parts.entries()) last = await ask(chunk(part, at === parts.length - 1));
  expect(last).toContain(expected);
  expect(await letters()).toHaveLength(expected.startsWith('250') ? 1 : 0);
  if (expected === '550 5.6.11') expect(smtp.events.some((event) => event.code === 'smtp.attack')).toBe(true);
});
test('a letter of many chunks passes the spool, a client that breaks off leaves nothing', async () => {
  const { readdirSync } = await import('node:fs');
  await start();
  const piece = `${'k'.repeat(76)}\r\n`.repeat(5000);
  await ask(chunk('Subject: b\r\n\r\n'));
  for (let i = 0; i < 6; i++) expect(await ask(chunk(piece))).toMatch(/^250 /);
  expect(await ask('BDAT 0 LAST\r\n')).toMatch(/^250 2\.0\.0 Ok/);
  expect((await letters())[0]?.endsWith(piece)).toBe(true);
  await converse(client, ENVELOPE);
  for (let i = 0; i < 6; i++) await ask(chunk(piece));
  client.close();
  await expect.poll(() => readdirSync(smtp.store.bodies.spoolFolder)).toEqual([]);
  expect(await letters()).toHaveLength(1);
});
test('BINARYMIME is refused by name, the session goes on', async () => {
  await start();
  expect((await converse(client, ['RSET', 'MAIL FROM:<u@uzak.test> BODY=BINARYMIME']))[1]).toMatch(
    /^555 5\.5\.4 BINARYMIME/,
  );
  await takesAnother();
});
test('LIMITS: RCPTMAX is what EHLO says', async () => {
  await start({ limits: { recipients: 2 } });
  client.write('EHLO uzak.test\r\n');
  expect(await client.until(/LIMITS/)).toMatch(/^250[ -]LIMITS RCPTMAX=2$/);
  const said = await converse(client, [
    'MAIL FROM:<u@uzak.test>',
    ...['ayse', 'ayse+1', 'ayse+2'].map((name) => `RCPT TO:<${name}@firma.test>`),
  ]);
  expect(said.map((line) => line.slice(0, 9)).slice(-3)).toEqual(['250 2.1.5', '250 2.1.5', '452 4.5.3']);
});
