/** Bounds of a session and of a letter, at their edges, and clients that are slow on purpose. RFC 5321 4.5.3, 6.3, 7.3 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { converse, lettersOf, startSmtp, type SmtpHarness, type SmtpHarnessOptions } from '../helpers/smtp-harness.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const TO_AYSE = ['EHLO uzak.test', 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>'];
const LETTER = 'Subject: x\r\n\r\nx\r\n';

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
const start = async (options: SmtpHarnessOptions = {}): Promise<LineClient> => {
  smtp = await startSmtp(opened.store, options);
  return smtp.connect('mx');
};
async function send(client: LineClient, letter: string): Promise<string> {
  await converse(client, TO_AYSE);
  await client.ask('DATA\r\n', /^354 /);
  return client.ask(`${letter}.\r\n`, /^\d{3} /);
}
beforeEach(async () => {
  opened = await MEMORY.open();
});
afterEach(async () => {
  expect(smtp.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  await smtp.stop();
  await opened.close();
});

test('a header over 512 KB is refused, also one that never ends; just under it is taken', async () => {
  const client = await start();
  const field = `X-Long: ${'x'.repeat(90)}\r\n`;
  const count = Math.floor((512 * 1024) / field.length);
  expect(await send(client, field.repeat(count + 20) + LETTER)).toMatch(/^552 5\.3\.4 /);
  expect(await send(client, field.repeat(count + 20))).toMatch(/^552 5\.3\.4 /);
  expect(await send(client, field.repeat(count - 20) + LETTER)).toMatch(/^250 /);
});
test('the size limit counts octets of the letter, not the dots that were stuffed', async () => {
  const letter = `Subject: x\r\n\r\n${'.\r\n'.repeat(100)}`;
  const stuffed = letter.replaceAll('\r\n.', '\r\n..');
  const client = await start({ limits: { sizeBytes: letter.length } });
  expect(await send(client, stuffed)).toMatch(/^250 /);
  expect(await send(client, `${stuffed}x\r\n`)).toMatch(/^552 5\.3\.4 /);
  const [stored = ''] = await lettersOf(smtp.store, smtp.ayse);
  expect(stored.endsWith(letter)).toBe(true);
});
test('a command line of 12,288 octets is read, a longer one ends the session', async () => {
  const client = await start();
  expect(await client.ask(`NOOP ${'x'.repeat(12_288 - 5 - 1)}\r\n`, /^\d{3} /)).toMatch(/^250 /);
  expect(await client.ask(`NOOP ${'x'.repeat(12_300)}\r\n`, /^\d{3} /)).toMatch(/^500 5\.5\.6 /);
  await expect(client.until(/^\d{3} /)).rejects.toThrow(/ended/);
});
test.each(['ETRN firma.test', 'ETRN', 'TURN', 'ATRN'])('%s is no command', async (command) => {
  expect(await converse(await start(), ['EHLO a', command])).toEqual([
    expect.anything(),
    expect.stringMatching(/^500 /),
  ]);
});
test('VRFY and EXPN say the same of who exists and who does not', async () => {
  const client = await start();
  for (const command of ['VRFY', 'EXPN'])
    expect((await converse(client, [`${command} ayse@firma.test`]))[0]).toBe(
      (await converse(client, [`${command} yok@firma.test`]))[0],
    );
});
test('idle clients and such as dribble an octet at a time do not slow an honest one', async () => {
  const client = await start();
  const idle = await Promise.all(Array.from({ length: 150 }, () => smtp.connect('mx')));
  const dribbling = idle.slice(0, 100);
  for (const one of dribbling) {
    await converse(one, TO_AYSE);
    await one.ask('DATA\r\n', /^354 /);
  }
  const timer = setInterval(() => {
    for (const one of dribbling) one.write('x');
  }, 10);
  const startedAt = performance.now();
  for (let i = 0; i < 20; i++) expect(await send(client, LETTER)).toMatch(/^250 /);
  const ms = performance.now() - startedAt;
  clearInterval(timer);
  // A loaded machine is slow, not wrong: what must not happen is waiting for the others.
  expect(ms).toBeLessThan(10_000);
  expect(await lettersOf(smtp.store, smtp.ayse)).toHaveLength(20);
});
