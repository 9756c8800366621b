/** The port for other servers, as they see it: every reply on real sockets, and what is in the store afterwards. */
import net from 'node:net';
import type tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MailError } from '../../engine/model/errors.ts';
import {
  converse,
  lettersOf,
  NOTHING_KNOWN,
  startSmtp,
  type SmtpHarness,
  type SmtpHarnessOptions,
} from '../helpers/smtp-harness.ts';
import { type LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { allOctets } from '../helpers/all-octets.ts';

const LETTER = 'From: Uzak <u@uzak.test>\r\nTo: ayse@firma.test\r\nSubject: Selam\r\n\r\nMerhaba\r\n';
const HELLO = ['EHLO uzak.test'];
const TO_AYSE = [...HELLO, 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>'];

describe('on the memory store', () => {
  const { open } = MEMORY;
  let opened: Awaited<ReturnType<typeof open>>;
  let smtp: SmtpHarness;
  const start = async (options: SmtpHarnessOptions = {}): Promise<LineClient> => {
    smtp = await startSmtp(opened.store, options);
    return smtp.connect('mx');
  };
  const send = async (client: LineClient, letter: string, before = TO_AYSE): Promise<string> => {
    await converse(client, before);
    expect(await client.ask('DATA\r\n', /^\d{3} /)).toMatch(/^354 /);
    return client.ask(`${letter}.\r\n`, /^\d{3} /);
  };
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await smtp.stop();
    await opened.close();
  });
  const seen = (code: string): boolean => smtp.events.some((event) => event.code === code);

  test('a letter arrives with its trace, and only then 250', async () => {
    const client = await start();
    expect(await send(client, LETTER)).toMatch(/^250 2\.0\.0 Ok: queued as [0-9a-z]{16}$/);
    const [letter = ''] = await lettersOf(smtp.store, smtp.ayse);
    expect(letter).toMatch(
      /^Return-Path: <u@uzak\.test>\r\nDelivered-To: ayse@firma\.test\r\nReceived: from uzak\.test \(\[127\.0\.0\.1\]\)\r\n\tby mail\.firma\.test \(Postane\) with ESMTP id [0-9a-z]{16}\r\n\tfor <ayse@firma\.test>;\r\n\t\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000\r\nAuthentication-Results: /,
    );
    expect(letter.endsWith(LETTER)).toBe(true);
  });

  test('EHLO offers what there is, never AUTH, never what belongs to the library', async () => {
    const client = await start();
    client.write('EHLO uzak.test\r\n');
    const features = new Set<string>();
    for (let line = ''; !line.startsWith('250 ');)
      features.add((line = await client.until(/^250/)).slice(4).split(' ')[0]!);
    expect(features).toEqual(
      new Set([
        ...['mail.firma.test', 'PIPELINING', 'SIZE', 'STARTTLS', 'ENHANCEDSTATUSCODES', '8BITMIME', 'SMTPUTF8'],
        ...['CHUNKING', 'LIMITS'],
      ]),
    );
  });

  test.each([
    ['WIZ', /^500 5\.5\.2 /],
    ['SHELL', /^500 /],
    ['KILL', /^500 /],
    ['XCLIENT ADDR=192.0.2.1', /^500 /],
    ['XFORWARD ADDR=192.0.2.1', /^500 /],
    ['__proto__', /^500 /],
    ['constructor', /^500 /],
    ['AUTH PLAIN AGEAYg==', /^502 5\.5\.1 .*465/],
    ['BDAT 0 LAST', /^503 5\.5\.1 /],
    ['BDAT x', /^501 5\.5\.4 /],
    ['VRFY ayse', /^252 2\.5\.2 /],
    ['EXPN list', /^502 5\.5\.1 /],
    ['HELP', /^214 2\.0\.0 /],
    ['NOOP x', /^250 2\.0\.0 /],
    ['RCPT TO:<ayse@firma.test>', /^503 5\.5\.1 /],
    ['DATA', /^503 5\.5\.1 /],
    ['RSET', /^250 2\.0\.0 /],
    ['MAIL FROM:u@uzak.test', /^501 5\.1\.7 /],
    ['MAIL TO:<u@uzak.test>', /^501 5\.5\.4 /],
    ['MAIL FROM:<u@uzak.test> RET=FULL', /^555 5\.5\.4 /],
    ['MAIL FROM:<u@uzak.test> BODY=BINARYMIME', /^555 5\.5\.4 /],
    ['MAIL FROM:<u@uzak.test> SIZE=50000001', /^552 5\.3\.4 /],
    ['MAIL FROM:<ü@uzak.test>', /^553 5\.6\.7 /],
    ['MAIL FROM:<ü@uzak.test> SMTPUTF8', /^250 2\.1\.0 /],
    ['MAIL FROM:<"a b"@uzak.test>', /^250 2\.1\.0 /],
    ['MAIL FROM:<>', /^250 2\.1\.0 /],
    ['STARTTLS now', /^501 5\.5\.4 /],
  ])('%s', async (command, expected) => {
    const client = await start();
    const text = Buffer.from(command).toString('latin1');
    expect((await converse(client, [...HELLO, text]))[1]).toMatch(expected);
  });

  test('MAIL before EHLO is out of order', async () => {
    const client = await start();
    expect(await converse(client, ['MAIL FROM:<u@uzak.test>'])).toEqual([expect.stringMatching(/^503 5\.5\.1 /)]);
  });

  test('each recipient is answered for itself, pipelined, and the letter reaches those that were taken', async () => {
    const client = await start();
    await smtp.store.directory.createAlias({ localpart: 'satis', domain: 'firma.test' }, [
      smtp.ayse.address,
      smtp.mehmet.address,
    ]);
    await converse(client, HELLO);
    client.write(
      'MAIL FROM:<u@uzak.test>\r\nRCPT TO:<yok@firma.test>\r\nRCPT TO:<satis@firma.test>\r\nRCPT TO:<ayse+x@firma.test>\r\nRCPT TO:<k@baska.test>\r\nDATA\r\n',
    );
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) answers.push((await client.until(/^\d{3} /)).slice(0, 9));
    expect(answers).toEqual(['250 2.1.0', '550 5.1.1', '250 2.1.5', '250 2.1.5', '550 5.7.1', '354 Send ']);
    expect(await client.ask(`${LETTER}.\r\n`, /^\d/)).toMatch(/^250 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toHaveLength(1);
    expect(await lettersOf(smtp.store, smtp.mehmet)).toHaveLength(1);
  });

  test('with no recipient taken DATA has nobody to write to', async () => {
    const client = await start();
    expect(
      (await converse(client, [...HELLO, 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<yok@firma.test>', 'DATA'])).at(-1),
    ).toMatch(/^554 5\.5\.1 /);
  });

  test('postmaster is always reached, also bare and with a full mailbox; a full person is put off', async () => {
    const client = await start();
    await smtp.store.directory.updateAccount(smtp.ayse.id, { quotaBytes: 10 });
    expect(
      (
        await converse(client, [
          ...HELLO,
          'MAIL FROM:<> SIZE=5000',
          'RCPT TO:<ayse@firma.test>',
          'RCPT TO:<postmaster>',
          'RCPT TO:<Abuse@firma.test>',
        ])
      )
        .slice(2)
        .map((line) => line.slice(0, 9)),
    ).toEqual(['452 4.2.2', '250 2.1.5', '250 2.1.5']);
    await client.ask('DATA\r\n', /^354/);
    expect(await client.ask(`${LETTER}.\r\n`, /^\d/)).toMatch(/^250 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toHaveLength(1);
  });

  test('a letter over the limit is refused at its end, and the session goes on', async () => {
    const client = await start({ limits: { sizeBytes: 2000 } });
    expect(await send(client, `${LETTER}${'x'.repeat(70)}\r\n`.repeat(30))).toMatch(/^552 5\.3\.4 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toEqual([]);
    expect(await send(client, LETTER)).toMatch(/^250 /);
  });

  test('a large letter passes through the spool unchanged and leaves nothing behind', async () => {
    const client = await start();
    const letter = `Subject: buyuk\r\n\r\n${`${'k'.repeat(76)}\r\n..\r\n`.repeat(60_000)}`;
    await converse(client, TO_AYSE);
    await client.ask('DATA\r\n', /^354/);
    expect(await client.ask(`${letter.replaceAll('\r\n.', '\r\n..')}.\r\n`, /^\d/)).toMatch(/^250 /);
    const [stored = ''] = await lettersOf(smtp.store, smtp.ayse);
    expect(stored.endsWith(letter)).toBe(true);
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(smtp.store.bodies.spoolFolder)).toEqual([]);
  });

  test.each(['\n.\n', '\r.\r\n', '\n.\r\n', '\r\n.\n'])(
    'smuggling by %j is refused with its name in the log, the second letter never arrives',
    async (ending) => {
      const client = await start();
      expect(
        await send(client, `${LETTER}x${ending}MAIL FROM:<evil@uzak.test>\r\nRCPT TO:<ayse@firma.test>\r\nDATA\r\n`),
      ).toMatch(/^550 5\.6\.11 /);
      expect(await lettersOf(smtp.store, smtp.ayse)).toEqual([]);
      expect(smtp.events.find((event) => event.code === 'smtp.attack')?.fields.attack).toMatch(/smuggling/);
      expect(await converse(client, ['NOOP'])).toEqual([expect.stringMatching(/^250/)]);
    },
  );
  test('a bare LF in a command ends the session', async () => {
    const client = await start();
    expect(await client.ask('EHLO a\nMAIL FROM:<u@uzak.test>\r\n', /^\d{3} /)).toMatch(/^500 5\.5\.2 /);
    await expect(client.ask('NOOP\r\n', /^250/)).rejects.toThrow(/ended/);
    expect(seen('smtp.attack')).toBe(true);
  });
  test('NUL is refused; long lines of others are stored as they came', async () => {
    const client = await start();
    expect(await send(client, `${LETTER}a\0b\r\n`)).toMatch(/^550 5\.6\.0 /);
    expect(await send(client, `${LETTER}${'x'.repeat(3000)}\r\n`)).toMatch(/^250 /);
  });
  test('who speaks before the greeting is refused', async () => {
    smtp = await startSmtp(opened.store, { limits: { strangerWaitMs: 300 } });
    const socket = net.connect(smtp.ports.mx, '127.0.0.1');
    await new Promise((connected) => socket.once('connect', connected));
    setTimeout(() => socket.write('EHLO early\r\n'), 40);
    const said = await new Promise<string>((done) => socket.once('data', (piece) => done(piece.toString())));
    socket.destroy();
    expect(said).toMatch(/^554 5\.5\.1 /);
  });
  const msOf = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  test('a stranger waits for the greeting; who has brought a letter does not, until it attacks; nor do our own people', async () => {
    const client = await start({ limits: { strangerWaitMs: 300 } });
    const hello = async () => (await smtp.connect('mx')).close();
    expect(await msOf(hello)).toBeGreaterThan(290);
    expect(await msOf(async () => (await smtp.connect('submission')).close())).toBeLessThan(290);
    expect(await send(client, LETTER)).toMatch(/^250 /);
    expect(await msOf(hello)).toBeLessThan(290);
    await converse(client, ['MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>']);
    await client.ask('DATA\r\n', /^354/);
    expect(await client.ask('a\n.\r\n\r\n.\r\n', /^550/)).toMatch(/^550 5\.6\.11 /);
    expect(await msOf(hello)).toBeGreaterThan(290);
  });

  test('what others claim in our name is taken out, what else they say stays', async () => {
    const client = await start();
    const claims =
      'Authentication-Results: mail.firma.test; spf=pass\r\n\tsmtp.mailfrom=bank.test\r\nAuthentication-Results: (x) "MAIL.firma.test" 1;\r\n dmarc=pass\r\nReturn-Path: <x@y.test>\r\nAuthentication-Results: other.test; spf=pass\r\n';
    expect(await send(client, claims + LETTER)).toMatch(/^250 /);
    const [letter = ''] = await lettersOf(smtp.store, smtp.ayse);
    expect(letter.match(/^Authentication-Results: .*/gm)).toEqual([
      'Authentication-Results: mail.firma.test; spf=none; dmarc=none',
      'Authentication-Results: other.test; spf=pass',
    ]);
    expect(letter.match(/^Return-Path/gm)).toHaveLength(1);
  });

  const dmarc = (policy: 'quarantine' | 'reject') => async () => ({
    result: {
      spf: { result: 'fail' as const, domain: 'uzak.test' },
      dkim: [],
      dmarc: { result: 'fail' as const, domain: 'uzak.test', policy },
    },
    field: 'Authentication-Results: mail.firma.test; dmarc=fail\r\n',
  });
  test('DMARC: quarantine goes to junk, reject is refused', async () => {
    const client = await start({ checkSender: dmarc('quarantine') });
    expect(await send(client, LETTER)).toMatch(/^250 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toEqual([]);
    const junk = (await smtp.store.mailboxes.list(smtp.ayse.id)).find((mailbox) => mailbox.specialUse === 'junk');
    expect(await lettersOf(smtp.store, smtp.ayse, junk?.name)).toHaveLength(1);
  });
  test('DMARC reject is refused, but postmaster is told everything', async () => {
    const client = await start({ checkSender: dmarc('reject') });
    expect(await send(client, LETTER)).toMatch(/^550 5\.7\.1 /);
    expect(await send(client, LETTER, [...HELLO, 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<postmaster>'])).toMatch(/^250 /);
  });
  test('a check that throws puts the letter off', async () => {
    const client = await start({ checkSender: async () => Promise.reject(new Error('resolver exploded')) });
    expect(await send(client, LETTER)).toMatch(/^451 4\.7\.0 /);
    expect(seen('mailauth.unavailable')).toBe(true);
  });
  test('a check that never ends is cut at the deadline and says so in the letter', async () => {
    const client = await start({ checkSender: () => new Promise(() => undefined), limits: { senderCheckMs: 30 } });
    expect(await send(client, LETTER)).toMatch(/^250 /);
    expect((await lettersOf(smtp.store, smtp.ayse))[0]).toContain('dmarc=temperror');
  });
  test.each([
    ['signed: whole', 'DKIM-Signature: v=1; d=a.test\r\n', LETTER],
    ['not signed: its header, there is nothing else to check', '', LETTER.slice(0, LETTER.indexOf('\r\n\r\n') + 4)],
  ])('the check sees the letter as it came; %s', async (_, signature, rest) => {
    let checked = '';
    const claim = `${signature}Authentication-Results: mail.firma.test; spf=pass\r\n`;
    const forged = claim + LETTER;
    const client = await start({
      checkSender: async (check) => {
        checked = (await allOctets(check.letter())).toString('latin1');
        return NOTHING_KNOWN(check);
      },
    });
    await send(client, forged);
    expect(checked).toBe(claim + rest);
  });

  test.each([
    ['unavailable', /^452 4\.3\.1 /],
    ['overQuota', /^452 4\.2\.2 /],
  ] as const)('a store that says %s is never answered with 250', async (code, expected) => {
    const client = await start();
    const { accept } = smtp.store.intake;
    smtp.store.intake.accept = () => Promise.reject(new MailError(code, 'no'));
    expect(await send(client, LETTER)).toMatch(expected);
    smtp.store.intake.accept = () => Promise.reject(new Error('a bug'));
    expect(await send(client, LETTER)).toMatch(/^451 4\.3\.0 /);
    expect(seen('engine.bug')).toBe(true);
    smtp.store.intake.accept = accept;
  });

  test('circles are cut: too many hops, or delivered here before', async () => {
    const client = await start();
    expect(await send(client, 'Received: from a by b; x\r\n'.repeat(101) + LETTER)).toMatch(/^554 5\.4\.6 /);
    expect(await send(client, `Delivered-To: Ayse@firma.test\r\n${LETTER}`)).toMatch(/^554 5\.4\.6 /);
    expect(await send(client, `Delivered-To: ayse@baska.test\r\n${LETTER}`)).toMatch(/^250 /);
  });

  test('too many refusals end the session', async () => {
    const client = await start({ limits: { refusals: 3 } });
    await converse(client, [...HELLO, 'MAIL FROM:<u@uzak.test>']);
    for (let i = 0; i < 3; i++) expect(await client.ask(`RCPT TO:<kim${i}@firma.test>\r\n`, /^\d{3} /)).toMatch(/^550/);
    expect(await client.ask('RCPT TO:<kim@firma.test>\r\n', /^421/)).toMatch(/^421 4\.7\.0 /);
    await expect(client.until(/never/)).rejects.toThrow(/ended/);
  });
  test('silence ends the session, also in the middle of a letter', async () => {
    const client = await start({ limits: { idleMs: 150 } });
    expect(await client.until(/^421/)).toMatch(/^421 4\.4\.2 /);
    const second = await smtp.connect('mx');
    await converse(second, TO_AYSE);
    second.write('DATA\r\nSubject: yarim\r\n');
    expect(await second.until(/^421/)).toMatch(/^421 4\.4\.2 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toEqual([]);
  });
  test('a session that lasts too long ends although it is never silent', async () => {
    const client = await start({ limits: { sessionMs: 200 } });
    const chatter = setInterval(() => client.write('NOOP\r\n'), 20);
    expect(await client.until(/^421/)).toMatch(/^421 4\.4\.2 /);
    clearInterval(chatter);
  });
  test('a client that breaks off in a letter leaves nothing, and the server stands', async () => {
    const client = await start();
    await converse(client, TO_AYSE);
    client.write(`DATA\r\nSubject: yarim\r\n\r\n${'x'.repeat(5_000_000)}`);
    await client.until(/^354/);
    client.close();
    const next = await smtp.connect('mx');
    expect(await send(next, LETTER)).toMatch(/^250 /);
    expect(await lettersOf(smtp.store, smtp.ayse)).toHaveLength(1);
  });

  test('STARTTLS: 1.2 and 1.3 only, what came in clear behind it is dropped, EHLO is needed again', async () => {
    const client = await start();
    await converse(client, HELLO);
    await client.ask('STARTTLS\r\nMAIL FROM:<injected@uzak.test>\r\n', /^220 2\.0\.0 /);
    await client.upgrade({ rejectUnauthorized: false });
    expect(await converse(client, ['MAIL FROM:<u@uzak.test>'])).toEqual([expect.stringMatching(/^503 /)]);
    expect(await send(client, LETTER)).toMatch(/^250 /);
    const [letter = ''] = await lettersOf(smtp.store, smtp.ayse);
    expect(letter).toMatch(/\(using TLSv1\.3 with cipher \S+\)\r\n\tby mail\.firma\.test \(Postane\) with ESMTPS id/);
  });
  test('a server whose TLS fails is counted and gets its mail through in clear', async () => {
    const client = await start();
    await converse(client, HELLO);
    await client.ask('STARTTLS\r\n', /^220/);
    await expect(
      client.upgrade({
        maxVersion: 'TLSv1.1',
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
        rejectUnauthorized: false,
      } as tls.ConnectionOptions),
    ).rejects.toThrow();
    expect(seen('tls.failed')).toBe(true);
    const again = await smtp.connect('mx');
    again.write('EHLO uzak.test\r\n');
    let features = '';
    for (let line = ''; !line.startsWith('250 ');) features += `${(line = await again.until(/^250/))}\n`;
    expect(features).not.toContain('STARTTLS');
    expect(await send(again, LETTER)).toMatch(/^250 /);
  });

  test('a letter in UTF-8 says so in its trace', async () => {
    const client = await start();
    const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
    expect(
      await send(client, LETTER, [
        ...HELLO,
        utf8('MAIL FROM:<ü@örnek.test> SMTPUTF8 BODY=8BITMIME'),
        'RCPT TO:<ayse@firma.test>',
      ]),
    ).toMatch(/^250 /);
    const [letter = ''] = await lettersOf(smtp.store, smtp.ayse);
    expect(letter).toContain('with UTF8SMTP id');
    expect(Buffer.from(letter, 'latin1').toString()).toMatch(/^Return-Path: <ü@xn--rnek-4qa\.test>/);
  });

  test('an alias that leads elsewhere is queued, not relayed by anyone who asks', async () => {
    const client = await start();
    await smtp.store.directory.createAlias({ localpart: 'dis', domain: 'firma.test' }, [
      { localpart: 'k', domain: 'baska.test' },
    ]);
    expect(await send(client, LETTER, [...HELLO, 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<dis@firma.test>'])).toMatch(
      /^250 /,
    );
    const { items } = await smtp.store.queue.list({});
    expect(items.map((entry) => [entry.recipient, entry.sender])).toEqual([
      [
        { localpart: 'k', domain: 'baska.test' },
        { localpart: 'u', domain: 'uzak.test' },
      ],
    ]);
    expect(Buffer.from(items[0]!.prefix).toString()).toMatch(/^Received: /);
  });
});
