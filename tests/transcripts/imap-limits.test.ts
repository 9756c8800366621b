/** Every bound of an IMAP session is told when it is reached, and many mailboxes are as usable as few. RFC 9051 5.4, 7.1.5, RFC 7888 4 */
import { afterEach, describe, expect, test } from 'vitest';
import type { ImapLimits } from '../../engine/server/imap/imap-limits.ts';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { MEMORY, SQLITE } from '../helpers/mail-stores.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
async function start(limits: Partial<ImapLimits> = {}, kind = MEMORY): Promise<ImapHarness> {
  const { store, close } = await kind.open();
  cleanUp.push(close);
  const imap = await startImap(store, { limits });
  cleanUp.push(() => imap.stop());
  return imap;
}
async function loggedIn(imap: ImapHarness): Promise<ImapLines> {
  const client = await ImapLines.connect(imap.tlsPort, true);
  cleanUp.push(() => client.close());
  await client.line();
  await ask(client, `l LOGIN ayse@ornek.test "${PASSWORD}"`);
  return client;
}
/** Lines up to the tagged one, or to the end of the session. */
async function ask(client: ImapLines, command: string): Promise<string[]> {
  client.write(`${command}\r\n`);
  const tag = command.split(' ')[0] ?? '';
  const heard: string[] = [];
  for (let line = await client.line(60_000); line !== null; line = await client.line(60_000)) {
    heard.push(line);
    if (line.startsWith(`${tag} `)) break;
  }
  return heard;
}

describe('bounds', () => {
  test('of a command line, a literal, nesting, keys, parts: refused with words, and the session goes on', async () => {
    const client = await loggedIn(await start({ lineBytes: 4096, literalBytes: 1000 }));
    await ask(client, 's SELECT INBOX');
    client.write(`a NOOP ${'x'.repeat(8000)}\r\n`);
    expect(await client.line()).toMatch(/BAD .*4096|BAD .*long/);
    expect((await ask(client, `b SEARCH SUBJECT {2000+}\r\n${'y'.repeat(2000)}`)).at(-1)).toMatch(
      /^b BAD \[TOOBIG\] .*1000/,
    );
    expect((await ask(client, 'c SEARCH SUBJECT {2000}')).at(-1)).toMatch(/^c BAD \[TOOBIG\] .*1000/);
    expect((await ask(client, `d SEARCH ${'('.repeat(60)}ALL${')'.repeat(60)}`)).at(-1)).toMatch(/^d BAD .*50 deep/);
    expect((await ask(client, `e SEARCH ${'NOT '.repeat(60)}ALL`)).at(-1)).toMatch(/^e BAD .*50 deep/);
    expect((await ask(client, `f SEARCH ${'SEEN '.repeat(700)}`.trimEnd())).at(-1)).toMatch(/^f OK/);
    expect((await ask(client, `g FETCH 1:* (${'('.repeat(200)}UID`)).at(-1)).toMatch(/^g BAD/);
    expect((await ask(client, 'h NOOP')).at(-1)).toMatch(/^h OK/);
  });

  test('of the keys of one search', async () => {
    const client = await loggedIn(await start());
    await ask(client, 's SELECT INBOX');
    expect((await ask(client, `a SEARCH ${'SEEN '.repeat(1100)}`.trimEnd())).at(-1)).toMatch(/^a BAD .*1000 keys/);
    expect((await ask(client, 'b NOOP')).at(-1)).toMatch(/^b OK/);
  });

  test('of silence after login, and of the time to log in, however busy the client is', async () => {
    const imap = await start({ idleTimeoutMs: 500, loginTimeoutMs: 700 });
    const silent = await loggedIn(imap);
    expect(await silent.line()).toBe('* BYE nothing came for too long');
    expect(await silent.line()).toBeNull();
    const busy = await ImapLines.connect(imap.tlsPort, true);
    cleanUp.push(() => busy.close());
    await busy.line();
    const timer = setInterval(() => busy.write('a NOOP\r\n'), 100);
    cleanUp.push(() => clearInterval(timer));
    let last: string | null = null;
    for (let line = await busy.line(); line !== null; line = await busy.line()) last = line;
    expect(last).toBe('* BYE no login within the time allowed');
  });

  test('a literal before login is small', async () => {
    const imap = await start({ literalBytesBeforeLogin: 100 });
    const client = await ImapLines.connect(imap.tlsPort, true);
    cleanUp.push(() => client.close());
    await client.line();
    expect((await ask(client, `a LOGIN {200+}\r\n${'x'.repeat(200)} y`)).at(-1)).toMatch(/^a BAD \[TOOBIG\] .*100/);
  });
});

describe.each([MEMORY, SQLITE])('mailboxes on $name', (kind) => {
  test('RENAME of INBOX moves its letters and leaves it empty, children stay', async () => {
    const imap = await start({}, kind);
    const client = await loggedIn(imap);
    await ask(client, 'a APPEND INBOX (\\Seen) {5+}\r\nhello');
    await ask(client, 'b APPEND INBOX {5+}\r\nhello');
    await ask(client, 'c CREATE INBOX/alt');
    expect((await ask(client, 'd RENAME INBOX Eski')).at(-1)).toMatch(/^d OK/);
    expect(await ask(client, 'e STATUS INBOX (MESSAGES)')).toContain('* STATUS "INBOX" (MESSAGES 0)');
    expect(await ask(client, 'f STATUS Eski (MESSAGES UNSEEN)')).toContain('* STATUS "Eski" (MESSAGES 2 UNSEEN 1)');
    expect((await ask(client, 'g LIST "" INBOX/%')).length).toBe(2);
    expect((await ask(client, 'h LIST "" Eski/%')).length).toBe(1);
  });

  test('the usual mailboxes are named in the language of the account', async () => {
    const imap = await start({}, kind);
    const account = await imap.store.directory.createAccount({
      address: { localpart: 'deniz', domain: 'ornek.test' },
      displayName: 'Deniz',
      role: 'account',
      language: 'tr',
      quotaBytes: null,
      passwordHash: 'none',
    });
    const uses = async (id: typeof account.id): Promise<Record<string, string | null>> =>
      Object.fromEntries((await imap.store.mailboxes.list(id)).map(({ name, specialUse }) => [name, specialUse]));
    expect(await uses(account.id)).toEqual({
      INBOX: null,
      Arşiv: 'archive',
      Gönderilmiş: 'sent',
      Taslaklar: 'drafts',
      Çöp: 'trash',
      İstenmeyen: 'junk',
    });
    expect(await uses(imap.ayse.id)).toMatchObject({ Trash: 'trash', Sent: 'sent' });
  });
});

test('10,000 are listed, selected and renamed; the next is refused with its code', async () => {
  const imap = await start({}, SQLITE);
  const { store, ayse } = imap;
  const names = Array.from({ length: 9_800 }, (_, at) => `Arşiv ${Math.floor(at / 100)}/Klasör ${at}`);
  for (let at = 0; at < names.length; at += 250)
    await Promise.all(names.slice(at, at + 250).map((name) => store.mailboxes.create(ayse.id, name, null)));
  const client = await loggedIn(imap);
  await ask(client, 'e ENABLE IMAP4rev2');
  const has = (await store.mailboxes.list(ayse.id)).length;
  for (let at = has; at < 10_000; at += 1) await store.mailboxes.create(ayse.id, `Son ${at}`, null);
  expect((await ask(client, 'a CREATE fazla')).at(-1)).toMatch(/^a NO \[LIMIT\] .*10000 mailboxes/);
  const listed = await ask(client, 'b LIST "" *');
  expect(listed.length).toBe(10_001);
  expect((await ask(client, 'c LIST "" "Arşiv 7/%"')).length).toBe(101);
  expect((await ask(client, 'd SELECT "Arşiv 97/Klasör 9799"')).at(-1)).toMatch(/^d OK/);
  expect((await ask(client, 'f RENAME "Arşiv 7" "Eski 7"')).at(-1)).toMatch(/^f OK/);
  expect((await ask(client, 'g LIST "" "Eski 7/%"')).length).toBe(101);
  expect((await ask(client, 'h LIST "" "Arşiv 7/%"')).length).toBe(1);
}, 180_000);
