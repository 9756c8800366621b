/** Steps about mailboxes: SELECT, APPEND, CREATE, DELETE, RENAME, STATUS, going away and coming back. */
import { strict as assert } from 'node:assert';
import { assertValidity, FLAGS, type Step } from './addressing.ts';
import type { ModelMailbox } from './model.ts';
import { ok, type World } from './world.ts';

const NAMES = ['a', 'b', 'c', 'a/x', 'c/y', 'd'];
const MOST_MESSAGES = 40;

const selectStep: Step = async (world, slot, client) => {
  const { random } = world;
  const cache = client.mode.qresync && random.chance(75) ? (world.caches[slot] ?? null) : null;
  const mailbox = cache !== null && !cache.mailbox.isGone ? cache.mailbox : pick(world);
  if (cache !== null) world.caches[slot] = null;
  await world.select(client, mailbox, random.chance(15), cache?.mailbox === mailbox ? cache : null);
  if (random.chance(80)) await world.learn(client);
};

/** INBOX half of the time, so that sessions meet. */
function pick(world: World): ModelMailbox {
  const inbox = world.model.mailboxes.get('INBOX');
  if (inbox !== undefined && world.random.chance(60)) return inbox;
  return world.random.pick([...world.model.mailboxes.values()]);
}

const appendStep: Step = async (world, _slot, client) => {
  const { random } = world;
  const mailbox = client.view !== null && random.chance(60) ? client.view.mailbox : pick(world);
  if (mailbox.messages.size > MOST_MESSAGES) return;
  const flags = random.chance(50) ? random.some(FLAGS, 20) : [];
  const list = flags.length === 0 ? '' : ` (${flags.join(' ')})`;
  const { code } = await ok(client.ask(`APPEND ${mailbox.name}${list}`, `Subject: ${world.steps}\r\n\r\nx\r\n`));
  const [uid] = mailbox.add([new Set(flags)]);
  const [, uidValidity, appended] = /^APPENDUID (\d+) (\d+)$/.exec(code) ?? [];
  assert.equal(Number(appended), uid, 'APPENDUID');
  assertValidity(mailbox, Number(uidValidity));
};

const createStep: Step = async (world, _slot, client) => {
  const name = world.random.pick(NAMES);
  const exists = world.model.mailboxes.has(name);
  const answer = await client.ask(`CREATE ${name}`);
  assert.equal(answer.status, exists ? 'NO' : 'OK', answer.text);
  if (!exists) world.model.create(name);
};

const deleteStep: Step = async (world, _slot, client) => {
  const name = world.random.pick(NAMES);
  const fits = world.model.mailboxes.has(name) && !world.model.hasChildren(name);
  const answer = await client.ask(`DELETE ${name}`);
  assert.equal(answer.status, fits ? 'OK' : 'NO', answer.text);
  if (fits) world.model.delete(name);
};

const renameStep: Step = async (world, _slot, client) => {
  const from = world.random.pick([...NAMES, 'INBOX']);
  const to = world.random.pick(NAMES);
  const { mailboxes } = world.model;
  const fits = mailboxes.has(from) && !mailboxes.has(to) && !to.startsWith(`${from}/`);
  const answer = await client.ask(`RENAME ${from} ${to}`);
  assert.equal(answer.status, fits ? 'OK' : 'NO', answer.text);
  if (fits) world.model.rename(from, to);
};

const statusStep: Step = async (world, _slot, client) => {
  const mailbox = pick(world);
  const { data } = await ok(client.ask(`STATUS ${mailbox.name} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)`));
  const value = (item: string): number => Number(new RegExp(`${item} (\\d+)`).exec(data[0] ?? '')?.[1]);
  assert.deepEqual(
    [value('MESSAGES'), value('UIDNEXT'), value('UNSEEN')],
    [mailbox.messages.size, mailbox.uidNext, mailbox.messages.size - mailbox.withFlag('\\Seen').length],
  );
  assertValidity(mailbox, value('UIDVALIDITY'));
};

const goneStep: Step = async (world, slot) => world.disconnect(slot);

/** With weights. */
export function mailboxSteps(isSelected: boolean): readonly (readonly [number, string, Step])[] {
  return [
    [isSelected ? 3 : 40, 'select', selectStep],
    [11, 'append', appendStep],
    [1, 'create', createStep],
    [1, 'delete', deleteStep],
    [1, 'rename', renameStep],
    [2, 'status', statusStep],
    [2, 'disconnect', goneStep],
  ];
}
