/** Several sessions at once, with commands whose outcome does not depend on who comes first. */
import { strict as assert } from 'node:assert';
import type { Client } from './client.ts';
import type { ModelMailbox } from './model.ts';
import { address, type Addressed } from './addressing.ts';
import type { View } from './view.ts';
import { ok, type World } from './world.ts';

interface Work {
  readonly mailbox: ModelMailbox;
  /** Says and hears; answers what the model has to do when all are done. */
  readonly done: Promise<() => void>;
}

export async function burst(world: World): Promise<void> {
  const ready = world.clients.flatMap((client, slot) => {
    const view = client?.view ?? null;
    const isReady = client !== null && view !== null && !client.isIdle && !view.mailbox.isGone && !view.readOnly;
    return isReady ? [{ client, view, slot }] : [];
  });
  for (const { client } of ready) await world.learn(client);
  const work = ready.flatMap(({ client, view, slot }) => start(world, client, view, slot) ?? []);
  const outcomes = await Promise.all(work.map(({ done }) => done));
  for (const apply of outcomes) apply();
  await world.learnOrder(new Set(work.map(({ mailbox }) => mailbox)));
}

function start(world: World, client: Client, view: View, slot: number): Work | null {
  const addressed = address(world, view, true);
  const kind = world.random.weighted<'store' | 'fetch' | 'noop' | 'append' | 'expunge'>([
    [6, 'store'],
    [3, 'fetch'],
    [4, 'noop'],
    [2, 'append'],
    [2, 'expunge'],
  ]);
  const { mailbox } = view;
  if (kind === 'append') return { mailbox, done: append(client, mailbox) };
  if (kind === 'noop') return { mailbox, done: quietly(client, 'NOOP') };
  if (kind === 'expunge') return { mailbox, done: expunge(client, mailbox) };
  if (addressed === null) return null;
  if (kind === 'fetch') return { mailbox, done: quietly(client, `UID FETCH ${addressed.set} (FLAGS)`) };
  return { mailbox, done: store(world, client, view, slot, addressed) };
}

async function quietly(client: Client, command: string): Promise<() => void> {
  await ok(client.ask(command));
  return () => undefined;
}

/** Each session has a keyword of its own. */
async function store(
  world: World,
  client: Client,
  view: View,
  slot: number,
  { set, uids }: Addressed,
): Promise<() => void> {
  const mode = world.random.chance(60) ? 'add' : 'remove';
  const silent = world.random.chance(60) ? '.SILENT' : '';
  const flags = [`s${slot}`];
  await ok(client.ask(`UID STORE ${set} ${mode === 'add' ? '+' : '-'}FLAGS${silent} (${flags.join(' ')})`));
  view.applyOwn(uids, mode, flags);
  return () => void view.mailbox.store(uids, mode, flags);
}

async function expunge(client: Client, mailbox: ModelMailbox): Promise<() => void> {
  const deleted = mailbox.withFlag('\\Deleted');
  await ok(client.ask('EXPUNGE'));
  return () => void mailbox.remove(deleted);
}

async function append(client: Client, mailbox: ModelMailbox): Promise<() => void> {
  const { code } = await ok(client.ask(`APPEND ${mailbox.name}`, 'Subject: at once\r\n\r\nx\r\n'));
  assert.match(code, /^APPENDUID \d+ \d+$/);
  return () => void mailbox.add([new Set()]);
}
