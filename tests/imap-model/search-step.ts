/** SEARCH by what the model knows: flags, numbers, uids, mod-sequences. */
import { strict as assert } from 'node:assert';
import { numbersOf, setOf } from './client.ts';
import type { Message } from './model.ts';
import type { Random } from './random.ts';
import { byUidOrNot, FLAGS, type SelectedStep } from './addressing.ts';
import type { View } from './view.ts';
import { ok } from './world.ts';

interface Key {
  readonly text: string;
  matches(message: Message): boolean;
}

export const searchStep: SelectedStep = async (world, client, view) => {
  await world.learn(client);
  const { random } = world;
  const known = view.entries.flatMap(({ uid }, at) => (uid === null ? [] : [{ uid, number: at + 1 }]));
  const byUid = byUidOrNot(world, client);
  const key = randomKey(random, view, !client.mode.uidOnly, client.mode.condstore);
  const extended = random.chance(40);
  const { data } = await ok(
    client.ask(`${byUid ? 'UID ' : ''}SEARCH ${extended ? 'RETURN (ALL COUNT) ' : ''}${key.text}`),
  );
  // Messages the client was not told of are in no answer, and those it counts still but that are gone neither.
  const expected = known.filter(({ uid }) => {
    const message = view.mailbox.messages.get(uid);
    return message !== undefined && key.matches(message);
  });
  const numbers = expected.map(({ uid, number }) => (byUid ? uid : number));
  const line = data.find((text) => /^E?SEARCH/.test(text)) ?? '';
  if (!extended)
    return assert.deepEqual(
      line
        .replace(/ \(MODSEQ \d+\)$/, '')
        .split(' ')
        .slice(1)
        .map(Number),
      numbers,
    );
  const all = / ALL (\S+)/.exec(line)?.[1];
  assert.deepEqual(all === undefined ? [] : numbersOf(all), numbers);
  assert.equal(Number(/ COUNT (\d+)/.exec(line)?.[1]), numbers.length);
};

function randomKey(random: Random, view: View, hasNumbers: boolean, hasModSeq: boolean): Key {
  const flag = random.pick(FLAGS);
  const word = flag.startsWith('\\') ? flag.slice(1).toUpperCase() : `KEYWORD ${flag}`;
  const has: Key = { text: word, matches: ({ flags }) => flags.has(flag) };
  const not: Key = { text: `NOT ${word}`, matches: ({ flags }) => !flags.has(flag) };
  const uids = random.some(view.knownUids.length === 0 ? [1] : view.knownUids, 30);
  const byUid: Key = { text: `UID ${setOf(uids)}`, matches: ({ uid }) => uids.includes(uid) };
  const byNumber: Key = {
    text: setOf(uids.map((uid) => view.numberOf(uid))),
    matches: ({ uid }) => uids.includes(uid),
  };
  const modSeq = random.below(view.mailbox.modSeq + 2);
  const changed: Key = { text: `MODSEQ ${modSeq}`, matches: (message) => message.modSeq >= modSeq };
  const either: Key = {
    text: `OR ${word} UID ${setOf(uids)}`,
    matches: (message) => has.matches(message) || byUid.matches(message),
  };
  return random.pick([
    { text: 'ALL', matches: () => true },
    has,
    not,
    byUid,
    either,
    ...(hasNumbers && view.knownUids.length > 0 ? [byNumber] : []),
    ...(hasModSeq ? [changed] : []),
  ]);
}
