/** What transcripts cannot say: clients, large messages, slow readers, limits, overflow, noise. */
import { ImapFlow } from 'imapflow';
import fc from 'fast-check';
import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { FlagChange } from '../../engine/model/flags.ts';
import { MailError } from '../../engine/model/errors.ts';
import type { AccountId } from '../../engine/model/ids.ts';
import type { ImapLimits } from '../../engine/server/imap/imap-limits.ts';
import type { Store } from '../../engine/store/store.ts';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { STORES } from '../helpers/mail-stores.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});

describe.each(STORES)('on $name', ({ open }) => {
  async function start(limits: Partial<ImapLimits> = {}, serve = (store: Store): Store => store): Promise<ImapHarness> {
    const { store, close } = await open();
    cleanUp.push(close);
    const imap = await startImap(store, { limits, served: serve(store) });
    cleanUp.push(() => imap.stop());
    return imap;
  }
  async function loggedIn(imap: ImapHarness, login = 'ayse@ornek.test'): Promise<ImapLines> {
    const client = await ImapLines.connect(imap.tlsPort, true);
    cleanUp.push(() => client.close());
    await client.line();
    await ask(client, `l LOGIN ${login} "${PASSWORD}"`);
    return client;
  }
  /** Everything said up to the tagged answer, which comes last. */
  async function ask(client: ImapLines, command: string): Promise<string[]> {
    client.write(`${command}\r\n`);
    const tag = command.split(' ')[0] ?? '';
    const heard: string[] = [];
    for (;;) {
      const line = await client.line();
      if (line === null) return heard;
      heard.push(line);
      if (line.startsWith(`${tag} `)) return heard;
    }
  }
  const mailboxOf = async (imap: ImapHarness) => {
    const mailbox = await imap.store.mailboxes.find(imap.ayse.id, 'INBOX');
    if (mailbox === null) throw new Error('no INBOX');
    return mailbox;
  };
  const fill = async (imap: ImapHarness, count: number): Promise<void> => {
    const { id } = await mailboxOf(imap);
    const message = (at: number) => ({
      body: { kind: 'inline', bytes: new Uint8Array(Buffer.from(`Subject: ${at}\r\n\r\nbody ${at}\r\n`)) } as const,
      flags: { system: 0, keywords: [] },
      internalDate: null,
    });
    for (let at = 0; at < count; at += 50)
      await imap.store.intake.append(
        id,
        Array.from({ length: Math.min(50, count - at) }, (_, n) => message(at + n)),
      );
  };

  test.each(['clear with STARTTLS', 'implicit TLS'] as const)('imapflow over %s', async (how) => {
    const imap = await start();
    const secure = how === 'implicit TLS';
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: secure ? imap.tlsPort : imap.clearPort,
      secure,
      auth: { user: 'ayse@ornek.test', pass: PASSWORD },
      tls: { rejectUnauthorized: false },
      logger: false,
    });
    await client.connect();
    await client.append('INBOX', 'Subject: =?utf-8?Q?=C4=B1=C5=9F=C4=B1k?=\r\nMessage-ID: <a@b>\r\n\r\nmerhaba\r\n', [
      '\\Seen',
    ]);
    const lock = await client.getMailboxLock('INBOX');
    const message = await client.fetchOne('1', { envelope: true, source: true, flags: true, bodyStructure: true });
    if (message === false) throw new Error('nothing fetched');
    expect(message.envelope?.subject).toBe('ışık');
    expect(message.source?.toString()).toContain('merhaba');
    expect([...(message.flags ?? [])]).toEqual(['\\Seen']);
    expect(await client.search({ subject: 'ışık' })).toEqual([1]);
    await client.messageFlagsAdd('1', ['\\Flagged']);
    await client.messageMove('1', 'Archive');
    expect(client.mailbox === false ? -1 : client.mailbox.exists).toBe(0);
    lock.release();
    expect(await client.status('Archive', { messages: true })).toMatchObject({ messages: 1 });
    const names = (await client.list()).map(({ path }) => path);
    expect(names).toContain('INBOX');
    await client.logout();
  });

  test('a large message goes in by the spool and comes out as it was, also in parts', async () => {
    const imap = await start();
    const client = await loggedIn(imap);
    const octets = Buffer.concat([
      Buffer.from('Subject: big\r\n\r\n'),
      Buffer.alloc(6 * 1024 * 1024, 'abcdefghijklmnopqrstuvwxyz0123456789\r\n'),
    ]);
    client.write(`a APPEND INBOX {${octets.length}+}\r\n`);
    client.write(octets);
    client.write('\r\n');
    expect(await client.line()).toMatch(/^a OK \[APPENDUID \d+ 1\] /);
    expect(await readdir(imap.store.bodies.spoolFolder)).toEqual([]);
    await ask(client, 's SELECT INBOX');
    const [answer = ''] = await ask(client, 'f FETCH 1 BODY.PEEK[]');
    const shown = answer.replaceAll('\\r', '\r').replaceAll('\\n', '\n');
    expect(shown).toContain(octets.toString('latin1'));
    const [part] = await ask(client, 'f FETCH 1 BODY.PEEK[TEXT]<5000000.10>');
    const want = octets.subarray(16 + 5_000_000, 16 + 5_000_010).toString('latin1');
    expect(part).toBe(`* 1 FETCH (BODY[TEXT]<5000000> {10}"${want.replaceAll('\r', '\\r').replaceAll('\n', '\\n')}")`);
  });

  test('a client that does not read is waited for, not buffered for', async () => {
    const imap = await start({ writeTimeoutMs: 400 });
    const { id } = await mailboxOf(imap);
    const bytes = new Uint8Array(Buffer.alloc(3 * 1024 * 1024, 'x\r\n'));
    for (let at = 0; at < 5; at += 1)
      await imap.store.intake.append(id, [
        { body: { kind: 'inline', bytes: bytes.slice() }, flags: { system: 0, keywords: [] }, internalDate: null },
      ]);
    const client = await loggedIn(imap);
    await ask(client, 's SELECT INBOX');
    client.pause();
    for (let at = 0; at < 4; at += 1) client.write('f FETCH 1:* BODY.PEEK[]\r\n');
    await expect.poll(() => imap.server.sessionCount, { timeout: 8000 }).toBe(0);
    expect(imap.events.find(({ code }) => code === 'imap.disconnected')?.fields['reason']).toMatch(
      /took nothing|nothing was taken/,
    );
  });

  test('what is said in clear after STARTTLS is dropped', async () => {
    const imap = await start();
    const client = await ImapLines.connect(imap.clearPort, false);
    cleanUp.push(() => client.close());
    await client.line();
    client.write('a STARTTLS\r\nb NOOP\r\nc NOOP');
    expect(await client.line()).toBe('a OK begin TLS now');
    await client.startTls();
    expect(await ask(client, 'd NOOP')).toEqual(['d OK NOOP completed']);
  });

  test('a disk that takes nothing: refused with its code, reading goes on', async () => {
    const full = { value: () => Promise.reject(new MailError('unavailable', 'the disk is full')) };
    const imap = await start({}, (store) => {
      const intake: unknown = Object.create(store.intake, { append: full });
      const messages: unknown = Object.create(store.messages, { setFlags: full });
      return Object.create(store, { intake: { value: intake }, messages: { value: messages } }) as Store;
    });
    await fill(imap, 1);
    const client = await loggedIn(imap);
    client.write('a APPEND INBOX {5+}\r\nhello\r\n');
    expect(await client.line()).toBe('a NO [UNAVAILABLE] the disk is full');
    await ask(client, 's SELECT INBOX');
    expect(await ask(client, 'f FETCH 1 BODY[TEXT]')).toEqual([
      '* 1 FETCH (BODY[TEXT] {8}"body 0\\r\\n")',
      'f OK FETCH completed, but \\Seen was not set: the disk is full',
    ]);
  });

  test('quota: refused whole, with its code', async () => {
    const imap = await start();
    const client = await loggedIn(imap, 'mehmet@ornek.test');
    const octets = Buffer.alloc(30_000, 'x');
    client.write(`a APPEND INBOX {${octets.length}+}\r\n`);
    client.write(octets);
    client.write('\r\n');
    expect(await client.line()).toMatch(/^a NO \[OVERQUOTA\] /);
    expect(await ask(client, 's STATUS INBOX (MESSAGES)')).toContain('* STATUS "INBOX" (MESSAGES 0)');
  });

  test('limits end a session with a BYE that says why', async () => {
    const imap = await start({ badCommandsInARow: 3, failedLogins: 2, sessionsPerAccount: 1, loginTimeoutMs: 1500 });
    const bad = await ImapLines.connect(imap.tlsPort, true);
    await bad.line();
    bad.write('x\r\nx\r\nx\r\n');
    for (let at = 0; at < 3; at += 1) await bad.line();
    expect(await bad.line()).toBe('* BYE 3 bad commands in a row');
    const guessing = await ImapLines.connect(imap.tlsPort, true);
    await guessing.line();
    guessing.write('a LOGIN a@ornek.test b\r\na LOGIN a@ornek.test c\r\n');
    await guessing.line();
    await guessing.line();
    expect(await guessing.line()).toBe('* BYE 2 failed logins');
    const first = await loggedIn(imap);
    const second = await ImapLines.connect(imap.tlsPort, true);
    await second.line();
    expect((await ask(second, `a LOGIN ayse@ornek.test "${PASSWORD}"`))[0]).toMatch(/^a NO \[LIMIT\] /);
    expect(await second.line(4000)).toBe('* BYE no login within the time allowed');
    expect((await ask(first, 'a NOOP'))[0]).toBe('a OK NOOP completed');
    for (const client of [bad, guessing, second]) client.close();
  });

  test('more changes than a session keeps: it compares, and tells exactly what changed', async () => {
    const imap = await start({ pendingChanges: 50 });
    const viewer = imap.ayse.id as AccountId;
    await fill(imap, 60);
    const { id } = await mailboxOf(imap);
    const [early, late] = [await loggedIn(imap), await loggedIn(imap)];
    await ask(early, 's SELECT INBOX');
    await ask(late, 's SELECT INBOX');
    await ask(early, 'f FETCH 1:* UID'); // this one has its list, the other has not
    const change = (mode: FlagChange['mode']): FlagChange => ({ mode, flags: { system: 1, keywords: [] } });
    for (let at = 0; at < 60; at += 1)
      await imap.store.messages.setFlags(id, viewer, [[7, 7]], change(at % 2 === 0 ? 'add' : 'remove'));
    await imap.store.messages.setFlags(id, viewer, [[3, 3]], { mode: 'add', flags: { system: 4, keywords: [] } });
    await imap.store.messages.setFlags(id, viewer, [[9, 9]], change('add'));
    await imap.store.messages.expunge(id, viewer, [[3, 3]], { flagged: true, by: 'test' });
    await fill(imap, 2);
    for (const client of [early, late]) {
      const heard = await ask(client, 'n NOOP');
      expect(heard.slice(0, 2)).toEqual(['* 3 EXPUNGE', '* 61 EXISTS']);
      expect(heard).toContain('* 8 FETCH (UID 9 FLAGS (\\Answered))');
      expect(await ask(client, 'f UID FETCH 60:62 UID')).toEqual([
        '* 59 FETCH (UID 60)',
        '* 60 FETCH (UID 61)',
        '* 61 FETCH (UID 62)',
        'f OK UID FETCH completed',
      ]);
    }
  });

  test("a private \\Seen stays with its member; other flags are everybody's", async () => {
    const imap = await start();
    await fill(imap, 2);
    const { id } = await mailboxOf(imap);
    await imap.store.mailboxes.setSeenPrivate(id, true);
    const other = (await imap.store.directory.accountByAddress({ localpart: 'mehmet', domain: 'ornek.test' }))?.id;
    if (other === undefined) throw new Error('no other account');
    const share = { grantee: other, mode: 'replace', rights: 'lrsw' } as const;
    await imap.store.mailboxes.changeRights(imap.ayse.id, id, share);
    const client = await loggedIn(imap);
    await ask(client, 's SELECT INBOX');
    await ask(client, 'a STORE 1 +FLAGS (\\Seen)');
    const add = (system: number): FlagChange => ({ mode: 'add', flags: { system, keywords: [] } });
    await imap.store.messages.setFlags(id, other, [[1, 2]], add(8));
    expect(await ask(client, 'n NOOP')).toEqual(['n OK NOOP completed']);
    await imap.store.messages.setFlags(id, other, [[1, 2]], add(2));
    expect(await ask(client, 'n NOOP')).toEqual([
      '* 1 FETCH (UID 1 FLAGS (\\Flagged \\Seen))',
      '* 2 FETCH (UID 2 FLAGS (\\Flagged))',
      'n OK NOOP completed',
    ]);
  });

  test('stopping says goodbye to everybody', async () => {
    const imap = await start();
    const client = await loggedIn(imap);
    client.write('i IDLE\r\n');
    await client.line();
    const stopped = imap.stop();
    expect(await client.line()).toBe('* BYE the server is stopping');
    expect(await client.line()).toBeNull();
    await stopped;
    expect(imap.server.sessionCount).toBe(0);
  });

  test('no noise, in any state, ends the server or gets an internal error', async () => {
    const imap = await start({ badCommandsInARow: 1e9 });
    await fill(imap, 3);
    const word = fc.constantFrom('FETCH', 'UID', 'STORE', 'SEARCH', 'SELECT', 'INBOX', 'LIST', 'APPEND', 'IDLE', 'DONE', '1:*', '1', '*', '$', 'FLAGS', '(\\Seen)', '+FLAGS', 'BODY[]', 'BODY.PEEK[1.TEXT]<0.9>', 'BINARY[1]', 'ENVELOPE', 'ALL', 'NOT', 'RETURN', '(SAVE)', '()', '(', ')', '"', '""', '%', '{3}', '{3+}', '{99999999999}', '~{1+}', 'COPY', 'MOVE', 'EXPUNGE', 'CREATE', 'a/b', 'STATUS', '(MESSAGES)', 'ENABLE', 'IMAP4rev2', 'CLOSE', 'UNSELECT', '\xff', '\0', '&', 'ID', 'NIL', 'AUTHENTICATE', 'PLAIN', '='); // prettier-ignore
    const line = fc.array(word, { minLength: 1, maxLength: 7 }).map((words) => `t ${words.join(' ')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 15 }), fc.boolean(), async (lines, login) => {
        const client = login ? await loggedIn(imap) : await ImapLines.connect(imap.tlsPort, true);
        if (login) await ask(client, 's SELECT INBOX');
        client.write(Buffer.from(`${lines.join('\r\n')}\r\nDONE\r\nabc\r\nabc\r\nz LOGOUT\r\n`, 'latin1'));
        await client.isQuiet();
        client.close();
      }),
      { numRuns: 60 },
    );
    await expect.poll(() => imap.server.sessionCount, { timeout: 5000 }).toBe(0);
    expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  });
});
