/**
 * offlineimap3, imapfilter, getmail6, fetchmail, mpop, Python's imaplib, Perl's Mail::IMAPClient and Net::IMAP::Simple, imapflow and
 * Evolution's mail library do a day's work; what they bring is the letters byte for byte. RFC 9051, RFC 1939
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mailboxOf, openImap } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, run, startPostane, type Postane } from '../helpers/postane.ts';
import { difference, lettersFrom, withLastLineEnded } from './helpers/letters.ts';

const full = process.env.POSTANE_TEST_FULL === '1';
const LETTERS = full ? 500 : 15;
const { mehmet } = PEOPLE;
const SCRIPTS = path.join(import.meta.dirname, 'scripts');
let postane: Postane;
let work: string;

const letters = lettersFrom(0, LETTERS);
const lines = (text: string): string => text.replaceAll('\r\n', '\n');
const sorted = (texts: readonly string[]): string[] => texts.map(lines).sort();

beforeAll(async () => {
  postane = await startPostane({ set: { 'limits.mode': 'trial' } });
  await addPeople(postane);
  work = mkdtempSync(path.join(tmpdir(), 'postane-more-readers-'));
}, 120_000);
afterAll(async () => {
  expect(await postane.stop()).toBe(0);
  postane.remove();
  rmSync(work, { recursive: true, force: true });
});
/** The inbox holds just the letters. */
beforeEach(async () => {
  const client = await openImap(postane, mehmet);
  await client.mailboxOpen('INBOX');
  if (client.mailbox && client.mailbox.exists > 0) await client.messageDelete('1:*');
  for (const text of letters) await client.append('INBOX', Buffer.from(text));
  await client.logout();
}, 120_000);

const far = async (mailbox = 'INBOX'): Promise<string[]> =>
  (await mailboxOf(postane, mehmet, mailbox).letters()).map(({ source }) => source);
function filesUnder(folder: string): string[] {
  return ['new', 'cur'].flatMap((part) =>
    readdirSync(path.join(folder, part)).map((name) => path.join(folder, part, name)),
  );
}
const near = (folder: string): string[] => filesUnder(folder).map((file) => readFileSync(file, 'utf8'));
function written(name: string, content: readonly string[]): string {
  const file = path.join(work, name);
  writeFileSync(file, `${content.join('\n')}\n`);
  chmodSync(file, 0o600);
  return file;
}
function maildir(name: string): string {
  const folder = path.join(work, name);
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(path.join(folder, part), { recursive: true });
  return folder;
}
const env = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

test('offlineimap brings all, byte for byte, and carries changes both ways', async () => {
  const box = path.join(work, 'offline');
  const config = written('offlineimaprc', [
    '[general]',
    'accounts = a',
    `metadata = ${path.join(work, 'offline-state')}`,
    '[Account a]',
    'localrepository = l',
    'remoterepository = r',
    '[Repository l]',
    'type = Maildir',
    `localfolders = ${box}`,
    '[Repository r]',
    'type = IMAP',
    'remotehost = localhost',
    `remoteport = ${postane.port('imaps')}`,
    `remoteuser = ${mehmet.address}`,
    `remotepass = ${mehmet.password}`,
    'ssl = yes',
    `sslcacertfile = ${postane.caFile}`,
    "folderfilter = lambda name: name == 'INBOX'",
  ]);
  const sync = () =>
    run('offlineimap', ['-c', config, '-o', '-1', '-u', 'basic'], { env: { ...env, HOME: work }, limitMs: 120_000 });
  const first = await sync();
  expect(first.code, first.out + first.err).toBe(0);
  expect(sorted(near(path.join(box, 'INBOX')))).toEqual(sorted(letters));
  const gone = filesUnder(path.join(box, 'INBOX')).find((file) => readFileSync(file, 'utf8').includes('<m3@'))!;
  rmSync(gone);
  writeFileSync(path.join(box, 'INBOX', 'new', '1.local.test'), 'Subject: yerelden\nMessage-ID: <yerel@x>\n\nyerel\n');
  const second = await sync();
  expect(second.code, second.out + second.err).toBe(0);
  const after = await far();
  expect(after.some((text) => text.includes('<m3@uzak.test>'))).toBe(false);
  expect(after.filter((text) => text.includes('Subject: yerelden'))).toHaveLength(1);
  expect(after).toHaveLength(LETTERS);
}, 180_000);

test('imapfilter moves, flags and deletes by what it searches', async () => {
  const config = written('imapfilter.lua', [
    'options.create = true',
    'options.subscribe = true',
    `a = IMAP { server = 'localhost', port = ${postane.port('imaps')}, username = '${mehmet.address}', password = '${mehmet.password}', ssl = 'auto' }`,
    `found = a.INBOX:contain_field('Message-ID', '<m2@')`,
    `found:move_messages(a['Ayrilan'])`,
    `a.INBOX:contain_body('iki nokta'):mark_flagged()`,
    `a.INBOX:contain_field('Message-ID', '<m4@'):delete_messages()`,
    `io.stderr:write('COUNTS ' .. #found .. ' ' .. #a['Ayrilan']:select_all() .. ' ' .. #a.INBOX:is_flagged() .. '\\n')`,
  ]);
  const filtered = await run('imapfilter', ['-c', config, '-t', postane.caFile], { env: { ...env, HOME: work } });
  expect(filtered.code, filtered.out + filtered.err).toBe(0);
  const flagged = letters.filter((text) => text.includes('iki nokta')).length;
  expect(/COUNTS .*/.exec(filtered.err)?.[0]).toBe(`COUNTS 1 1 ${flagged}`);
  expect(await far('Ayrilan')).toEqual([letters[2]]);
  expect(sorted(await far())).toEqual(sorted(letters.filter((_, n) => n !== 2 && n !== 4)));
}, 90_000);

test(
  'getmail brings over POP3S and IMAPS, byte for byte',
  async () => {
    for (const [kind, port, extra] of [
      ['SimpleIMAPSSLRetriever', 'imaps', ['delete = false']],
      ['SimplePOP3SSLRetriever', 'pop3s', ['delete = true']],
    ] as const) {
      // As root getmail delivers to no Maildir, but to a program.
      const box = path.join(work, `getmail-${port}`);
      mkdirSync(box);
      const config = written(`getmail-${port}.rc`, [
        '[retriever]',
        `type = ${kind}`,
        'server = localhost',
        `port = ${postane.port(port)}`,
        `username = ${mehmet.address}`,
        `password = ${mehmet.password}`,
        `ca_certs = ${postane.caFile}`,
        '[destination]',
        'type = MDA_external',
        'path = /bin/sh',
        // getmail waits for ever for a program that ends before it begins to wait.
        `arguments = ("-c", "cat > ${box}/$$; sleep 0.1")`,
        'allow_root_commands = true',
        '[options]',
        'read_all = true',
        'delivered_to = false',
        'received = false',
        ...extra,
      ]);
      const fetched = await run('getmail', ['--rcfile', config, '--getmaildir', work], {
        env: { ...env, HOME: work },
        limitMs: 30_000 + LETTERS * 600,
      });
      expect(fetched.code, fetched.out + fetched.err).toBe(0);
      // By POP3 the last line always ends. getmail says where a letter was and writes Return-Path anew.
      const sent = port === 'imaps' ? letters : letters.map(withLastLineEnded);
      const brought = readdirSync(box).map((name) => readFileSync(path.join(box, name), 'utf8'));
      expect(
        sorted(brought.map((text) => text.replace(/^Return-Path: .*\n/, '').replace(/^X-getmail-.*\n/m, ''))),
      ).toEqual(sorted(sent));
    }
    expect(await far()).toEqual([]);
  },
  60_000 + LETTERS * 1_200,
);

test('fetchmail brings by POP3S and IMAPS, byte for byte, and deletes', async () => {
  for (const [protocol, port, keep] of [
    ['IMAP', 'imaps', 'keep'],
    ['POP3', 'pop3s', 'nokeep'],
  ] as const) {
    const box = path.join(work, `fetchmail-${port}`);
    mkdirSync(box);
    const config = written(`fetchmailrc-${port}`, [
      'set invisible',
      `poll localhost protocol ${protocol} port ${postane.port(port)}`,
      `user "${mehmet.address}" password "${mehmet.password}" ssl sslcertfile ${postane.caFile} sslcertck`,
      `norewrite fetchall ${keep} mda "sh -c 'cat > ${box}/$$'"`,
    ]);
    const fetched = await run('fetchmail', ['-f', config, '--pidfile', path.join(work, `${port}.pid`)], {
      env: { ...env, HOME: work, FETCHMAILHOME: work },
    });
    expect(fetched.code, fetched.out + fetched.err).toBe(0);
    const brought = readdirSync(box).map((name) => readFileSync(path.join(box, name), 'utf8'));
    expect(difference(brought, letters.map(withLastLineEnded).map(lines)), protocol).toBe('');
  }
  expect(await far()).toEqual([]);
}, 90_000);

test('mpop brings by POP3 (STLS and TLS), byte for byte, and deletes', async () => {
  const box = maildir('mpop');
  const common = [`host localhost`, `user ${mehmet.address}`, `password ${mehmet.password}`, 'tls on'];
  const config = written('mpoprc', [
    'defaults',
    `tls_trust_file ${postane.caFile}`,
    `uidls_file ${path.join(work, 'uidls-%U')}`,
    'received_header off',
    `delivery maildir ${box}`,
    'account stls',
    ...common,
    `port ${postane.port('pop3')}`,
    'tls_starttls on',
    'keep on',
    'account tls',
    ...common,
    `port ${postane.port('pop3s')}`,
    'tls_starttls off',
    'keep off',
  ]);
  const first = await run('mpop', ['-C', config, 'stls'], { env: { ...env, HOME: work } });
  expect(first.code, first.out + first.err).toBe(0);
  const withEnd = letters.map(withLastLineEnded);
  expect(sorted(near(box))).toEqual(sorted(withEnd));
  expect(await far()).toHaveLength(LETTERS);
  // Names that stay: what was brought is not brought again, over the other port either.
  const again = await run('mpop', ['-C', config, 'stls'], { env: { ...env, HOME: work } });
  expect(again.code, again.out + again.err).toBe(0);
  expect(near(box)).toHaveLength(LETTERS);
  const last = await run('mpop', ['-C', config, 'tls'], { env: { ...env, HOME: work } });
  expect(last.code, last.out + last.err).toBe(0);
  expect(await far()).toEqual([]);
}, 90_000);

test.each([
  ["Python's imaplib", '/usr/bin/python3', 'imaplib-day.py'],
  ['Mail::IMAPClient', 'perl', 'mail-imapclient-day.pl'],
  ['Net::IMAP::Simple', 'perl', 'net-imap-simple-day.pl'],
  ['imapflow', process.execPath, 'imapflow-day.mjs'],
  ["Evolution's Camel", '/usr/bin/python3', 'evolution-day.py'],
])(
  '%s reads, searches, flags, copies, appends and deletes',
  async (_name, program, script) => {
    const box = path.join(work, script);
    mkdirSync(box);
    const done = await run(program, [path.join(SCRIPTS, script)], {
      env: {
        ...env,
        PORT: String(postane.port('imaps')),
        CA: postane.caFile,
        LOGIN: mehmet.address,
        PASSWORD: mehmet.password,
        BOX: box,
      },
      limitMs: 90_000,
    });
    expect(done.code, done.out + done.err).toBe(0);
    const brought = readdirSync(box).map((name) => readFileSync(path.join(box, name), 'utf8'));
    expect(brought.sort()).toEqual([...letters].sort());
    const copies = `Kopya-${script.split('-')[0]}`;
    expect(await far(copies)).toEqual([letters[1]]);
    const after = await far();
    expect(after).toHaveLength(LETTERS);
    expect(after.filter((text) => text.includes('<m4@uzak.test>'))).toHaveLength(0);
    // Evolution gives a letter the fields it lacks.
    const own = script.startsWith('evolution') ? /^(From|Date|Message-ID|MIME-Version): .*\r\n/gm : '';
    expect(after.at(-1)?.replace(own, '')).toBe('Subject: eklenen\r\n\r\nışık\r\n');
    const said = JSON.parse(done.out.trim().split('\n').at(-1) ?? '') as { found: number; flagged: number };
    expect(said).toEqual({ found: 1, flagged: 1 });
  },
  120_000,
);
