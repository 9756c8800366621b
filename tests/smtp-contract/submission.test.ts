/** Ports 587 and 465 as mail programs see them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  converse,
  lettersOf,
  PASSWORD,
  startSmtp,
  type SmtpHarness,
  type SmtpHarnessOptions,
} from '../helpers/smtp-harness.ts';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { allOctets } from '../helpers/all-octets.ts';

const plain = (login: string, password: string): string => Buffer.from(`\0${login}\0${password}`).toString('base64');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const LETTER =
  'From: =?utf-8?q?Ay=C5=9Fe?= <ayse@firma.test>\r\nTo: mehmet@firma.test\r\nBcc: gizli@baska.test,\r\n\tpatron@firma.test\r\nSubject: Selam\r\n\r\nMerhaba\r\n';

describe('on the memory store', () => {
  const { open } = MEMORY;
  let opened: Awaited<ReturnType<typeof open>>;
  let smtp: SmtpHarness;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await smtp.stop();
    await opened.close();
  });
  const signedIn = async (options: SmtpHarnessOptions = {}): Promise<LineClient> => {
    smtp = await startSmtp(opened.store, options);
    const client = await smtp.connect('submissions');
    const [, answer] = await converse(client, ['EHLO laptop', `AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}`]);
    expect(answer).toMatch(/^235 2\.7\.0 /);
    return client;
  };
  const send = async (
    client: LineClient,
    letter: string,
    recipients: readonly string[],
    sender = 'ayse@firma.test',
  ): Promise<string> => {
    await converse(client, [`MAIL FROM:<${sender}>`, ...recipients.map((recipient) => `RCPT TO:<${recipient}>`)]);
    expect(await client.ask('DATA\r\n', /^\d{3} /)).toMatch(/^354 /);
    return client.ask(`${letter}.\r\n`, /^\d{3} /);
  };
  const queued = async () =>
    [...(await smtp.store.queue.list({})).items].sort((a, b) =>
      a.recipient.localpart.localeCompare(b.recipient.localpart),
    );

  test('587: no AUTH offered and none taken in clear, none sent without it', async () => {
    smtp = await startSmtp(opened.store);
    const client = await smtp.connect('submission');
    client.write('EHLO laptop\r\n');
    let features = '';
    for (let line = ''; !line.startsWith('250 ');) features += `${(line = await client.until(/^250/))}\n`;
    expect(features).toContain('STARTTLS');
    expect(features).not.toContain('AUTH');
    expect(
      await converse(client, [`AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}`, 'MAIL FROM:<ayse@firma.test>']),
    ).toEqual([expect.stringMatching(/^538 5\.7\.11 /), expect.stringMatching(/^530 5\.7\.0 /)]);
    expect(smtp.events.some((event) => event.code === 'login.clearText')).toBe(true);
    expect(smtp.events.some((event) => event.code === 'login.ok')).toBe(false);
    await client.ask('STARTTLS\r\n', /^220/);
    await client.upgrade({ rejectUnauthorized: false });
    client.write('EHLO laptop\r\n');
    features = '';
    for (let line = ''; !line.startsWith('250 ');) features += `${(line = await client.until(/^250/))}\n`;
    expect(features).toContain('AUTH PLAIN LOGIN');
    expect(features).not.toContain('DSN'); // until a local delivery is reported too (RFC 3461 6.2.3)
    expect(await converse(client, ['MAIL FROM:<ayse@firma.test>'])).toEqual([expect.stringMatching(/^530 /)]);
  });

  test('LOGIN, PLAIN in two steps, cancelling, and what is not understood', async () => {
    smtp = await startSmtp(opened.store);
    const client = await smtp.connect('submissions');
    await converse(client, ['EHLO laptop']);
    expect(await client.ask('AUTH LOGIN\r\n', /^334/)).toBe('334 VXNlcm5hbWU6');
    expect(await client.ask('*\r\n', /^\d/)).toMatch(/^501 5\.5\.2 /);
    expect(await client.ask('AUTH PLAIN !!\r\n', /^\d/)).toMatch(/^501 5\.5\.2 /);
    expect(await client.ask('AUTH CRAM-MD5\r\n', /^\d/)).toMatch(/^504 5\.5\.4 /);
    expect(await client.ask('AUTH PLAIN\r\n', /^334/)).toBe('334 ');
    expect(await client.ask(`${plain('yok@firma.test', 'x')}\r\n`, /^\d/)).toMatch(/^535 5\.7\.8 /);
    await client.ask('AUTH LOGIN\r\n', /^334/);
    expect(await client.ask(`${base64('ayse@firma.test')}\r\n`, /^334/)).toBe('334 UGFzc3dvcmQ6');
    expect(await client.ask(`${base64(PASSWORD)}\r\n`, /^\d/)).toMatch(/^235 /);
    expect(await client.ask('AUTH LOGIN\r\n', /^\d/)).toMatch(/^503 /);
  });

  test('three wrong passwords end the session, more are slowed, the right one counts again at a change', async () => {
    smtp = await startSmtp(opened.store);
    const client = await smtp.connect('submissions');
    await converse(client, ['EHLO laptop']);
    for (let i = 0; i < 3; i++)
      expect(await client.ask(`AUTH PLAIN ${plain('mehmet@firma.test', `yanlis${i}`)}\r\n`, /^\d/)).toMatch(
        /^535 5\.7\.8 /,
      );
    await expect(client.ask('NOOP\r\n', /^250/)).rejects.toThrow(/ended/);
    const again = await smtp.connect('submissions');
    await converse(again, ['EHLO laptop']);
    for (let i = 0; i < 3; i++) await again.ask(`AUTH PLAIN ${plain('mehmet@firma.test', `yanlis${i}`)}\r\n`, /^\d/);
    const third = await smtp.connect('submissions');
    await converse(third, ['EHLO laptop']);
    expect(await third.ask(`AUTH PLAIN ${plain('mehmet@firma.test', PASSWORD)}\r\n`, /^\d/)).toMatch(
      /^454 4\.7\.0 .*seconds/,
    );
    expect(await third.ask(`AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}\r\n`, /^\d/)).toMatch(/^235 /);
  });

  test('a colleague gets the letter without the blind copies, with Date and Message-ID, and nothing leaves the house', async () => {
    const client = await signedIn();
    expect(await send(client, LETTER, ['mehmet@firma.test'])).toMatch(/^250 2\.0\.0 /);
    const [letter = ''] = await lettersOf(smtp.store, smtp.mehmet);
    expect(letter).not.toMatch(/bcc|gizli|patron/i);
    expect(letter).toMatch(
      /\r\nDate: \w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000\r\nMessage-ID: <[0-9a-z]{24}@mail\.firma\.test>\r\nFrom: /,
    );
    expect(letter).toMatch(
      /Received: from laptop\r\n\t\(using TLSv1\.3 .*\)\r\n\tby mail\.firma\.test \(Postane\) with ESMTPSA id/,
    );
    expect(letter).not.toContain('127.0.0.1');
    expect(await queued()).toEqual([]);
  });

  test('what the mail program gave stays as it is', async () => {
    const client = await signedIn();
    const own =
      'Date: Tue, 24 Nov 2026 10:00:00 +0300\r\nMessage-ID: <x@laptop>\r\nFrom: ayse@firma.test\r\nTo: mehmet@firma.test\r\n\r\nx\r\n';
    await send(client, own, ['mehmet@firma.test']);
    expect((await lettersOf(smtp.store, smtp.mehmet))[0]?.endsWith(`\r\n${own}`)).toBe(true);
  });

  test('one queue entry per recipient elsewhere, signed, with what the sender asked of reports', async () => {
    let signed = '';
    const client = await signedIn({
      signLetter: async (domain, letter) => {
        signed = (await allOctets(letter())).toString('latin1');
        return { field: `DKIM-Signature: v=1; d=${domain}; s=postane\r\n`, selector: 'postane' };
      },
    });
    expect(
      await converse(client, [
        'MAIL FROM:<ayse@firma.test> RET=HDRS ENVID=abc',
        'RCPT TO:<a@baska.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a@baska.test',
        'RCPT TO:<b@baska.test>',
        'RCPT TO:<mehmet@firma.test>',
        'DATA',
      ]),
    ).toEqual([
      expect.stringMatching(/^250 2\.1\.0 /),
      expect.stringMatching(/^250 2\.1\.5 /),
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^250 /),
      expect.stringMatching(/^354 /),
    ]);
    expect(await client.ask(`${LETTER}.\r\n`, /^\d/)).toMatch(/^250 /);
    const entries = await queued();
    expect(entries.map((entry) => [entry.recipient.localpart, entry.dsn])).toEqual([
      ['a', { notify: ['success', 'failure'], orcpt: 'rfc822;a@baska.test', ret: 'headers', envid: 'abc' }],
      ['b', { notify: null, orcpt: null, ret: 'headers', envid: 'abc' }],
    ]);
    expect(entries[0]?.submittedBy).toBe(smtp.ayse.id);
    expect(Buffer.from(entries[0]!.prefix).toString()).toContain('DKIM-Signature: v=1; d=firma.test; s=postane\r\n');
    expect(signed).toMatch(/^Date: /);
    expect(signed).not.toMatch(/bcc/i);
    expect(await lettersOf(smtp.store, smtp.mehmet)).toHaveLength(1);
  });
  test('a key that fails puts the letter off rather than sending it unsigned', async () => {
    const client = await signedIn({ signLetter: () => Promise.reject(new Error('bad key')) });
    expect(await send(client, LETTER, ['a@baska.test'])).toMatch(/^451 4\.3\.0 /);
    expect(await queued()).toEqual([]);
  });

  test('only own addresses: MAIL FROM, From and Sender', async () => {
    const client = await signedIn();
    await smtp.store.directory.createAlias({ localpart: 'satis', domain: 'firma.test' }, [smtp.ayse.address]);
    expect(await converse(client, ['MAIL FROM:<mehmet@firma.test>'])).toEqual([expect.stringMatching(/^550 5\.7\.1 /)]);
    expect(await converse(client, ['MAIL FROM:<ayse+liste@firma.test>', 'RSET', 'MAIL FROM:<>', 'RSET'])).toEqual([
      expect.stringMatching(/^250/),
      expect.stringMatching(/^250/),
      expect.stringMatching(/^250/),
      expect.stringMatching(/^250/),
    ]);
    const from = (text: string): string => `From: ${text}\r\nTo: x@baska.test\r\n\r\nx\r\n`;
    expect(await send(client, from('Patron <mehmet@firma.test>'), ['a@baska.test'])).toMatch(/^550 5\.7\.1 /);
    expect(await send(client, from('"ayse@firma.test" <mehmet@firma.test>'), ['a@baska.test'])).toMatch(
      /^550 5\.7\.1 /,
    );
    expect(await send(client, from('ayse@firma.test, mehmet@firma.test'), ['a@baska.test'])).toMatch(/^550 5\.7\.1 /);
    expect(await send(client, from('ayse@firma.test\r\nFrom: mehmet@firma.test'), ['a@baska.test'])).toMatch(
      /^550 5\.6\.0 /,
    );
    expect(await send(client, from('ayse@firma.test\r\nSender: mehmet@firma.test'), ['a@baska.test'])).toMatch(
      /^550 5\.7\.1 /,
    );
    expect(await send(client, 'To: x@baska.test\r\n\r\nx\r\n', ['a@baska.test'])).toMatch(/^550 5\.6\.0 /);
    expect(await queued()).toEqual([]);
    const client2 = await smtp.connect('submissions');
    await converse(client2, ['EHLO laptop', `AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}`]);
    expect(await send(client2, from('Satis <SATIS@firma.test>'), ['a@baska.test'], 'satis@firma.test')).toMatch(
      /^250 /,
    );
  });

  test('a line of more than 998 octets is refused with its cure', async () => {
    const client = await signedIn();
    expect(await send(client, `${LETTER}${'x'.repeat(998)}\r\n`, ['mehmet@firma.test'])).toMatch(/^250 /);
    expect(await send(client, `${LETTER}${'x'.repeat(999)}\r\n`, ['mehmet@firma.test'])).toMatch(/^550 5\.6\.0 .*998/);
  });
  test('nobody of that name here is said at once', async () => {
    const client = await signedIn();
    expect((await converse(client, ['MAIL FROM:<ayse@firma.test>', 'RCPT TO:<yok@firma.test>']))[1]).toMatch(
      /^550 5\.1\.1 /,
    );
  });
});
