/** What the owner sets for POP3, and what only some letters and clients need. RFC 2449 6.5, 6.7, RFC 6856 */
import { afterEach, describe, expect, test } from 'vitest';
import { linesOf, PASSWORD, startPop3, type Pop3Harness } from '../helpers/pop3-harness.ts';
import { MEMORY, SQLITE } from '../helpers/mail-stores.ts';

const LETTER = 'Subject: bir\r\n\r\nx\r\n';
const login = `AUTH PLAIN ${Buffer.from(`\0ayse@firma.test\0${PASSWORD}`).toString('base64')}\r\n`;
let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
async function start(
  options: {
    readonly kind?: typeof MEMORY;
    readonly limits?: Parameters<typeof startPop3>[1];
    readonly policy?: Parameters<typeof startPop3>[2];
  } = {},
): Promise<Pop3Harness> {
  const { store, close } = await (options.kind ?? MEMORY).open();
  cleanUp.push(close);
  const pop3 = await startPop3(store, options.limits, options.policy);
  cleanUp.push(() => pop3.stop());
  return pop3;
}
const messagesIn = async ({ store, ayse }: Pop3Harness, name: string): Promise<number | undefined> =>
  (await store.mailboxes.find(ayse.id, name))?.counts.messages;

describe.each([MEMORY, SQLITE])('on $name', (kind) => {
  test('deleted letters go to the Trash, made where there is none', async () => {
    const pop3 = await start({ kind, policy: { keepsInTrash: true } });
    await pop3.deliver(LETTER);
    await pop3.deliver(LETTER);
    const client = await pop3.signedIn();
    await client.ask('DELE 2\r\n', /^\+OK/);
    expect(await messagesIn(pop3, 'INBOX')).toBe(2);
    await client.ask('QUIT\r\n', /^\+OK/);
    expect([await messagesIn(pop3, 'INBOX'), await messagesIn(pop3, 'Çöp')]).toEqual([1, 1]);
    await pop3.store.mailboxes.remove(pop3.ayse.id, 'Çöp');
    const again = await pop3.signedIn();
    await again.ask('DELE 1\r\n', /^\+OK/);
    await again.ask('QUIT\r\n', /^\+OK/);
    expect([await messagesIn(pop3, 'INBOX'), await messagesIn(pop3, 'Çöp')]).toEqual([0, 1]);
  });
});

test('a wait between sign-ins is offered and held, and expiry is said', async () => {
  const pop3 = await start({ policy: { loginDelaySeconds: 1, expireDays: 30 } });
  const first = await pop3.connect('pop3s');
  const offered = await linesOf(first, 'CAPA');
  expect(offered).toContain('LOGIN-DELAY 1');
  expect(offered).toContain('EXPIRE 30');
  await first.ask(login, /^\+OK/);
  await first.ask('QUIT\r\n', /^\+OK/);
  const second = await pop3.connect('pop3s');
  expect(await second.ask(login, /^[+-]/)).toMatch(/^-ERR \[LOGIN-DELAY\] .*1 seconds/);
  await expect
    .poll(async () => (await second.ask(login, /^[+-]/)).slice(0, 3), { timeout: 5000, interval: 200 })
    .toBe('+OK');
});

test('a letter with an address beyond ASCII is shown as it is to those who said UTF8, to others in ASCII', async () => {
  const pop3 = await start();
  const eai =
    'Subject: x\r\nFrom: \xc3\x87a\xc4\x9f <kullan\xc4\xb1c\xc4\xb1@firma.test>\r\nX-Y: \xc3\x87\r\n\r\nbir \xc3\x87\r\niki\r\n';
  const old = 'Subject: \xfc\xf0\r\nFrom: Ay\xfee <a@b.test>\r\n\r\nx\r\n';
  await pop3.deliver(eai);
  await pop3.deliver(old);
  const name = Buffer.from('Çağ <kullanıcı@firma.test>').toString('base64');
  const inAscii = `Subject: x\r\nFrom: =?UTF-8?B?${name}?= <invalid@internationalized-address.invalid>\r\n\r\nbir \xc3\x87\r\n`;
  const plain = await pop3.signedIn();
  expect((await linesOf(plain, 'RETR 1')).join('\r\n')).toContain(`${inAscii}iki`);
  const top = (await linesOf(plain, 'TOP 1 1')).join('\r\n');
  expect(`${top}\r\n`).toContain(inAscii);
  expect(top).not.toContain('iki');
  // Octets of old programs in names and subjects were always passed on.
  expect((await linesOf(plain, 'RETR 2')).join('\r\n')).toContain('Subject: \xfc\xf0\r\nFrom: Ay\xfee');
  await plain.ask('QUIT\r\n', /^\+OK/);
  const knowing = await pop3.connect('pop3s');
  await knowing.ask('UTF8\r\n', /^\+OK/);
  await knowing.ask(login, /^\+OK/);
  const shown = (await linesOf(knowing, 'RETR 1')).join('\r\n');
  expect(shown).toContain('kullan\xc4\xb1c\xc4\xb1@firma.test');
  expect(shown).toContain('X-Y: \xc3\x87');
});

test('a letter that another program removed is said so, and the session goes on', async () => {
  const pop3 = await start();
  await pop3.deliver(LETTER);
  const client = await pop3.signedIn();
  const inbox = await pop3.store.mailboxes.find(pop3.ayse.id, 'INBOX');
  await pop3.store.messages.expunge(inbox!.id, pop3.ayse.id, [[1, 1]], { flagged: false, by: 'test' });
  expect(await client.ask('RETR 1\r\n', /^[+-]/)).toMatch(/^-ERR \[SYS\/PERM\] /);
  expect(await client.ask('DELE 1\r\n', /^[+-]/)).toMatch(/^\+OK/);
  expect(await client.ask('QUIT\r\n', /^[+-]/)).toMatch(/^\+OK/);
});

test('who does not sign in in time is told and sent away', async () => {
  const pop3 = await start({ limits: { loginMs: 300 } });
  const client = await pop3.connect('pop3s');
  expect(await client.until(/^-ERR/)).toMatch(/^-ERR \[SYS\/TEMP\] Signing in took too long/);
  await expect(client.until(/never/)).rejects.toThrow(/ended/);
});

test('too many refused commands end the session, which says why', async () => {
  const pop3 = await start({ limits: { refusals: 3 } });
  const client = await pop3.signedIn();
  const answers: string[] = [];
  for (let n = 0; n < 4; n++) answers.push(await client.ask('RETR 9\r\n', /^[+-]/));
  expect(answers.at(-1)).toMatch(/Too many commands/);
  await expect(client.until(/never/)).rejects.toThrow(/ended/);
});

test('the session is listed with who, where and how much, and ended with a word', async () => {
  const pop3 = await start();
  const client = await pop3.signedIn();
  const [session] = pop3.sessions.list();
  expect(session).toMatchObject({ protocol: 'pop3', account: 'ayse@firma.test', mailbox: 'INBOX', tls: 'TLSv1.3' });
  expect(session!.bytesIn).toBeGreaterThan(100);
  expect(session!.bytesOut).toBeGreaterThan(100);
  expect(pop3.sessions.end(session!.id)).toBe(true);
  expect(await client.until(/^-ERR/)).toMatch(/ended by the administrator/);
  await expect.poll(() => pop3.sessions.list()).toEqual([]);
  expect(pop3.sessions.end(session!.id)).toBe(false);
});
