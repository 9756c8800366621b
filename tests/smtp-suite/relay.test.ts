/** No relay at the socket: every way to ask for one, by every kind of client; only who has signed in writes to elsewhere. RFC 5321 3.6.2, RFC 2505 2.1 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { converse, PASSWORD, startSmtp, type SmtpHarness } from '../helpers/smtp-harness.ts';
import { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const ASKS = [
  'x@elsewhere.test',
  'x@sub.firma.test',
  'x@firma.test.elsewhere.test',
  'x%elsewhere.test@firma.test',
  'elsewhere.test!x@firma.test',
  '"x@elsewhere.test"@firma.test',
  '@firma.test:x@elsewhere.test',
  'ayse%firma.test@elsewhere.test',
  'x@[192.0.2.1]',
  'x@[127.0.0.1]',
  'x@[IPv6:::1]',
  'x@elsewhere.test.',
  'x@fırma.test',
];
/** Who signs in may write to these. */
const ELSEWHERE = /(?:elsewhere\.test\.?|sub\.firma\.test|fırma\.test)$/;
const LOGIN = `AUTH PLAIN ${Buffer.from(`\0ayse@firma.test\0${PASSWORD}`).toString('base64')}`;

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
beforeAll(async () => {
  opened = await MEMORY.open();
  smtp = await startSmtp(opened.store, {
    limits: { refusals: 1000 },
    trustedProxies: ['127.0.0.1'],
  });
});
afterAll(async () => {
  expect((await smtp.store.queue.list({})).items).toEqual([]);
  await smtp.stop();
  await opened.close();
});
async function proxied(address: string): Promise<LineClient> {
  const client = await LineClient.connect(smtp.ports.mx);
  client.write(`PROXY TCP4 ${address} 127.0.0.1 1 25\r\n`);
  await client.until(/^220 /);
  return client;
}
async function named(address: string): Promise<LineClient> {
  const client = await smtp.connect('mx');
  await client.ask(`XCLIENT ADDR=${address}\r\n`, /^220 /);
  return client;
}
/** Each after its EHLO. */
const CLIENTS: readonly (readonly [name: string, answer: RegExp, open: () => Promise<LineClient>])[] = [
  ['this computer', /^550 5\.7\.1 /, () => smtp.connect('mx')],
  ['a stranger', /^550 5\.7\.1 /, () => proxied('203.0.113.9')],
  ['a computer of the office', /^550 5\.7\.1 /, () => proxied('192.168.1.5')],
  ['one that a proxy names', /^550 5\.7\.1 /, () => named('10.0.0.7')],
  ['587 without signing in', /^530 /, () => smtp.connect('submission')],
  ['465 without signing in', /^530 /, () => smtp.connect('submissions')],
];
test.each(CLIENTS)('%s relays nothing', async (_name, answer, open) => {
  for (const path of ASKS) {
    const client = await open();
    const said = await converse(client, [
      'EHLO uzak.test',
      'MAIL FROM:<ayse@firma.test> SMTPUTF8',
      Buffer.from(`RCPT TO:<${path}>`).toString('latin1'),
      'DATA',
    ]);
    client.close();
    expect([path, said[2]]).toEqual([path, expect.stringMatching(answer)]);
    expect(said[3]).toMatch(/^5[0-9]{2} /);
  }
});
test('who has signed in writes to elsewhere, but not by a route hidden in an address, nor to a bare IP address', async () => {
  const client = await smtp.connect('submissions');
  await converse(client, ['EHLO ayse', LOGIN, 'MAIL FROM:<ayse@firma.test> SMTPUTF8']);
  for (const path of ASKS) {
    const [said] = await converse(client, [Buffer.from(`RCPT TO:<${path}>`).toString('latin1')]);
    expect([path, said]).toEqual([path, expect.stringMatching(ELSEWHERE.test(path) ? /^250 / : /^550 5\.7\.1 /)]);
  }
});
