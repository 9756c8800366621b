/** A proxy in front of the server: whom it speaks for is believed of trusted ones only (PROXY versions 1 and 2, XCLIENT). */
import net from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { converse, lettersOf, startSmtp, type SmtpHarness, type SmtpHarnessOptions } from '../helpers/smtp-harness.ts';
import { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const TRUSTED = { trustedProxies: ['127.0.0.0/8'] };
const V1 = 'PROXY TCP4 192.0.2.7 198.51.100.1 4096 25\r\n';
const V2 = '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x07\xc6\x33\x64\x01\x10\0\0\x19';
const LETTER = 'Subject: vekil\r\n\r\nx\r\n';

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
const start = async (options: SmtpHarnessOptions): Promise<void> => {
  smtp = await startSmtp(opened.store, { limits: { strangerWaitMs: 100 }, ...options });
};
const dial = (port: 'mx' | 'submission' = 'mx'): Promise<LineClient> => LineClient.connect(smtp.ports[port]);
const peers = (): unknown[] =>
  smtp.events.filter(({ code }) => code === 'smtp.connected').map(({ fields }) => fields.peer);
async function sendOver(client: LineClient): Promise<string> {
  await converse(client, ['EHLO uzak.test', 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>']);
  await client.ask('DATA\r\n', /^354/);
  expect(await client.ask(`${LETTER}.\r\n`, /^\d{3} /)).toMatch(/^250/);
  return (await lettersOf(smtp.store, smtp.ayse)).at(-1) ?? '';
}
beforeEach(async () => {
  opened = await MEMORY.open();
});
afterEach(async () => {
  expect(smtp.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  await smtp.stop();
  await opened.close();
});

test.each([
  ['version 1', V1],
  ['version 2', V2],
])('PROXY %s: the client is the one that the proxy names', async (_name, header) => {
  await start(TRUSTED);
  const client = await dial();
  for (const octet of header) {
    client.write(octet);
    await new Promise((next) => setImmediate(next));
  }
  await client.until(/^220 /);
  expect(peers()).toEqual(['192.0.2.7']);
  expect(await sendOver(client)).toContain('Received: from uzak.test ([192.0.2.7])');
  expect(await converse(client, ['XCLIENT ADDR=203.0.113.9'])).toEqual([expect.stringMatching(/^500 /)]);
});
test('a proxy that speaks for itself is the peer', async () => {
  await start(TRUSTED);
  const client = await dial('submission');
  client.write('PROXY UNKNOWN\r\n');
  await client.until(/^220 /);
  expect(peers()).toEqual(['127.0.0.1']);
});
test('a client that speaks early behind a proxy is refused, as anywhere', async () => {
  await start(TRUSTED);
  const client = await dial();
  client.write(`${V1}EHLO early\r\n`);
  expect(await client.until(/^\d{3} /)).toMatch(/^554 5\.5\.1 /);
});
test('a malformed header ends the connection and is in the log', async () => {
  await start(TRUSTED);
  const client = await dial();
  client.write('PROXY TCP4 mail.test 198.51.100.1 1 2\r\n');
  await expect(client.until(/^\d{3} /)).rejects.toThrow(/ended/);
  expect(smtp.events.find(({ code }) => code === 'smtp.refused')?.fields.stage).toBe('PROXY');
});
test('a proxy that leaves at once harms nobody', async () => {
  await start(TRUSTED);
  const socket = net.connect(smtp.ports.mx, '127.0.0.1', () => socket.resetAndDestroy());
  await new Promise((gone) => socket.once('close', gone));
  const client = await dial();
  expect(await client.until(/^220 /)).toMatch(/^220/);
});

test('XCLIENT of a trusted proxy begins the session anew for its client', async () => {
  await start(TRUSTED);
  const client = await dial();
  await client.until(/^220 /);
  client.write('EHLO proxy.test\r\n');
  expect(await client.until(/XCLIENT/)).toMatch(/^250.XCLIENT ADDR HELO$/);
  await client.until(/^250 /);
  expect(await client.ask('XCLIENT ADDR=IPV6:2001:DB8::7 HELO=uzak.test\r\n', /^\d{3} /)).toMatch(/^220 /);
  expect(await converse(client, ['MAIL FROM:<u@uzak.test>'])).toEqual([expect.stringMatching(/^503 /)]);
  expect(await sendOver(client)).toContain('Received: from uzak.test ([IPv6:2001:db8::7])');
});
test.each([
  'XCLIENT',
  'XCLIENT ADDR=mail.test',
  'XCLIENT NAME=a.test',
  'XCLIENT LOGIN=ayse',
  'XCLIENT ADDR=192.0.2.1 ADDR=192.0.2.2',
  'XCLIENT HELO=a+0D+0Ab',
])('%s is refused and changes nothing', async (command) => {
  await start(TRUSTED);
  const client = await dial();
  await client.until(/^220 /);
  expect((await converse(client, ['EHLO proxy.test', command]))[1]).toMatch(/^501 5\.5\.4 /);
  expect(peers()).toEqual(['127.0.0.1']);
});
test('XCLIENT in a transaction is out of order', async () => {
  await start(TRUSTED);
  const client = await dial();
  await client.until(/^220 /);
  expect((await converse(client, ['EHLO a', 'MAIL FROM:<>', 'XCLIENT ADDR=192.0.2.1']))[2]).toMatch(/^503 /);
});

test.each([
  ['PROXY version 1', V1],
  ['PROXY version 2', V2],
])('%s of anybody else is refused and not believed', async (_name, header) => {
  await start({ trustedProxies: ['192.0.2.0/24', '2001:db8::/32'] });
  const client = await dial();
  client.write(header);
  expect(await client.until(/^\d{3} /)).toMatch(/^554 5\.5\.1 /);
  expect(peers()).toEqual(['127.0.0.1']);
  const late = await smtp.connect('mx');
  expect(await late.ask(header, /^\d{3} /)).toMatch(/^50[0-9] |^500 /);
  expect(peers().filter((peer) => peer !== '127.0.0.1')).toEqual([]);
});
test('XCLIENT of anybody else is no command', async () => {
  await start({ trustedProxies: ['192.0.2.0/24'] });
  const client = await smtp.connect('mx');
  expect((await converse(client, ['EHLO a', 'XCLIENT ADDR=192.0.2.1']))[1]).toMatch(/^500 5\.5\.2 /);
  expect(peers()).toEqual(['127.0.0.1']);
});
