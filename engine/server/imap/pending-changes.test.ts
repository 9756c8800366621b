/** What waits to be told: coalesced, overtaken, bounded. */
import { describe, expect, test } from 'vitest';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import { PendingChanges, type MessageChange } from './pending-changes.ts';

const limits = { pendingChanges: 10, pendingUids: 50 };
const mailboxId = 1 as MailboxId;
const added = (modSeq: number, ...uids: number[]): MessageChange => ({
  kind: 'added',
  mailboxId,
  modSeq: modSeq as ModSeq,
  uids: Uint32Array.from(uids),
});
const expunged = (modSeq: number, ...uids: number[]): MessageChange => ({
  kind: 'expunged',
  mailboxId,
  modSeq: modSeq as ModSeq,
  uids: Uint32Array.from(uids),
});
const flags = (modSeq: number, uids: number[], viewer: AccountId | null = null): MessageChange => ({
  kind: 'flags',
  mailboxId,
  modSeq: modSeq as ModSeq,
  uids: Uint32Array.from(uids),
  flags: uids.map((uid) => ({ system: modSeq * 100 + uid, keywords: [] })),
  viewer,
});

function pendingOf(...changes: MessageChange[]): PendingChanges {
  const pending = new PendingChanges(limits);
  for (const change of changes) pending.add(change);
  return pending;
}
function drained(pending: PendingChanges): (string | number[])[][] {
  const all: (string | number[])[][] = [];
  for (let change = pending.first; change !== undefined; change = pending.first) {
    const states = change.kind === 'flags' ? [change.flags.map(({ system }) => system)] : [];
    all.push([`${change.kind} ${change.modSeq}`, [...change.uids], ...states]);
    pending.shift();
  }
  return all;
}

describe('coalesced', () => {
  test('of flags the last, of the expunged none, all else in its order', () => {
    const pending = pendingOf(
      flags(2, [1, 2, 3]),
      added(3, 9),
      flags(4, [2]),
      expunged(5, 3),
      flags(6, [1, 9]),
      expunged(7, 9),
    );
    pending.coalesce();
    expect(drained(pending)).toEqual([
      ['added 3', [9]],
      ['flags 4', [2], [402]],
      ['expunged 5', [3]],
      ['flags 6', [1], [601]],
      ['expunged 7', [9]],
    ]);
  });
});

describe('overtaken', () => {
  test('by a later state of the same message, never by an earlier one', () => {
    const pending = pendingOf(flags(2, [1, 2]), flags(3, [3]), expunged(4, 5), flags(5, [1]));
    const dropped = pending.overtake([
      { uid: 1, modSeq: 4 },
      { uid: 3, modSeq: 3 },
    ]);
    expect([...dropped]).toEqual([1, 3]);
    expect(drained(pending)).toEqual([
      ['flags 2', [2], [202]],
      ['expunged 4', [5]],
      ['flags 5', [1], [501]],
    ]);
  });
  test("a command's own change goes without being named", () => {
    const pending = pendingOf(flags(2, [1]), flags(3, [1, 2]));
    expect([...pending.overtake([{ uid: 2, modSeq: 3 }], 3)]).toEqual([]);
    expect(drained(pending)).toEqual([['flags 2', [1], [201]]]);
  });
});

describe('bounded', () => {
  test('by changes', () => {
    const pending = pendingOf(...Array.from({ length: limits.pendingChanges }, (_, at) => added(at + 1, at + 1)));
    expect(pending.overflowed).toBe(false);
    pending.add(added(5000, 5000));
    expect([pending.overflowed, pending.isEmpty, pending.first]).toEqual([true, false, undefined]);
    pending.add(added(5001, 5001));
    expect(pending.first).toBeUndefined();
    pending.restart();
    pending.add(added(5002, 5002));
    expect(drained(pending)).toEqual([['added 5002', [5002]]]);
    expect(pending.isEmpty).toBe(true);
  });
  test('by uids, unless one command alone changed so many', () => {
    const many = Array.from({ length: limits.pendingUids + 1 }, (_, at) => at + 1);
    const pending = pendingOf(expunged(2, ...many.slice(0, 10)));
    pending.shift();
    pending.add({ ...added(3), uids: Uint32Array.from(many) });
    expect(pending.overflowed).toBe(false);
    pending.add(added(4, 1));
    expect(pending.overflowed).toBe(true);
  });
});
