/** What sessions do, by chance, each with what the model says of it. */
import { strict as assert } from 'node:assert';
import {
  address,
  assertTold,
  assertValidity,
  byUidOrNot,
  FLAGS,
  type Addressed,
  type SelectedStep,
  type Step,
} from './addressing.ts';
import { burst } from './burst.ts';
import { numbersOf, type Client } from './client.ts';
import type { FlagMode } from './model.ts';
import { mailboxSteps } from './mailbox-steps.ts';
import { searchStep } from './search-step.ts';
import type { View } from './view.ts';
import { ok, SLOTS, type World } from './world.ts';

const storeStep: SelectedStep = async (world, client, view) => {
  const { random } = world;
  const byUid = byUidOrNot(world, client);
  const addressed = address(world, view, byUid);
  if (addressed === null) return;
  const mode = random.pick<FlagMode>(['add', 'add', 'remove', 'replace']);
  const flags = random.some(FLAGS, 25);
  const silent = random.chance(50);
  const since = client.mode.condstore && random.chance(25) ? random.below(view.mailbox.modSeq + 2) : null;
  const modifier = since === null ? '' : `(UNCHANGEDSINCE ${since}) `;
  const item = `${{ add: '+', remove: '-', replace: '' }[mode]}FLAGS${silent ? '.SILENT' : ''}`;
  const answer = await client.ask(
    `${byUid ? 'UID ' : ''}STORE ${addressed.set} ${modifier}${item} (${flags.join(' ')})`,
  );
  if (view.readOnly) return assert.equal(answer.status, 'NO');
  assert.equal(answer.status, 'OK', answer.text);
  const present = addressed.uids.filter((uid) => view.mailbox.messages.has(uid));
  const failed = view.mailbox.store(present, mode, flags, since ?? Infinity);
  const modified = numbersOf(/^MODIFIED (\S+)$/.exec(answer.code)?.[1] ?? '0').filter((number) => number > 0);
  assert.deepEqual(modified, byUid ? failed : failed.map((uid) => view.numberOf(uid)), 'MODIFIED');
  const stored = present.filter((uid) => !failed.includes(uid));
  if (!silent) assertTold(view, present);
  view.applyOwn(stored, mode, flags);
  if (client.mode.condstore)
    for (const uid of stored)
      assert.equal(view.told.get(uid)?.modSeq, view.mailbox.messages.get(uid)?.modSeq, 'MODSEQ');
};

const fetchStep: SelectedStep = async (world, client, view) => {
  const { random } = world;
  const byUid = byUidOrNot(world, client);
  const addressed = address(world, view, byUid);
  if (addressed === null) return;
  const command = `${byUid ? 'UID ' : ''}FETCH ${addressed.set}`;
  const present = addressed.uids.filter((uid) => view.mailbox.messages.has(uid));
  if (random.chance(25)) {
    await ok(client.ask(`${command} (UID BODY[])`));
    const unseen = present.filter((uid) => view.mailbox.messages.get(uid)?.flags.has('\\Seen') === false);
    if (view.readOnly) return;
    view.mailbox.store(present, 'add', ['\\Seen']);
    return assertTold(view, unseen);
  }
  if (client.mode.condstore && random.chance(40))
    return fetchChanged(world, client, view, { command, addressed, byUid });
  await ok(client.ask(`${command} (UID FLAGS)`));
  assertTold(view, present);
};

async function fetchChanged(
  world: World,
  client: Client,
  view: View,
  { command, addressed, byUid }: { command: string; addressed: Addressed; byUid: boolean },
): Promise<void> {
  const { mailbox } = view;
  const since = 1 + world.random.below(mailbox.modSeq + 1);
  const vanished = byUid && client.mode.qresync && world.random.chance(70);
  view.earlier = [];
  const counted = view.entries.length;
  const isKnown = view.entries.every(({ uid }) => uid !== null);
  const known = new Set(view.knownUids);
  await ok(client.ask(`${command} (UID FLAGS) (CHANGEDSINCE ${since}${vanished ? ' VANISHED' : ''})`));
  const changed = addressed.uids.filter((uid) => (mailbox.messages.get(uid)?.modSeq ?? 0) > since);
  assertTold(view, changed);
  if (!vanished) return assert.deepEqual(view.earlier, []);
  const asked = new Set(numbersOf(addressed.set));
  const gone = mailbox.expunged.filter(({ uid, high }) => high > since && asked.has(uid));
  for (const uid of view.earlier)
    assert.ok(
      gone.some((item) => item.uid === uid),
      `VANISHED (EARLIER) ${uid}`,
    );
  if (!isKnown || counted === 0) return;
  for (const { uid, low } of gone)
    if (low > since && !known.has(uid)) assert.ok(view.earlier.includes(uid), `uid ${uid} vanished earlier`);
}

const copyStep: SelectedStep = async (world, client, view) => {
  const byUid = byUidOrNot(world, client);
  const addressed = address(world, view, byUid);
  if (addressed === null) return;
  const moves = world.random.chance(50);
  const target = world.random.pick([...world.model.mailboxes.values()]);
  const answer = await client.ask(`${byUid ? 'UID ' : ''}${moves ? 'MOVE' : 'COPY'} ${addressed.set} ${target.name}`);
  if (moves && (view.readOnly || target === view.mailbox)) return assert.equal(answer.status, 'NO');
  assert.equal(answer.status, 'OK', answer.text);
  const present = addressed.uids.filter((uid) => view.mailbox.messages.has(uid));
  const code = moves ? (/^OK \[([^\]]*)\]/.exec(answer.data[0] ?? '')?.[1] ?? '') : answer.code;
  const copied = /^COPYUID (\d+) (\S+) (\S+)$/.exec(code);
  if (present.length === 0) return assert.equal(copied, null);
  const added = target.add(present.map((uid) => view.mailbox.messages.get(uid)?.flags ?? new Set<string>()));
  if (moves) removed(view, present);
  assert.deepEqual(numbersOf(copied?.[2] ?? ''), present, 'COPYUID, source');
  assert.deepEqual(numbersOf(copied?.[3] ?? ''), added, 'COPYUID, target');
  assertValidity(target, Number(copied?.[1]));
};

/** Gone from the mailbox, and the client was told so. */
function removed(view: View, uids: readonly number[]): readonly number[] {
  const gone = view.mailbox.remove(uids);
  for (const uid of gone) assert.equal(view.numberOf(uid), 0, `uid ${uid} was told as gone`);
  return gone;
}

const expungeStep: SelectedStep = async (world, client, view) => {
  const deleted = view.mailbox.withFlag('\\Deleted');
  const addressed = world.random.chance(40) ? address(world, view, true) : null;
  const answer = await client.ask(addressed === null ? 'EXPUNGE' : `UID EXPUNGE ${addressed.set}`);
  if (view.readOnly) return assert.equal(answer.status, 'NO');
  assert.equal(answer.status, 'OK', answer.text);
  const gone = removed(view, addressed === null ? deleted : addressed.uids.filter((uid) => deleted.includes(uid)));
  if (client.mode.qresync) assert.equal(/^HIGHESTMODSEQ/.test(answer.code), gone.length > 0, 'the place after EXPUNGE');
};

const noopStep: SelectedStep = async (_world, client) => void (await ok(client.ask('NOOP')));
const idleStep: SelectedStep = (_world, client) => client.startIdle();
const closeStep: SelectedStep = async (world, client, view) => {
  if (client.mode.qresync) world.caches[world.clients.indexOf(client)] = view.toCache(!client.mode.uidOnly);
  const closes = world.random.chance(50);
  await ok(client.ask(closes ? 'CLOSE' : 'UNSELECT'));
  client.view = null;
  if (closes && !view.readOnly) view.mailbox.remove(view.mailbox.withFlag('\\Deleted'));
};

const SELECTED: readonly (readonly [number, string, SelectedStep])[] = [
  [26, 'store', storeStep],
  [14, 'fetch', fetchStep],
  [8, 'search', searchStep],
  [9, 'copy', copyStep],
  [7, 'expunge', expungeStep],
  [8, 'noop', noopStep],
  [4, 'idle', idleStep],
  [3, 'close', closeStep],
];

/** One step of one session. */
export async function step(world: World): Promise<void> {
  const { random } = world;
  world.steps += 1;
  const slot = random.below(SLOTS);
  const client = world.clients[slot] ?? (await world.connect(slot));
  if (client.isIdle) return random.chance(40) ? client.endIdle() : undefined;
  if (client.view?.mailbox.isGone === true) return leaveGone(world, client);
  if (random.chance(7)) return taken(world, 'burst', burst(world));
  const others = mailboxSteps(client.view !== null);
  const [name, run] = random.weighted<readonly [string, Step]>([
    ...others.map(([weight, ...rest]) => [weight, rest] as const),
    ...(client.view === null ? [] : SELECTED.map(([weight, name, run]) => [weight, [name, selected(run)]] as const)),
  ]);
  await taken(world, name, run(world, slot, client));
  // Whoever is cut off after an answer must not believe more than was told.
  if (client.mode.qresync && random.chance(5)) world.disconnect(slot);
}

function selected(run: SelectedStep): Step {
  return async (world, _slot, client) => {
    if (world.random.chance(70)) await world.learn(client);
    const { view } = client;
    if (view !== null) await run(world, client, view);
  };
}

async function taken(world: World, name: string, done: Promise<void>): Promise<void> {
  world.taken.set(name, (world.taken.get(name) ?? 0) + 1);
  await done;
}

/** The mailbox is deleted: NOOP says so at the latest. */
async function leaveGone(world: World, client: Client): Promise<void> {
  if (world.random.chance(50)) await client.ask(client.mode.uidOnly ? 'UID FETCH 1:* FLAGS' : 'FETCH 1:* FLAGS');
  if (client.view === null) return;
  await ok(client.ask('NOOP'));
  assert.equal(client.view, null, 'a deleted mailbox is closed');
}
