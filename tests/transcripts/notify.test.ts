/** NOTIFY at its bounds: what is too much is said, and from then on nothing is told. RFC 5465 3.1, 5.8 */
import { afterEach, expect, test } from 'vitest';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { createRandom } from '../helpers/random.ts';

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
  return (await answers(client, command)).at(-1) ?? '(closed)';
}
/** All lines up to the tagged one. */
async function answers(client: ImapLines, command: string): Promise<string[]> {
  client.write(`${command}\r\n`);
  const tag = command.split(' ')[0] ?? '';
  const lines: string[] = [];
  for (;;) {
    const line = await client.line();
    if (line !== null) lines.push(line);
    if (line === null || line.startsWith(`${tag} `)) return lines;
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

const SEED = Number(process.env['POSTANE_TEST_SEED'] ?? Date.now() % 1_000_000);

test.each([1000, 1])(
  'a client that wants to hear nothing keeps its numbers, pending changes %i',
  async (pendingChanges) => {
    const { store, close } = await MEMORY.open();
    cleanUp.push(close);
    const imap = await startImap(store, { limits: { pendingChanges } });
    cleanUp.push(() => imap.stop());
    const inbox = await store.mailboxes.find(imap.ayse.id, 'INBOX');
    if (inbox === null) throw new Error('no INBOX');
    const random = createRandom(SEED);
    const [silent, other] = [await loggedIn(imap), await loggedIn(imap)];
    await append(imap, inbox.id, 20);
    await ask(other, 'a SELECT INBOX');
    await ask(silent, 'a SELECT INBOX');
    await ask(silent, 'b NOTIFY NONE');
    /** As the silent client was told. */
    const told = Array.from({ length: 20 }, (_, at) => at + 1);
    for (let step = 0; step < 200; step += 1) {
      const others = ['NOOP', `STORE 1:* ${random.of(['+', '-'])}FLAGS (\\Flagged)`, 'UID EXPUNGE 1:*'];
      if (random.upTo(3) === 0) await append(imap, inbox.id, 1 + random.upTo(3));
      await ask(other, `o UID STORE ${1 + random.upTo(40)} +FLAGS (\\Deleted)`);
      await ask(other, `o ${random.of(others)}`);
      const own = `${1 + random.upTo(Math.max(1, told.length))}`;
      const commands = [`FETCH 1:* (UID)`, `STORE ${own} +FLAGS (\\Deleted)`, 'EXPUNGE', `MOVE ${own} Trash`, 'NOOP'];
      const command = random.of(told.length === 0 ? ['NOOP', 'EXPUNGE'] : commands);
      const where = `seed ${SEED}, step ${step}: ${command}`;
      for (const line of await answers(silent, `s ${command}`)) {
        const [, number = '', what = '', uid = ''] = /^\* (\d+) (\w+)(?: \(UID (\d+)\b)?/.exec(line) ?? [];
        if (what === 'EXPUNGE') expect(told.splice(Number(number) - 1, 1), where).toHaveLength(1);
        else if (what === 'FETCH') expect(Number(uid), where).toBe(told[Number(number) - 1]);
        else expect(line, where).toMatch(/^(s OK|\* OK \[COPYUID|\* OK \[CLOSED)/);
      }
    }
    // Asked for again, all that was kept is told, and the numbers are those of the mailbox.
    let count = told.length;
    for (const line of await answers(
      silent,
      'z NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))',
    )) {
      if (/^\* \d+ EXPUNGE/.test(line)) count -= 1;
      count = Number(/^\* (\d+) EXISTS/.exec(line)?.[1] ?? count);
    }
    const { uids } = await store.messages.uids(inbox.id);
    expect(count, `seed ${SEED}`).toBe(uids.length);
    const listed = (await answers(silent, 'y UID FETCH 1:* (FLAGS)')).filter((line) => line.includes('FETCH (UID'));
    expect(listed.map((line) => Number(/UID (\d+)/.exec(line)?.[1]))).toEqual([...uids]);
    expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
  },
  60_000,
);
