/** SIGKILL of the whole engine under APPEND, STORE, MOVE and EXPUNGE: every tagged OK holds, no uid is given twice. RFC 9051 2.3.1 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openImap } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, startPostane, until, type Postane } from '../helpers/postane.ts';
import { Ledger, startWork, type Kind, type Letter } from './imap-work.ts';

const full = process.env.POSTANE_TEST_FULL === '1';
const KILLS = full ? 50 : 3;
const SESSIONS = 4;
const KINDS: readonly Kind[] = ['append', 'store', 'move', 'expunge'];

let postane: Postane;
const start = (data?: string) =>
  startPostane({ ...(data === undefined ? {} : { data }), set: { 'limits.mode': 'off' } });

beforeAll(async () => {
  postane = await start();
  await addPeople(postane);
}, 90_000);
afterAll(async () => {
  await postane.stop();
  postane.remove();
});

test(
  `${KILLS} kills under IMAP work`,
  async () => {
    const ledger = new Ledger();
    let undecided = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const before = { ...ledger.answered };
      const work = startWork(postane, ledger, round, SESSIONS);
      // Only a kill while all kinds of work are under way says something.
      await Promise.race([
        work.ended,
        until(() => KINDS.every((kind) => ledger.answered[kind] > before[kind]), 60_000, 5),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 100 + ((round * 7919) % 700)));
      await postane.kill();
      await work.ended;
      postane = await start(postane.data);
      const check = JSON.parse(await postane.cli(['check', '--json'])) as { findings: unknown[] };
      expect(check.findings, `after kill ${round}`).toEqual([]);
      undecided += ledger.underWay.size;
      expect(await differences(ledger), `after kill ${round}`).toEqual([]);
    }
    const { append, store, move, expunge } = ledger.answered;
    console.log(
      `${KILLS} kills, ${append + store + move + expunge} answered OK (${append} APPEND, ${store} STORE, ${move} MOVE, ${expunge} EXPUNGE), ${undecided} under way when killed: all hold, ${ledger.uids.size} uids, none twice`,
    );
  },
  full ? 3_600_000 : 240_000,
);

/** What is not as it was answered. What was under way is settled as it is found. */
async function differences(ledger: Ledger): Promise<string[]> {
  const [inbox, archive] = [await lettersIn('INBOX', ledger), await lettersIn('Archive', ledger)];
  const found = new Map([...inbox, ...archive]);
  const wrong = [...inbox.keys()].filter((id) => archive.has(id)).map((id) => `${id} is in INBOX and in Archive`);
  for (const id of new Set([...ledger.letters.keys(), ...ledger.underWay.keys()])) {
    const is = found.get(id) ?? { mailbox: null, uid: null, flags: [] };
    const may = [ledger.letters.get(id) ?? { mailbox: null, uid: null, flags: [] }, ledger.underWay.get(id)];
    if (!may.some((letter) => letter !== undefined && fits(letter, is)))
      wrong.push(`${id} is ${show(is)}, answered was ${may.map(show).join(' or ')}`);
    ledger.letters.set(id, is);
  }
  ledger.underWay.clear();
  return wrong;
}

function fits(letter: Letter, is: Letter): boolean {
  if (letter.mailbox === null || is.mailbox === null) return letter.mailbox === is.mailbox;
  return (
    letter.mailbox === is.mailbox &&
    (letter.uid ?? is.uid) === is.uid &&
    [...letter.flags].sort().join() === [...is.flags].sort().join()
  );
}
function show(letter: Letter | undefined): string {
  if (letter === undefined) return 'nothing else';
  return letter.mailbox === null ? 'gone' : `${letter.mailbox} ${letter.uid} (${letter.flags.join(' ')})`;
}

/** @throws for a letter that is there twice, and for a uid that was another's */
async function lettersIn(mailbox: 'INBOX' | 'Archive', ledger: Ledger): Promise<Map<string, Letter>> {
  const client = await openImap(postane, PEOPLE.mehmet);
  const letters = new Map<string, Letter>();
  try {
    const opened = await client.mailboxOpen(mailbox);
    for await (const message of client.fetch('1:*', { envelope: true, flags: true })) {
      const id = (message.envelope?.messageId ?? '').replace(/[<>]/g, '');
      if (letters.has(id)) throw new Error(`${id} is in ${mailbox} twice`);
      ledger.hold(mailbox, message.uid, id);
      letters.set(id, { mailbox, uid: message.uid, flags: [...(message.flags ?? [])] });
    }
    const largest = Math.max(
      0,
      ...[...ledger.uids.keys()].filter((key) => key.startsWith(`${mailbox} `)).map((key) => Number(key.split(' ')[1])),
    );
    expect(opened.uidNext, `UIDNEXT of ${mailbox}`).toBeGreaterThan(largest);
  } finally {
    await client.logout();
  }
  return letters;
}
