/** The smuggling corpus at the socket: each variant, cut in another way, with an honest letter behind it; exactly the right letters arrive. RFC 5321 4.1.1.4, RFC 3030 2 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lettersOf, startSmtp, type SmtpHarness } from '../helpers/smtp-harness.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { smugglingCorpus } from './helpers/smuggling-corpus.ts';

const CORPUS = smugglingCorpus();
const TO_AYSE = (sender: string): string => `MAIL FROM:<${sender}@uzak.test>\r\nRCPT TO:<ayse@firma.test>\r\n`;
const SAID = /^\d{3} /;

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
const wanted: string[] = [];

beforeAll(async () => {
  opened = await MEMORY.open();
  smtp = await startSmtp(opened.store, { limits: { refusals: Number.POSITIVE_INFINITY } });
});
afterAll(async () => {
  await smtp.stop();
  await opened.close();
});

async function greeted(): Promise<LineClient> {
  const client = await smtp.connect('mx');
  await client.ask('EHLO uzak.test\r\n', SAID);
  return client;
}
async function answers(client: LineClient, count: number): Promise<string[]> {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) lines.push((await client.until(SAID)).split(' ').slice(0, 2).join(' '));
  return lines;
}
/** In pieces that differ from variant to variant: whole, octet by octet, or by threes. */
async function pour(client: LineClient, octets: string, at: number): Promise<void> {
  const step = [octets.length, 1, 3][at % 3] ?? 1;
  for (let from = 0; from < octets.length; from += step) {
    client.write(octets.slice(from, from + step));
    if (step === 1 && from % 7 === 0) await new Promise((next) => setImmediate(next));
  }
}
const honest = (name: string): string => `Subject: ${name}\r\n\r\nselam\r\n`;

test('the corpus is large enough', () => {
  expect(CORPUS.length).toBeGreaterThanOrEqual(200);
});
test.each(CORPUS.map((variant, at) => [variant.name, variant, at] as const))('DATA %s', async (_name, variant, at) => {
  const client = await greeted();
  const next = honest(`durust ${at}`);
  await pour(client, `${TO_AYSE('dost')}DATA\r\n${variant.data}${TO_AYSE('dost')}DATA\r\n${next}.\r\nQUIT\r\n`, at);
  expect(await answers(client, 8)).toEqual([
    ...['250 2.1.0', '250 2.1.5', '354 Send', variant.expected],
    ...['250 2.1.0', '250 2.1.5', '354 Send', '250 2.0.0'],
  ]);
  expect(await answers(client, 1)).toEqual(['221 2.0.0']);
  client.close();
  if (variant.expected === '250 2.0.0') wanted.push(`ilk ${subjectOf(variant.data)}`);
  wanted.push(`durust ${at}`);
});
const subjectOf = (data: string): string => /^Subject: ilk (\d+)/.exec(data)?.[1] ?? '';

// Every third one: what the boundary of chunks adds.
test.each(CORPUS.filter((_, at) => at % 3 === 0).map((variant, at) => [variant.name, variant, at] as const))(
  'BDAT %s',
  async (_name, { data, chunks, expected }, at) => {
    const client = await greeted();
    const [one, two] = chunks.map((part) => part.replace('Subject: ilk', 'Subject: parca')) as [string, string];
    const next = honest(`sonra ${at}`);
    await pour(
      client,
      `${TO_AYSE('dost')}BDAT ${one.length}\r\n${one}BDAT ${two.length} LAST\r\n${two}${TO_AYSE('dost')}BDAT ${next.length} LAST\r\n${next}QUIT\r\n`,
      at,
    );
    expect(await answers(client, 8)).toEqual([
      ...['250 2.1.0', '250 2.1.5', '250 2.0.0', expected],
      ...['250 2.1.0', '250 2.1.5', '250 2.0.0', '221 2.0.0'],
    ]);
    client.close();
    if (expected === '250 2.0.0') wanted.push(`parca ${subjectOf(data)}`);
    wanted.push(`sonra ${at}`);
  },
);

const LINE_ENDS = ['\n', '\r', '\n\r', '\r\r\n', '\n\n', '\r\r', '\r\n\n', '\r\n\r'];
const STAGES = ['EHLO uzak.test', 'NOOP', 'RSET', 'VRFY x', 'MAIL FROM:<dost@uzak.test>'];
test.each(LINE_ENDS.flatMap((end) => STAGES.map((stage) => [JSON.stringify(end), stage, end] as const)))(
  'a command that ends with %s: %s',
  async (_shown, stage, end) => {
    const client = await greeted();
    client.write(`${stage}${end}${TO_AYSE('evil')}DATA\r\nSubject: hidden\r\n\r\nevil\r\n.\r\n`);
    const said: string[] = [];
    await expect(
      (async () => {
        for (;;) said.push(await client.until(SAID));
      })(),
    ).rejects.toThrow(/ended/);
    expect(said.at(-1)).toMatch(/^500 5\.5\.2 /);
    expect(said.filter((line) => line.startsWith('354') || line.startsWith('250 2.1.5'))).toEqual([]);
  },
);

test('exactly the letters that were taken are there, none was smuggled, each attack is in the log', async () => {
  const letters = await lettersOf(smtp.store, smtp.ayse);
  const subjects = letters.map((letter) => /^Subject: (.*)\r$/m.exec(letter)?.[1] ?? 'none');
  expect(subjects.sort()).toEqual([...wanted].sort());
  expect(letters.filter((letter) => !letter.startsWith('Return-Path: <dost@uzak.test>'))).toEqual([]);
  expect(smtp.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  const attacks = CORPUS.filter(({ expected }) => expected === '550 5.6.11').length;
  expect(smtp.events.filter(({ code }) => code === 'smtp.attack').length).toBeGreaterThan(attacks);
});
