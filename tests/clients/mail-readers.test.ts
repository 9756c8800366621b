/** curl, neomutt and imapflow read, change and bring back mail. RFC 9051, 1939, 6851, 4315 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addPeople, PEOPLE, run, startPostane, until, type Postane } from '../helpers/postane.ts';
import { mailboxOf, openImap } from '../helpers/mailbox-of.ts';

let postane: Postane;
let work: string;
const { ayse, mehmet } = PEOPLE;
const LETTERS = 3;
const letterText = (n: number) =>
  `From: Uzak Biri <biri@uzak.test>\r\nTo: ${mehmet.address}\r\nSubject: =?UTF-8?Q?=C4=B1=C5=9F=C4=B1k_${n}?=\r\nMessage-ID: <n${n}@uzak.test>\r\nDate: Tue, 24 Nov 2026 12:00:${String(n % 60).padStart(2, '0')} +0300\r\n\r\nGövde ${n} ışık\r\n.nokta\r\n`;

beforeAll(async () => {
  postane = await startPostane({ set: { 'limits.mode': 'trial' } });
  await addPeople(postane);
  work = mkdtempSync(path.join(tmpdir(), 'postane-readers-'));
  for (let n = 1; n <= LETTERS; n++) {
    const sent = await run(
      'curl',
      [
        '-sS',
        `smtp://127.0.0.1:${postane.port('smtp')}/client.test`,
        '--mail-from',
        'biri@uzak.test',
        '--mail-rcpt',
        mehmet.address,
        '-T',
        '-',
      ],
      { input: letterText(n) },
    );
    expect(sent).toMatchObject({ code: 0, err: '' });
  }
}, 120_000);
afterAll(async () => {
  expect(await postane.stop()).toBe(0);
  postane.remove();
  rmSync(work, { recursive: true, force: true });
});
const curl = (url: string, args: readonly string[] = []) =>
  run('curl', ['-sS', '--cacert', postane.caFile, '--user', `${mehmet.address}:${mehmet.password}`, ...args, url]);

test('curl reads over imap (STARTTLS), imaps, pop3 (STLS) and pop3s, and not in clear', async () => {
  const urls: readonly [string, readonly string[]][] = [
    [`imaps://localhost:${postane.port('imaps')}/INBOX;MAILINDEX=1`, []],
    [`imap://localhost:${postane.port('imap')}/INBOX;MAILINDEX=1`, ['--ssl-reqd']],
    [`pop3s://localhost:${postane.port('pop3s')}/1`, []],
    [`pop3://localhost:${postane.port('pop3')}/1`, ['--ssl-reqd']],
  ];
  for (const [url, args] of urls) {
    const read = await curl(url, args);
    expect(read, url).toMatchObject({ code: 0, err: '' });
    expect(read.out, url).toContain(letterText(1));
  }
  expect((await curl(`imap://localhost:${postane.port('imap')}/INBOX;MAILINDEX=1`)).code).not.toBe(0);
  expect((await curl(`pop3://localhost:${postane.port('pop3')}/1`)).code).not.toBe(0);
});

test('neomutt reads a letter and answers it', async () => {
  await run(
    'curl',
    [
      '-sS',
      `smtp://127.0.0.1:${postane.port('smtp')}/client.test`,
      '--mail-from',
      ayse.address.replace('firma', 'uzak'),
      '--mail-rcpt',
      mehmet.address,
      '-T',
      '-',
    ],
    {
      input: `From: ${ayse.address}\r\nTo: ${mehmet.address}\r\nSubject: Soru\r\nMessage-ID: <soru@uzak.test>\r\n\r\nGeliyor musun?\r\n`,
    },
  );
  await mailboxOf(postane, mehmet).waitForSubject('Soru');
  const config = path.join(work, 'muttrc');
  const user = mehmet.address.replace('@', '%40');
  writeFileSync(
    config,
    [
      `set imap_user="${mehmet.address}"`,
      `set imap_pass="${mehmet.password}"`,
      `set smtp_pass="${mehmet.password}"`,
      `set folder="imaps://${user}@localhost:${postane.port('imaps')}/"`,
      'set spoolfile="+INBOX"',
      `set smtp_url="smtp://${user}@localhost:${postane.port('submission')}/"`,
      'set ssl_force_tls=yes',
      'set ssl_starttls=yes',
      `set certificate_file=${postane.caFile}`,
      `set ssl_ca_certificates_file=${postane.caFile}`,
      `set from=${mehmet.address}`,
      'set use_from=yes',
      'set editor="sh -c \'echo Evet, geliyorum >> $0\'"',
      'set autoedit=yes',
      'set fast_reply=yes',
      'set include=no',
      'set edit_headers=no',
      'set record="+Sent"',
      'set quit=yes',
      'set confirmappend=no',
      'unset wait_key',
      'set sleep_time=0',
      'unset mark_old',
      'set delete=yes',
      'push "<last-entry><reply><send-message><quit>"',
      '',
    ].join('\n'),
  );
  const mutt = await run('script', ['-qec', `neomutt -n -F ${config}`, '/dev/null'], {
    env: { HOME: work, TERM: 'xterm', LANG: 'C.UTF-8' },
    limitMs: 40_000,
  });
  const answer = await mailboxOf(postane, ayse)
    .waitForSubject('Re: Soru')
    .catch((error: unknown) => {
      throw new Error(`${String(error)}\n${mutt.out.slice(-2000)}`);
    });
  expect(answer).toContain('Evet, geliyorum');
  expect(answer).toMatch(/^In-Reply-To: <soru@uzak\.test>/im);
}, 90_000);

test('imapflow: idle, append, copy, move, search, delete', async () => {
  const client = await openImap(postane, ayse);
  await client.mailboxOpen('INBOX');
  const before = client.mailbox ? client.mailbox.exists : 0;
  const heard = new Promise<number>((resolve) =>
    client.once('exists', (event: { count: number }) => resolve(event.count)),
  );
  const began = performance.now();
  void client.idle();
  await run(
    'curl',
    [
      '-sS',
      `smtp://127.0.0.1:${postane.port('smtp')}/client.test`,
      '--mail-from',
      'biri@uzak.test',
      '--mail-rcpt',
      ayse.address,
      '-T',
      '-',
    ],
    { input: 'From: biri@uzak.test\r\nSubject: zil\r\n\r\nÇalıyor\r\n' },
  );
  expect(await heard).toBe(before + 1);
  console.log(`pushed within ${Math.round(performance.now() - began)} ms of its sending`);
  const appended = await client
    .append('Arşiv', 'From: a@b.test\r\nSubject: eski\r\n\r\nx\r\n', ['\\Seen'])
    .catch(() =>
      client
        .mailboxCreate('Arşiv')
        .then(() => client.append('Arşiv', 'From: a@b.test\r\nSubject: eski\r\n\r\nx\r\n', ['\\Seen'])),
    );
  expect(appended && appended.uid).toBe(1);
  expect(await client.search({ subject: 'ZİL' }, { uid: true })).toHaveLength(1);
  const moved = await client.messageMove({ subject: 'zil' }, 'Arşiv');
  expect(moved && moved.uidMap?.size).toBe(1);
  await client.mailboxOpen('Arşiv');
  expect(client.mailbox && client.mailbox.exists).toBe(2);
  await client.messageDelete('1:*');
  expect(client.mailbox && client.mailbox.exists).toBe(0);
  await client.logout();
  await until(async () => (await mailboxOf(postane, ayse, 'Arşiv').letters()).length === 0);
});
