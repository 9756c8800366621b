/** One way through the services on SQLite: submitted, delivered, large, queued, read and removed by POP3. The store checks itself at the end. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { converse, lettersOf, PASSWORD, startSmtp } from '../helpers/smtp-harness.ts';
import { SQLITE } from '../helpers/mail-stores.ts';

test('letters on SQLite', { timeout: 60_000 }, async () => {
  const opened = await SQLITE.open();
  const smtp = await startSmtp(opened.store);
  const other = await smtp.connect('mx');
  await converse(other, [
    'EHLO uzak.test',
    'MAIL FROM:<u@uzak.test>',
    'RCPT TO:<ayse@firma.test>',
    'RCPT TO:<postmaster>',
    'DATA',
  ]);
  expect(await other.ask('From: u@uzak.test\r\nSubject: Selam\r\n\r\n..\r\n.\r\n', /^\d{3} /)).toMatch(
    /^250 2\.0\.0 Ok: queued as /,
  );
  await converse(other, ['MAIL FROM:<u@uzak.test>', 'RCPT TO:<ayse@firma.test>', 'DATA']);
  const large = `Subject: buyuk\r\n\r\n${`${'k'.repeat(76)}\r\n`.repeat(60_000)}`;
  expect(await other.ask(`${large}.\r\n`, /^\d{3} /)).toMatch(/^250 /);
  expect(readdirSync(opened.store.bodies.spoolFolder)).toEqual([]);

  const client = await smtp.connect('submissions');
  const login = Buffer.from(`\0ayse@firma.test\0${PASSWORD}`).toString('base64');
  expect(
    (
      await converse(client, [
        'EHLO laptop',
        `AUTH PLAIN ${login}`,
        'MAIL FROM:<ayse@firma.test>',
        'RCPT TO:<mehmet@firma.test>',
        'RCPT TO:<k@baska.test>',
        'DATA',
      ])
    ).map((line) => line.slice(0, 3)),
  ).toEqual(['250', '235', '250', '250', '250', '354']);
  expect(await client.ask('From: ayse@firma.test\r\nBcc: x@baska.test\r\n\r\nx\r\n.\r\n', /^\d{3} /)).toMatch(/^250 /);

  const inbox = await lettersOf(opened.store, smtp.ayse);
  expect(inbox).toHaveLength(2);
  expect(inbox[0]).toMatch(/^Return-Path: <u@uzak\.test>[^]*\r\n\r\n\.\r\n$/);
  expect(inbox[1]?.endsWith(large)).toBe(true);
  expect((await lettersOf(opened.store, smtp.mehmet))[0]).not.toMatch(/bcc/i);
  const { items } = await opened.store.queue.list({});
  expect(items.map(({ recipient, state }) => [recipient.localpart, state])).toEqual([['k', 'scheduled']]);
  await smtp.stop();
  await opened.close();
});

test(
  'a full mailbox on SQLite is said for its recipient, also when the letter only fills it at the end',
  { timeout: 60_000 },
  async () => {
    const opened = await SQLITE.open();
    const smtp = await startSmtp(opened.store);
    const other = await smtp.connect('mx');
    const letter = `Subject: x\r\n\r\n${`${'k'.repeat(76)}\r\n`.repeat(400)}`;
    await converse(other, ['EHLO uzak.test', 'MAIL FROM:<u@uzak.test>', 'RCPT TO:<mehmet@firma.test>', 'DATA']);
    expect(await other.ask(`${letter}.\r\n`, /^\d{3} /)).toMatch(/^452 4\.2\.2 /);
    expect(await lettersOf(opened.store, smtp.mehmet)).toEqual([]);
    await smtp.stop();
    await opened.close();
  },
);
