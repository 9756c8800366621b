/** NOTIFY at its bounds: what is too much is said, and from then on nothing is told. RFC 5465 3.1, 5.8 */
import { afterEach, expect, test } from 'vitest';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

let cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
async function start(): Promise<ImapHarness> {
  const { store, close } = await MEMORY.open();
  cleanUp.push(close);
  const imap = await startImap(store);
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
async function ask(client: ImapLines, command: string): Promise<string> {
  client.write(`${command}\r\n`);
  const tag = command.split(' ')[0] ?? '';
  for (;;) {
    const line = await client.line();
    if (line === null || line.startsWith(`${tag} `)) return line ?? '(closed)';
  }
}
const append = (imap: ImapHarness, id: Parameters<typeof imap.store.intake.append>[0], count = 1) =>
  imap.store.intake.append(
    id,
    Array.from({ length: count }, () => ({
      body: { kind: 'inline', bytes: new Uint8Array(Buffer.from('Subject: x\r\n\r\nx\r\n')) } as const,
      flags: { system: 0, keywords: [] },
      internalDate: null,
    })),
  );

test('so many mailboxes can be watched; more later end it', async () => {
  const imap = await start();
  const { mailboxes } = imap.store;
  for (let i = 0; i < 990; i += 1) await mailboxes.create(imap.ayse.id, `kutu${i}`, null);
  const client = await loggedIn(imap);
  expect(await ask(client, 'a NOTIFY SET (personal (MessageNew MessageExpunge))')).toBe('a OK NOTIFY completed');
  for (let i = 0; i < 10; i += 1) await mailboxes.create(imap.ayse.id, `daha${i}`, null);
  expect(await client.line()).toMatch(/^\* OK \[NOTIFICATIONOVERFLOW\] /);
  const inbox = await mailboxes.find(imap.ayse.id, 'INBOX');
  if (inbox === null) throw new Error('no INBOX');
  await append(imap, inbox.id);
  expect(await client.isQuiet()).toBe(true);
  expect(await ask(client, 'b NOTIFY SET (personal (MessageNew MessageExpunge))')).toMatch(
    /^b NO \[NOTIFICATIONOVERFLOW\] /,
  );
  expect(await ask(client, 'c NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge))')).toBe('c OK NOTIFY completed');
  await append(imap, inbox.id);
  expect(await client.line()).toMatch(/^\* STATUS "INBOX" \(MESSAGES 2 /);
});

test('a client that reads nothing while the selected mailbox changes is told that it missed something', async () => {
  const imap = await start();
  const inbox = await imap.store.mailboxes.find(imap.ayse.id, 'INBOX');
  if (inbox === null) throw new Error('no INBOX');
  await append(imap, inbox.id, 400);
  const client = await loggedIn(imap);
  await ask(client, 'a SELECT INBOX');
  await ask(client, 'b NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))');
  client.pause();
  // Each change brings 400 answers: the socket fills, what follows waits and overflows.
  for (let i = 0; i < 3000; i += 1) {
    await imap.store.messages.setFlags(inbox.id, imap.ayse.id, [[1, 400]], {
      mode: i % 2 === 0 ? 'add' : 'remove',
      flags: { system: 2, keywords: [`k${i % 50}`] },
    });
    if (i % 100 === 0) await new Promise((done) => setImmediate(done));
  }
  client.resume();
  for (;;) {
    const line = await client.line();
    if (line?.startsWith('* OK [NOTIFICATIONOVERFLOW]') === true) break;
    expect(line).toMatch(/^\* \d+ FETCH /);
  }
  expect(await ask(client, 'c NOOP')).toBe('c OK NOOP completed');
  expect(await ask(client, 'd UID SEARCH FLAGGED')).toBe('d OK UID SEARCH completed');
  expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
}, 60_000);
