/** swaks, msmtp, curl and nodemailer hand in letters on every SMTP port. RFC 5321, 6409, 8314 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPeople, PEOPLE, run, startPostane, type Postane } from '../helpers/postane.ts';
import { mailboxOf } from '../helpers/mailbox-of.ts';

let postane: Postane;
const { ayse, mehmet } = PEOPLE;
beforeAll(async () => {
  postane = await startPostane();
  await addPeople(postane);
}, 90_000);
afterAll(async () => {
  expect(await postane.stop()).toBe(0);
  postane.remove();
});

const arrives = (subject: string) => mailboxOf(postane, mehmet).waitForSubject(subject);

describe('swaks', () => {
  const swaks = (args: readonly string[]) =>
    run('swaks', ['--server', '127.0.0.1', '--helo', 'client.test', '--hide-all', '--suppress-data', ...args]);
  test('MX port, in clear and with STARTTLS', async () => {
    const common = ['--port', String(postane.port('smtp')), '--from', 'biri@uzak.test', '--to', mehmet.address];
    expect(await swaks([...common, '--header', 'Subject: swaks clear'])).toMatchObject({ code: 0 });
    expect(await swaks([...common, '-tls', '--header', 'Subject: swaks starttls'])).toMatchObject({ code: 0 });
    const letter = await arrives('swaks starttls');
    expect(letter).toMatch(/^Return-Path: <biri@uzak\.test>\r\n/m);
    expect(letter).toMatch(/^Received: from client\.test .*\r\n(\s.*\r\n)*?.*with ESMTPS/m);
    expect(letter).toMatch(/^Authentication-Results: mail\.firma\.test/m);
    await arrives('swaks clear');
  });
  test('MX port relays nothing and offers no AUTH', async () => {
    const relay = await run('swaks', [
      '--server',
      '127.0.0.1',
      '--port',
      String(postane.port('smtp')),
      '--from',
      'biri@uzak.test',
      '--to',
      'baska@disari.test',
      '--quit-after',
      'RCPT',
    ]);
    expect(relay.out).toMatch(/<\*\* 5[57]\d 5\.7\.1/);
    expect(relay.out).not.toMatch(/250[ -]AUTH/);
    const unknown = await run('swaks', [
      '--server',
      '127.0.0.1',
      '--port',
      String(postane.port('smtp')),
      '--from',
      'biri@uzak.test',
      '--to',
      'yok@firma.test',
      '--quit-after',
      'RCPT',
    ]);
    expect(unknown.out).toMatch(/<\*\* 550 5\.1\.1/);
  });
  test('submission by STARTTLS and by implicit TLS, sender checked', async () => {
    const login = [
      '--auth',
      'PLAIN',
      '--auth-user',
      ayse.address,
      '--auth-password',
      ayse.password,
      '--from',
      ayse.address,
      '--to',
      mehmet.address,
    ];
    expect(
      await swaks(['--port', String(postane.port('submission')), '-tls', ...login, '--header', 'Subject: swaks 587']),
    ).toMatchObject({ code: 0 });
    expect(
      await swaks(['--port', String(postane.port('submissions')), '-tlsc', ...login, '--header', 'Subject: swaks 465']),
    ).toMatchObject({ code: 0 });
    await arrives('swaks 587');
    await arrives('swaks 465');
    const forged = await run('swaks', [
      '--server',
      '127.0.0.1',
      '--port',
      String(postane.port('submission')),
      '-tls',
      '--auth',
      'PLAIN',
      '--auth-user',
      ayse.address,
      '--auth-password',
      ayse.password,
      '--from',
      mehmet.address,
      '--to',
      mehmet.address,
    ]);
    expect(forged.code).not.toBe(0);
    expect(forged.out).toMatch(/<~\* 5\d\d 5\.7\.1/);
  });
  test('no password in clear', async () => {
    const clear = await run('swaks', [
      '--server',
      '127.0.0.1',
      '--port',
      String(postane.port('submission')),
      '--auth',
      'PLAIN',
      '--auth-user',
      ayse.address,
      '--auth-password',
      ayse.password,
      '--from',
      ayse.address,
      '--to',
      mehmet.address,
    ]);
    expect(clear.code).not.toBe(0);
  });
});

test('msmtp sends through 587 and checks our certificate', async () => {
  const config = path.join(postane.data, 'msmtprc');
  writeFileSync(
    config,
    [
      `account default`,
      `host localhost`,
      `port ${postane.port('submission')}`,
      `tls on`,
      `tls_starttls on`,
      `tls_trust_file ${postane.caFile}`,
      `auth plain`,
      `user ${ayse.address}`,
      `password ${ayse.password}`,
      `from ${ayse.address}`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const sent = await run('msmtp', ['-C', config, mehmet.address], {
    input: `From: ${ayse.address}\nTo: ${mehmet.address}\nSubject: msmtp\n\nmerhaba\n`,
  });
  expect(sent).toMatchObject({ code: 0, err: '' });
  const letter = await arrives('msmtp');
  expect(letter).toMatch(/^Message-ID: <.+>\r\n/im);
  expect(letter).toMatch(/^Date: /im);
});

test('curl sends through 465', async () => {
  const sent = await run(
    'curl',
    [
      '-sS',
      '--cacert',
      postane.caFile,
      `smtps://localhost:${postane.port('submissions')}`,
      '--user',
      `${ayse.address}:${ayse.password}`,
      '--mail-from',
      ayse.address,
      '--mail-rcpt',
      mehmet.address,
      '-T',
      '-',
    ],
    { input: `From: ${ayse.address}\r\nTo: ${mehmet.address}\r\nSubject: curl smtps\r\n\r\nmerhaba\r\n` },
  );
  expect(sent).toMatchObject({ code: 0, err: '' });
  await arrives('curl smtps');
});

test('nodemailer sends a Turkish letter with an attachment, Bcc is not shown', async () => {
  const transport = createTransport({
    host: 'localhost',
    port: postane.port('submission'),
    requireTLS: true,
    tls: { ca: postane.ca },
    auth: { user: ayse.address, pass: ayse.password },
  });
  await transport.sendMail({
    from: { name: 'Ayşe Işık', address: ayse.address },
    to: mehmet.address,
    bcc: ayse.address,
    subject: 'Fatura ışığı',
    text: 'Ekte, iyi çalışmalar',
    attachments: [{ filename: 'büyük dosya.bin', content: Buffer.alloc(300_000, 7) }],
  });
  transport.close();
  const letter = await arrives('Fatura ışığı');
  expect(letter).not.toMatch(/^Bcc:/im);
  await mailboxOf(postane, ayse).waitForSubject('Fatura ışığı');
});
