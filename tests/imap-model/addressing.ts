/** What steps share: the messages they name, and what they find out about answers. */
import { strict as assert } from 'node:assert';
import { setOf, type Client } from './client.ts';
import { sameFlags, type ModelMailbox } from './model.ts';
import type { View } from './view.ts';
import type { World } from './world.ts';

export const FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft', 'k1', 'k2'];
export type Step = (world: World, slot: number, client: Client) => Promise<void>;
/** A step in a selected mailbox. */
export type SelectedStep = (world: World, client: Client, view: View) => Promise<void>;

export interface Addressed {
  readonly set: string;
  /** Those the client knows of. */
  readonly uids: readonly number[];
}

/** Some messages by number or uid; null when the client knows of none. */
export function address(world: World, view: View, byUid: boolean): Addressed | null {
  const { random } = world;
  const known = view.knownUids;
  if (known.length === 0) return null;
  if (byUid && known.length === view.entries.length && random.chance(30)) {
    const first = random.pick(known);
    const last = first + random.below(6);
    return { set: `${first}:${last}`, uids: known.filter((uid) => uid >= first && uid <= last) };
  }
  const uids = random.some(known, random.pick([10, 40, 100]));
  return { set: setOf(byUid ? uids : uids.map((uid) => view.numberOf(uid))), uids };
}

export function byUidOrNot(world: World, client: Client): boolean {
  return client.mode.uidOnly || world.random.chance(50);
}

/** The flags of these were told, as they are. */
export function assertTold(view: View, uids: readonly number[]): void {
  for (const uid of uids) {
    const told = view.told.get(uid)?.flags ?? null;
    const flags = view.mailbox.messages.get(uid)?.flags;
    assert.ok(told !== null && flags !== undefined && sameFlags(told, flags), `flags of uid ${uid} as told`);
  }
}

export function assertValidity(mailbox: ModelMailbox, uidValidity: number): void {
  mailbox.uidValidity ??= uidValidity;
  assert.equal(uidValidity, mailbox.uidValidity, 'UIDVALIDITY');
}
