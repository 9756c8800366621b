/** The outside world is Debian's Postfix: letters to it by MX from a test zone and back, a deferral with its retry, a refusal with its report. */
import { createTransport, type Transporter } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeDns, type FakeDns } from '../helpers/fake-dns.ts';
import { freePort } from '../helpers/free-port.ts';
import { mailboxOf } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, startPostane, until, type Postane } from '../helpers/postane.ts';
import { startPostfix, type PostfixPeer } from '../helpers/postfix-peer.ts';

let postane: Postane;
let postfix: PostfixPeer;
let dns: FakeDns;
let transport: Transporter;
const { ayse } = PEOPLE;

beforeAll(async () => {
  dns = await startFakeDns({
    'uzak.test': { MX: ['10 mx.uzak.test'] },
    'mx.uzak.test': { A: ['127.0.0.1'] },
    'null.test': { MX: ['0 .'] },
  });
  const smtp = await freePort();
  postfix = await startPostfix({
    people: ['ali', 'veli', 'sonra'],
    transports: { 'firma.test': { host: '127.0.0.1', port: smtp } },
  });
  postane = await startPostane({
    set: {
      'smtp.port': smtp,
      'dns.servers': dns.server,
      'delivery.port': postfix.port,
      'delivery.retrySchedule': '3,3,3,3',
    },
  });
  await addPeople(postane);
  transport = createTransport({
    host: 'localhost',
    port: postane.port('submission'),
    requireTLS: true,
    tls: { ca: postane.ca },
    auth: { user: ayse.address, pass: ayse.password },
  });
}, 90_000);
afterAll(async () => {
  transport.close();
  expect(await postane.stop()).toBe(0);
  await postfix.stop();
  await dns.close();
  postane.remove();
});
const send = (to: string | string[], subject: string) =>
  transport.sendMail({ from: ayse.address, to, subject, text: 'Merhaba ışık' });
const trace = async (what: string) => JSON.parse(await postane.cli(['trace', what, '--json'])) as unknown;

test('a letter goes out by MX under TLS, once per recipient', async () => {
  await send(['ali@uzak.test', 'veli@uzak.test'], 'gidiyor');
  const [ali] = await until(() => (postfix.mail('ali').length > 0 ? postfix.mail('ali') : null));
  await until(() => postfix.mail('veli').length === 1);
  expect(ali).toMatch(/^Subject: gidiyor\r?$/m);
  expect(ali).toMatch(/^DKIM-Signature: /m);
  expect(ali).toMatch(/^Return-Path: <ayse@firma\.test>/m);
  expect(postfix.mail('ali')).toHaveLength(1);
  expect(postfix.log()).toMatch(/postfix\/smtpd.*TLS|cipher|from localhost/i);
  await until(async () => JSON.stringify(await trace('ali@uzak.test')).includes('"delivered"'));
});

test('a letter comes in from Postfix', async () => {
  await postfix.send(
    'ali@uzak.test',
    ayse.address,
    `From: ali@uzak.test\nTo: ${ayse.address}\nSubject: geliyor\n\nSelam\n`,
  );
  const letter = await mailboxOf(postane, ayse).waitForSubject('geliyor');
  expect(letter).toMatch(/^Received: from mx\.uzak\.test/m);
  expect(letter).toMatch(/^Authentication-Results: mail\.firma\.test/m);
});

test('a deferral is retried and then delivered, once', async () => {
  await postfix.setAccess(['sonra@uzak.test 450 4.2.1 not just now']);
  await send('sonra@uzak.test', 'bekleyen');
  const waiting = await postane.waitForEvent('delivery.deferred', (event) =>
    JSON.stringify(event).includes('sonra@uzak.test'),
  );
  expect(JSON.stringify(waiting)).toContain('4.2.1');
  const listed = JSON.parse(await postane.cli(['queue', 'list', '--json'])) as {
    recipient: string;
    attempts: number;
  }[];
  expect(listed.find((entry) => entry.recipient === 'sonra@uzak.test')?.attempts).toBeGreaterThan(0);
  expect(postfix.mail('sonra')).toHaveLength(0);
  await postfix.setAccess([]);
  await until(() => postfix.mail('sonra').length === 1, 30_000);
  await postane.waitForEvent('delivery.delivered', (event) => JSON.stringify(event).includes('sonra@uzak.test'));
  expect(postfix.mail('sonra')).toHaveLength(1);
});

test('a refusal and a domain without mail each bring a report in the words of the remote', async () => {
  await send('yok@uzak.test', 'reddedilen');
  const report = await mailboxOf(postane, ayse).waitForSubject('Not delivered: reddedilen');
  expect(report).toMatch(/^Return-Path: <>/m);
  expect(report).toMatch(/Final-Recipient: rfc822; yok@uzak\.test\r\nAction: failed\r\nStatus: 5\.1\.1/);
  expect(report).toMatch(/Diagnostic-Code: smtp; 550 5\.1\.1/);
  await send('biri@null.test', 'boş mx');
  expect(await mailboxOf(postane, ayse).waitForSubject('Not delivered: boş mx')).toContain('Status: 5.1.10');
  await send('biri@yokboyle.test', 'alan yok');
  expect(await mailboxOf(postane, ayse).waitForSubject('Not delivered: alan yok')).toContain('Status: 5.1.2');
});

test('no answer from the DNS is no refusal', async () => {
  dns.fail('sessiz.test', 'servfail');
  await send('biri@sessiz.test', 'dns yok');
  const waiting = await postane.waitForEvent('delivery.deferred', (event) =>
    JSON.stringify(event).includes('biri@sessiz.test'),
  );
  expect(JSON.stringify(waiting)).toContain('dns');
});
