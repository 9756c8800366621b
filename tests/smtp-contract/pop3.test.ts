/** POP3 as mail programs see it, over real sockets. RFC 1939, 2449, 2595, 3206, 5034 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linesOf, PASSWORD, startPop3, type Pop3Harness } from '../helpers/pop3-harness.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const plain = (login: string, password: string): string => Buffer.from(`\0${login}\0${password}`).toString('base64');
const FIRST = 'Subject: bir\r\n\r\n.nokta\r\n..iki\r\nson\r\n';
const SECOND = 'Subject: iki\r\n\r\nx\r\n';

describe('on the memory store', () => {
  const { open } = MEMORY;
  let opened: Awaited<ReturnType<typeof open>>;
  let pop3: Pop3Harness;
  beforeEach(async () => {
    opened = await open();
    pop3 = await startPop3(opened.store);
  });
  afterEach(async () => {
    await pop3.stop();
    await opened.close();
  });

  test('in clear nothing that holds a password is offered or taken', async () => {
    const client = await pop3.connect('pop3');
    const offered = await linesOf(client, 'CAPA');
    expect(offered).toContain('STLS');
    expect(offered.join()).not.toMatch(/SASL/);
    expect(offered).not.toContain('USER');
    for (const command of ['USER ayse@firma.test', 'PASS x', `AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}`])
      expect(await client.ask(`${command}\r\n`, /^[+-]/)).toMatch(/^-ERR .*STLS/);
    expect(pop3.events.some((event) => event.code === 'login.clearText')).toBe(true);
    expect(pop3.events.some((event) => event.code === 'login.ok')).toBe(false);
  });

  test('STLS: what came in clear behind it is dropped, then all is offered', async () => {
    const client = await pop3.connect('pop3');
    await client.ask('STLS\r\nQUIT\r\n', /^\+OK/);
    await client.upgrade({ rejectUnauthorized: false });
    const offered = await linesOf(client, 'CAPA');
    expect(offered).toEqual([
      'TOP',
      'UIDL',
      'RESP-CODES',
      'AUTH-RESP-CODE',
      'PIPELINING',
      'UTF8 USER',
      'LANG',
      'EXPIRE NEVER',
      'USER',
      'SASL PLAIN',
      'IMPLEMENTATION Postane',
    ]);
    expect(await client.ask('STLS\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await client.ask(`AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}\r\n`, /^[+-]/)).toBe('+OK 0 letters');
  });

  test('AUTH in two steps, cancelled, wrong', async () => {
    const client = await pop3.connect('pop3s');
    expect(await client.ask('AUTH PLAIN\r\n', /^[+-]/)).toBe('+ ');
    expect(await client.ask('*\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await client.ask('AUTH PLAIN %\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await client.ask('AUTH CRAM-MD5\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await client.ask('AUTH PLAIN\r\n', /^[+-]/)).toBe('+ ');
    expect(await client.ask(`${plain('ayse@firma.test', 'yanlis')}\r\n`, /^[+-]/)).toMatch(/^-ERR \[AUTH\] /);
  });

  test('a wrong password and nobody sound the same, and three end the session', async () => {
    const client = await pop3.connect('pop3s');
    const answers: string[] = [];
    for (const login of ['yok@firma.test', 'ayse@firma.test', 'ayse@baska.test']) {
      await client.ask(`USER ${login}\r\n`, /^\+OK/);
      answers.push(await client.ask('PASS yanlis\r\n', /^[+-]/));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^-ERR \[AUTH\] /);
    await expect(client.ask('NOOP\r\n', /^[+-]/)).rejects.toThrow(/ended/);
  });

  test('STAT, LIST, UIDL, RETR, TOP say the letters as they are', async () => {
    await pop3.deliver(FIRST);
    await pop3.deliver(SECOND);
    const client = await pop3.signedIn();
    const stat = await client.ask('STAT\r\n', /^[+-]/);
    const sizes = (await linesOf(client, 'LIST')).map((line) => Number(line.split(' ')[1]));
    expect(stat).toBe(`+OK 2 ${sizes[0]! + sizes[1]!}`);
    expect(await client.ask('LIST 2\r\n', /^[+-]/)).toBe(`+OK 2 ${sizes[1]}`);
    const names = await linesOf(client, 'UIDL');
    expect(names.every((line) => /^[12] [\x21-\x7e]{1,70}$/.test(line))).toBe(true);
    expect(await client.ask('UIDL 1\r\n', /^[+-]/)).toBe(`+OK ${names[0]}`);
    const whole = (await linesOf(client, 'RETR 1')).map((line) => `${line.replace(/^\./, '')}\r\n`).join('');
    expect(whole).toHaveLength(sizes[0]!);
    expect(whole).toMatch(/^Return-Path: <>\r\nDelivered-To: ayse@firma\.test\r\n/);
    expect(whole.endsWith(FIRST)).toBe(true);
    const top = await linesOf(client, 'TOP 1 1');
    expect(top.slice(-3)).toEqual(['Subject: bir', '', '..nokta']);
    expect((await linesOf(client, 'TOP 1 0')).at(-1)).toBe('');
  });

  test('commands that make no sense are refused and the session goes on', async () => {
    await pop3.deliver(FIRST);
    const client = await pop3.signedIn();
    for (const command of [
      'RETR',
      'RETR 0',
      'RETR 2',
      'RETR x',
      'TOP 1',
      'TOP 1 -1',
      'DELE 9',
      'LIST 5',
      'UIDL 5',
      'STAT 1',
      'APOP a b',
      'USER x',
      'constructor',
      '',
      'QUIT now',
    ])
      expect(await client.ask(`${command}\r\n`, /^[+-]/), command).toMatch(/^-ERR/);
    expect(await client.ask('NOOP\r\n', /^[+-]/)).toMatch(/^\+OK/);
  });

  test('DELE marks, RSET takes back, only QUIT removes', async () => {
    await pop3.deliver(FIRST);
    await pop3.deliver(SECOND);
    const inbox = async () => (await pop3.store.mailboxes.find(pop3.ayse.id, 'INBOX'))?.counts.messages;
    let client = await pop3.signedIn();
    await client.ask('DELE 1\r\n', /^\+OK/);
    expect(await client.ask('DELE 1\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await client.ask('RETR 1\r\n', /^[+-]/)).toMatch(/^-ERR/);
    expect(await linesOf(client, 'LIST')).toHaveLength(1);
    await client.ask('RSET\r\n', /^\+OK/);
    expect(await linesOf(client, 'LIST')).toHaveLength(2);
    await client.ask('DELE 1\r\n', /^\+OK/);
    client.close();
    await expect.poll(() => pop3.events.some((event) => event.code === 'pop3.disconnected')).toBe(true);
    expect(await inbox()).toBe(2);
    client = await pop3.signedIn();
    const [, kept = ''] = await linesOf(client, 'UIDL');
    await client.ask('DELE 1\r\n', /^\+OK/);
    await client.ask('QUIT\r\n', /^\+OK/);
    await expect(client.ask('NOOP\r\n', /^[+-]/)).rejects.toThrow(/ended/);
    expect(await inbox()).toBe(1);
    client = await pop3.signedIn();
    expect(await linesOf(client, 'UIDL')).toEqual([kept.replace(/^2 /, '1 ')]);
  });

  test('a maildrop in use is said so, and free again after the session', async () => {
    const client = await pop3.signedIn();
    const other = await pop3.connect('pop3s');
    const login = `AUTH PLAIN ${plain('ayse@firma.test', PASSWORD)}\r\n`;
    expect(await other.ask(login, /^[+-]/)).toMatch(/^-ERR \[IN-USE\] /);
    await client.ask('QUIT\r\n', /^\+OK/);
    await expect.poll(async () => (await other.ask(login, /^[+-]/)).slice(0, 3)).toBe('+OK');
  });

  test('pipelined commands are answered in order', async () => {
    await pop3.deliver(SECOND);
    const client = await pop3.signedIn();
    client.write('NOOP\r\nLIST 1\r\nUIDL 1\r\nDELE 1\r\nQUIT\r\n');
    const answers: string[] = [];
    for (let i = 0; i < 5; i++) answers.push((await client.until(/^[+-]/)).split(' ')[1]!);
    expect(answers).toEqual(['Here', '1', '1', 'Marked', 'Goodbye']);
  });

  test('a large letter streams to a slow reader without filling the memory', async () => {
    await pop3.deliver(`Subject: buyuk\r\n\r\n${`${'k'.repeat(76)}\r\n`.repeat(150_000)}`);
    const client = await pop3.signedIn();
    const before = process.memoryUsage().arrayBuffers;
    const lines = await linesOf(client, 'RETR 1');
    expect(lines.length).toBeGreaterThan(150_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  }, 30_000);

  test('a line that is too long ends the session', async () => {
    const client = await pop3.connect('pop3s');
    client.write('x'.repeat(20_000));
    expect(await client.until(/^-ERR/)).toMatch(/too long/);
    await expect(client.until(/never/)).rejects.toThrow(/ended/);
  });
});

test('silence ends the session without removing anything', async () => {
  const opened = await MEMORY.open();
  const pop3 = await startPop3(opened.store, { idleMs: 600 });
  await pop3.deliver(SECOND);
  const client = await pop3.signedIn();
  await client.ask('DELE 1\r\n', /^\+OK/);
  expect(await client.until(/^-ERR/)).toMatch(/Nothing came/);
  expect((await pop3.store.mailboxes.find(pop3.ayse.id, 'INBOX'))?.counts.messages).toBe(1);
  await pop3.stop();
  await opened.close();
});
