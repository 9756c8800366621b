/**
 * mbsync and neomutt between changes on both sides: what one side has, the other has, byte for byte and flag for flag, with their
 * use of extensions on and off (neomutt keeps its list by CONDSTORE and QRESYNC, mbsync knows neither). RFC 9051, 6851, 4315, 7162
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mailboxOf, openImap } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, run, startPostane, type Postane, type RunResult } from '../helpers/postane.ts';
import { difference, letter, lettersFrom } from './helpers/letters.ts';

const LETTERS = process.env.POSTANE_TEST_FULL === '1' ? 500 : 60;
const { mehmet } = PEOPLE;
const FOLDER = 'ışık';
const FOLDER_NEAR = '&ATEBXwEx-k';
let postane: Postane;
let work: string;

beforeAll(async () => {
  postane = await startPostane({ set: { 'limits.mode': 'trial' } });
  await addPeople(postane);
}, 120_000);
afterAll(async () => {
  expect(await postane.stop()).toBe(0);
  postane.remove();
});
/** The inbox holds just the letters, and no mailbox of a run before is left. */
beforeEach(async () => {
  work = mkdtempSync(path.join(tmpdir(), 'postane-two-way-'));
  const client = await openImap(postane, mehmet);
  for (const { path: name, specialUse } of await client.list()) {
    if (specialUse === undefined && name !== 'INBOX') await client.mailboxDelete(name);
  }
  for (const mailbox of ['INBOX', 'Trash']) {
    await client.mailboxOpen(mailbox);
    if (client.mailbox && client.mailbox.exists > 0) await client.messageDelete('1:*');
  }
  for (const text of lettersFrom(0, LETTERS)) await client.append('INBOX', Buffer.from(text));
  await client.mailboxClose();
  await client.logout();
  return () => rmSync(work, { recursive: true, force: true });
}, 120_000);

/** A letter as both sides must have it: marks that matter, and text with bare ends of lines and without the programs' own fields. */
const seenAs = (text: string, marks: string): string =>
  `${marks}\n${text.replaceAll('\r\n', '\n').replace(/^(X-TUID|Content-Length|Lines): .*\n/gm, '')}`;
const MARKS = { '\\Answered': 'R', '\\Flagged': 'F', '\\Seen': 'S' } as const;
const far = async (mailbox: string): Promise<string[]> =>
  (await mailboxOf(postane, mehmet, mailbox).letters()).map(({ source, flags }) =>
    seenAs(
      source,
      Object.entries(MARKS)
        .flatMap(([flag, mark]) => (flags.has(flag) ? mark : []))
        .sort()
        .join(''),
    ),
  );
const filesOf = (folder: string): string[] =>
  ['new', 'cur'].flatMap((part) => readdirSync(path.join(folder, part)).map((name) => path.join(folder, part, name)));
const near = (folder: string): string[] =>
  filesOf(folder).map((file) =>
    seenAs(readFileSync(file, 'utf8'), /:2,([A-Z]*)$/.exec(file)?.[1]?.replace(/[^RFS]/g, '') ?? ''),
  );
const fileOf = (folder: string, n: number): string =>
  filesOf(folder).find((file) => readFileSync(file, 'utf8').includes(`<m${n}@uzak.test>`))!;
function mark(folder: string, n: number, marks: string): void {
  const file = fileOf(folder, n);
  renameSync(file, path.join(folder, 'cur', `${path.basename(file).replace(/:2,.*$/, '')}:2,${marks}`));
}
function fine(result: RunResult): RunResult {
  expect(result.code, (result.out + result.err).slice(-3000)).toBe(0);
  return result;
}
const except = (...gone: readonly number[]) =>
  Array.from({ length: LETTERS }, (_, n) => n).filter((n) => !gone.includes(n));
/** What a mailbox must hold: letters by number, with the marks of some. */
const expected = (numbers: readonly number[], marks: Readonly<Record<number, string>> = {}) =>
  numbers.map((n) => seenAs(letter(n), marks[n] ?? ''));

/** What another program does meanwhile: flags 1 and 2, deletes 3, moves 4 to the folder, brings 1000. */
async function changeFar(): Promise<void> {
  const client = await openImap(postane, mehmet);
  await client.mailboxOpen('INBOX');
  const only = (n: number) => ({ header: { 'Message-ID': `<m${n}@` } });
  await client.messageFlagsAdd(only(1), ['\\Flagged']);
  await client.messageFlagsAdd(only(2), ['\\Seen', '\\Answered']);
  await client.messageDelete(only(3));
  await client.messageMove(only(4), FOLDER);
  await client.append('INBOX', Buffer.from(letter(1000)), ['\\Seen']);
  await client.logout();
}
async function createFar(): Promise<void> {
  const client = await openImap(postane, mehmet);
  await client.mailboxCreate(FOLDER);
  for (const text of lettersFrom(2000, 5)) await client.append(FOLDER, Buffer.from(text));
  await client.logout();
}
/** @returns the sum of the modification sequences of all mailboxes: it grows with every change anywhere */
async function changesSoFar(): Promise<bigint> {
  const client = await openImap(postane, mehmet);
  let sum = 0n;
  for (const { path: name } of await client.list()) {
    const status = await client.status(name, { highestModseq: true });
    if (status === false || status.highestModseq === undefined) throw new Error(`no STATUS of ${name}`);
    sum += status.highestModseq;
  }
  await client.logout();
  return sum;
}

function mbsyncConfig(maildir: string, disabled: readonly string[]): string {
  const file = path.join(work, 'mbsyncrc');
  const lines = [
    'IMAPAccount p',
    'Host localhost',
    `Port ${postane.port('imaps')}`,
    `User ${mehmet.address}`,
    `Pass ${mehmet.password}`,
    'SSLType IMAPS',
    'SSLVersions TLSv1.3',
    `CertificateFile ${postane.caFile}`,
    ...(disabled.length === 0 ? [] : [`DisableExtensions ${disabled.join(' ')}`]),
    'IMAPStore far',
    'Account p',
    'Trash Trash',
    'MaildirStore near',
    `Path ${maildir}/`,
    `Inbox ${maildir}/INBOX`,
    'SubFolders Verbatim',
    'Channel c',
    'Far :far:',
    'Near :near:',
    'Patterns * !Trash',
    'Create Both',
    'Expunge Both',
    'SyncState *',
  ].map((line) => (/^(IMAPAccount|IMAPStore|MaildirStore|Channel) /.test(line) ? `\n${line}` : line));
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

test.each([
  ['on', [], true],
  ['off', ['UIDPLUS', 'MOVE', 'LITERAL+', 'SASL-IR', 'NAMESPACE', 'COMPRESS=DEFLATE'], false],
] as const)(
  'mbsync, its extensions %s',
  async (_name, disabled, used) => {
    await createFar();
    const maildir = path.join(work, 'mbsync');
    mkdirSync(maildir);
    const config = mbsyncConfig(maildir, disabled);
    const inbox = path.join(maildir, 'INBOX');
    const sync = async () =>
      fine(await run('mbsync', ['-D', '-c', config, '-a'], { env: { HOME: work }, limitMs: 90_000 }));
    const same = async (mailbox: string, folder: string, letters: readonly string[]) => {
      expect(difference(await far(mailbox), letters), `${mailbox} there`).toBe('');
      expect(difference(near(path.join(maildir, folder)), letters), `${folder} here`).toBe('');
    };
    const first = await sync();
    await same('INBOX', 'INBOX', expected(except()));
    await same(FOLDER, FOLDER_NEAR, expected([2000, 2001, 2002, 2003, 2004]));
    await changeFar();
    mark(inbox, 1, 'S');
    mark(inbox, 5, 'FS');
    rmSync(fileOf(inbox, 6));
    renameSync(fileOf(inbox, 7), path.join(maildir, FOLDER_NEAR, 'new', '7.local.test'));
    writeFileSync(path.join(inbox, 'new', '3000.local.test'), letter(3000).replaceAll('\r\n', '\n'));
    for (const part of ['new', 'cur', 'tmp']) mkdirSync(path.join(maildir, 'Yerel', part), { recursive: true });
    writeFileSync(path.join(maildir, 'Yerel', 'new', '3001.local.test'), letter(3001).replaceAll('\r\n', '\n'));
    const second = await sync();
    for (const [said, word] of [
      [first, 'COMPRESS DEFLATE'],
      [first, 'NAMESPACE'],
      [second, 'UID MOVE'],
    ] as const)
      expect(new RegExp(`>>> \\d+ ${word}`).test(said.out + said.err), word).toBe(used);
    const marks = { 1: 'FS', 2: 'RS', 5: 'FS', 1000: 'S' };
    await same('INBOX', 'INBOX', expected([...except(3, 4, 6, 7), 1000, 3000], marks));
    await same(FOLDER, FOLDER_NEAR, expected([2000, 2001, 2002, 2003, 2004, 4, 7]));
    await same('Yerel', 'Yerel', expected([3001]));
    expect(difference(await far('Trash'), expected([6, 7])), 'Trash').toBe('');

    // Taken back on one side, changed on both, and then nothing at all.
    mark(inbox, 5, 'S');
    rmSync(fileOf(inbox, 8));
    const client = await openImap(postane, mehmet);
    await client.mailboxOpen('INBOX');
    await client.messageFlagsRemove({ header: { 'Message-ID': '<m1@' } }, ['\\Flagged']);
    await client.messageDelete({ header: { 'Message-ID': '<m8@' } });
    await client.logout();
    await sync();
    await same('INBOX', 'INBOX', expected([...except(3, 4, 6, 7, 8), 1000, 3000], { ...marks, 1: 'S', 5: 'S' }));
    const before = await changesSoFar();
    await sync();
    expect(await changesSoFar()).toBe(before);
  },
  240_000,
);

/** One sitting: the keys are typed as soon as the inbox is there. @returns what neomutt noted of its talk with the server */
async function neomutt(settings: readonly string[], keys: string): Promise<string> {
  const user = mehmet.address.replace('@', '%40');
  const config = path.join(work, 'muttrc');
  const notes = path.join(work, 'notes');
  rmSync(`${notes}0`, { force: true });
  mkdirSync(path.join(work, 'bodies'), { recursive: true });
  const lines = [
    `set imap_user="${mehmet.address}" imap_pass="${mehmet.password}"`,
    `set folder="imaps://${user}@localhost:${postane.port('imaps')}/"`,
    'set spoolfile="+INBOX" ssl_force_tls=yes',
    `set certificate_file=${postane.caFile} ssl_ca_certificates_file=${postane.caFile}`,
    `set header_cache=${work}/headers message_cachedir=${work}/bodies mbox_type=Maildir`,
    'set confirmappend=no confirmcreate=no delete=yes quit=yes sleep_time=0 move=no copy=no',
    'unset wait_key mark_old beep',
    ...settings,
    `push "${keys}"`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  fine(
    await run('script', ['-qec', `neomutt -n -F ${config} -d 3 -l ${notes}`, '/dev/null'], {
      env: { HOME: work, TERM: 'xterm', LANG: 'C.UTF-8' },
      limitMs: 60_000,
    }),
  );
  return readFileSync(`${notes}0`, 'utf8');
}

test.each([
  ['neither', ['set imap_condstore=no imap_qresync=no'], null],
  ['CONDSTORE', ['set imap_condstore=yes imap_qresync=no'], 'CHANGEDSINCE'],
  ['QRESYNC', ['set imap_condstore=yes imap_qresync=yes'], 'CHANGEDSINCE VANISHED'],
  // After VANISHED (EARLIER) neomutt 20220429 reads its list anew; it does so with Dovecot, too.
] as const)(
  'neomutt keeps its list by %s',
  async (_name, settings, used) => {
    await createFar();
    const all = (folder: string) => `<tag-pattern>~A<enter><tag-prefix><copy-message>${folder}<enter>`;
    await neomutt(settings, `${all(path.join(work, 'first'))}<quit>`);
    expect(difference(near(path.join(work, 'first')), expected(except()))).toBe('');

    await changeFar();
    const pattern = (n: number) => `~i '<m${n}@'`;
    const notes = await neomutt(
      settings,
      [
        all(path.join(work, 'second')),
        '<untag-pattern>~A<enter>',
        `<delete-pattern>${pattern(6)}<enter>`,
        `<tag-pattern>${pattern(7)}<enter><tag-prefix><save-message>=${FOLDER}<enter>`,
        '<untag-pattern>~A<enter>',
        `<tag-pattern>${pattern(5)}<enter><tag-prefix><flag-message>`,
        '<sync-mailbox><quit>',
      ].join(''),
    );
    const marks = { 1: 'F', 2: 'RS', 1000: 'S' };
    expect(difference(near(path.join(work, 'second')), expected([...except(3, 4), 1000], marks))).toBe('');
    expect(difference(await far('INBOX'), expected([...except(3, 4, 6, 7), 1000], { ...marks, 5: 'F' }))).toBe('');
    expect(difference(await far(FOLDER), expected([2000, 2001, 2002, 2003, 2004, 4, 7]))).toBe('');
    const asked = /UID FETCH \S+ \(FLAGS\) \((CHANGEDSINCE) \d+( VANISHED)?\)/.exec(notes);
    expect(asked && [asked[1], asked[2]].join('')).toBe(used);
  },
  180_000,
);
