import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS, letter, localCopy, type World } from './helpers/stores.ts';
import { SYSTEM_FLAGS, type FlagChange } from '../../engine/model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../engine/model/ids.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];
const add = (system: number, ...keywords: string[]): FlagChange => ({ mode: 'add', flags: { system, keywords } });

async function uids({ store }: World, id: MailboxId): Promise<number[]> {
  return [...(await store.messages.uids(id)).uids];
}
async function rowsOf({ store }: World, mailboxId: MailboxId, viewer: AccountId, changedSince?: number) {
  const { rows } = await store.messages.page({
    mailboxId,
    viewer,
    ranges: [[1, 0xffffffff]],
    fields: [],
    changedSince: changedSince as ModSeq,
  });
  return rows;
}

describe.each(IMPLEMENTATIONS)('messages on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('flags: each change has one modSeq, what stays equal keeps its own', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 3);
    const first = await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], add(SEEN));
    expect(first.rows.map(({ uid, flags }) => [uid, flags.system])).toEqual([
      [1, SEEN],
      [2, SEEN],
    ]);
    const modSeq = first.rows[0]?.modSeq ?? 0;
    const again = await store.messages.setFlags(inbox.id, ayse.id, [[1, 3]], add(SEEN));
    expect(again.rows.map((row) => row.modSeq)).toEqual([modSeq, modSeq, modSeq + 1]);
    expect([first.modSeq, again.modSeq]).toEqual([modSeq, modSeq + 1]);
    expect((await store.messages.setFlags(inbox.id, ayse.id, [[1, 3]], add(SEEN))).modSeq).toBeNull();
    const now = await store.mailboxes.byId(ayse.id, inbox.id);
    expect(now).toMatchObject({ highestModSeq: modSeq + 1, counts: { messages: 3, unseen: 0, deleted: 0 } });
    expect((await rowsOf(world(), inbox.id, ayse.id, modSeq)).map(({ uid }) => uid)).toEqual([3]);
  });

  test('UNCHANGEDSINCE leaves changed messages alone and names them', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 2);
    const { highestModSeq } = (await store.mailboxes.byId(ayse.id, inbox.id)) ?? { highestModSeq: 0 };
    await store.messages.setFlags(inbox.id, ayse.id, [[2, 2]], add(SEEN));
    const result = await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], {
      ...add(DELETED),
      unchangedSince: highestModSeq,
    });
    expect(result.rows.map(({ uid }) => uid)).toEqual([1]);
    expect([...result.modified]).toEqual([2]);
    expect((await store.mailboxes.byId(ayse.id, inbox.id))?.counts.deleted).toBe(1);
  });

  test('of many messages only those that change get the new modSeq, whatever lies between them', async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 12);
    await store.mailboxes.changeRights(ayse.id, inbox.id, { grantee: burak.id, mode: 'replace', rights: 'lrsw' });
    const FLAGGED = SYSTEM_FLAGS['\\Flagged'];
    await store.messages.setFlags(inbox.id, ayse.id, [[3, 3]], add(FLAGGED));
    await store.messages.setFlags(inbox.id, ayse.id, [[6, 7]], add(SEEN, 'Own'));
    const { highestModSeq } = (await store.mailboxes.byId(ayse.id, inbox.id)) ?? { highestModSeq: 0 };
    await store.messages.setFlags(inbox.id, ayse.id, [[9, 9]], add(SEEN));
    const change = { ...add(FLAGGED), unchangedSince: highestModSeq as ModSeq };
    const ranges = [
      [1, 4],
      [6, 9],
      [11, 11],
    ] as const;
    const result = await store.messages.setFlags(inbox.id, ayse.id, ranges, change);
    expect([...result.modified]).toEqual([9]);
    const after = await rowsOf(world(), inbox.id, ayse.id);
    const flagged = after.filter(({ flags }) => (flags.system & FLAGGED) !== 0).map(({ uid }) => uid);
    expect(flagged).toEqual([1, 2, 3, 4, 6, 7, 8, 11]);
    expect(after.filter(({ modSeq }) => modSeq === result.modSeq).map(({ uid }) => uid)).toEqual([
      1, 2, 4, 6, 7, 8, 11,
    ]);
    expect(after[6]?.flags).toEqual({ system: SEEN | FLAGGED, keywords: ['Own'] });
    await store.mailboxes.setSeenPrivate(inbox.id, true);
    const both = await store.messages.setFlags(inbox.id, burak.id, [[1, 12]], add(SEEN | FLAGGED));
    const seen = await rowsOf(world(), inbox.id, burak.id);
    expect(seen.every(({ flags }) => (flags.system & SEEN) !== 0 && (flags.system & FLAGGED) !== 0)).toBe(true);
    const shared = await rowsOf(world(), inbox.id, ayse.id, highestModSeq);
    expect(shared.filter(({ modSeq }) => modSeq === both.modSeq).map(({ uid }) => uid)).toEqual([5, 9, 10, 12]);
    expect(shared.filter(({ flags }) => (flags.system & SEEN) !== 0).map(({ uid }) => uid)).toEqual([6, 7, 9]);
  });

  test('keywords keep their first spelling and are compared without case', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 2);
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 1]], add(0, '$Important', 'Beta'));
    const second = await store.messages.setFlags(inbox.id, ayse.id, [[2, 2]], add(0, 'BETA', 'alpha'));
    expect(second.rows[0]?.flags.keywords).toEqual(['alpha', 'Beta']);
    expect(await store.messages.keywords(inbox.id)).toEqual(['$Important', 'alpha', 'Beta']);
    const removed = await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], {
      mode: 'remove',
      flags: { system: 0, keywords: ['beta', 'unknown'] },
    });
    expect(removed.rows.map(({ flags }) => flags.keywords)).toEqual([['$Important'], ['alpha']]);
    const replaced = await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], {
      mode: 'replace',
      flags: { system: 4, keywords: [] },
    });
    expect(replaced.rows.map(({ flags }) => flags)).toEqual([
      { system: 4, keywords: [] },
      { system: 4, keywords: [] },
    ]);
  });

  test('expunge removes what is flagged in the ranges, tombstones tell which', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 5);
    await store.messages.setFlags(inbox.id, ayse.id, [[2, 4]], add(DELETED));
    const before = (await store.messages.uids(inbox.id)).modSeq;
    const gone = await store.messages.expunge(inbox.id, ayse.id, [[1, 3]], { flagged: true, by: 'phone' });
    expect([...gone]).toEqual([2, 3]);
    expect(await uids(world(), inbox.id)).toEqual([1, 4, 5]);
    expect([...(await store.messages.expungedSince(inbox.id, before)).uids]).toEqual([2, 3]);
    expect([...(await store.messages.expunge(inbox.id, ayse.id, [[5, 5]], { flagged: false, by: 'pop3' }))]).toEqual([
      5,
    ]);
    const all = await store.messages.expungedSince(inbox.id, before);
    expect([[...all.uids], all.complete]).toEqual([[2, 3, 5], true]);
    expect([...(await store.messages.expunge(inbox.id, ayse.id, null, { flagged: true, by: 'x' }))]).toEqual([4]);
    expect((await store.mailboxes.byId(ayse.id, inbox.id))?.counts).toMatchObject({ messages: 1, deleted: 0 });
    await fill(world(), 1);
    expect(await uids(world(), inbox.id)).toEqual([1, 6]);
  });

  test("an expunge is told in the letter's story", async () => {
    const { store, ayse, inbox } = world();
    const { letterId } = await store.intake.accept(letter({ local: [localCopy(ayse)] }));
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'phone' });
    const story = await store.letters.get(letterId);
    expect(story?.facts.at(-1)?.fact).toEqual({
      kind: 'expunged',
      account: 'ayse@example.com',
      mailbox: 'INBOX',
      by: 'phone',
    });
  });

  test('tombstones are forgotten after 90 days, and it is said', async () => {
    const { store, ayse, inbox, clock } = world();
    await fill(world(), 3);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'x' });
    const old = (await store.messages.uids(inbox.id)).modSeq;
    clock.at = (clock.at + 91 * 86_400_000) as never;
    await store.messages.expunge(inbox.id, ayse.id, [[2, 2]], { flagged: false, by: 'x' });
    expect(await store.messages.expungedSince(inbox.id, (old - 1) as ModSeq)).toMatchObject({ complete: false });
    const since = await store.messages.expungedSince(inbox.id, old);
    expect([[...since.uids], since.complete]).toEqual([[2], true]);
  });

  test('copy shares the body, keeps flags and dates, counts for the quota', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 3);
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 1]], add(SEEN, 'Mine'));
    const target = await store.mailboxes.create(ayse.id, 'Kept', null);
    const used = (await store.directory.account(ayse.id))?.usedBytes ?? 0;
    const result = await store.messages.copy(
      inbox.id,
      ayse.id,
      [
        [1, 2],
        [7, 9],
      ],
      target.id,
    );
    expect([result.uidValidity, [...result.source], [...result.target]]).toEqual([target.uidValidity, [1, 2], [1, 2]]);
    const [original] = await rowsOf(world(), inbox.id, ayse.id);
    const [copied] = await rowsOf(world(), target.id, ayse.id);
    expect(copied).toMatchObject({
      bodyId: original?.bodyId,
      flags: { system: SEEN, keywords: ['Mine'] },
      internalDate: original?.internalDate,
    });
    expect((await store.directory.account(ayse.id))?.usedBytes).toBeGreaterThan(used);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 3]], { flagged: false, by: 'x' });
    const body = await store.bodies.open(copied?.bodyId as never);
    expect(body.sizeBytes).toBeGreaterThan(100);
    body.close();
    await store.directory.updateAccount(ayse.id, { quotaBytes: 1 });
    expect(await errorCode(store.messages.copy(target.id, ayse.id, [[1, 1]], inbox.id))).toBe('overQuota');
  });

  test('move is in the target and gone from the source; quota does not matter', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 3);
    const target = await store.mailboxes.create(ayse.id, 'Kept', null);
    await store.directory.updateAccount(ayse.id, { quotaBytes: 1 });
    const result = await store.messages.move(inbox.id, ayse.id, [[2, 3]], target.id);
    expect([[...result.source], [...result.target]]).toEqual([
      [2, 3],
      [1, 2],
    ]);
    expect([await uids(world(), inbox.id), await uids(world(), target.id)]).toEqual([[1], [1, 2]]);
    expect(await errorCode(store.messages.move(inbox.id, ayse.id, [[1, 1]], inbox.id))).toBe('cannot');
    expect(await errorCode(store.messages.move(inbox.id, ayse.id, [[1, 1]], 99_999 as MailboxId))).toBe('nonexistent');
    expect(await uids(world(), inbox.id)).toEqual([1]);
  });

  test('pages go through all messages exactly once', async () => {
    const { store, ayse, inbox } = world();
    await Promise.all(Array.from({ length: 1_100 }, () => store.intake.accept(letter({ local: [localCopy(ayse)] }))));
    const seen: number[] = [];
    let pages = 0;
    for (let next: number | null = 1; next !== null; pages += 1) {
      const page = await store.messages.page({
        mailboxId: inbox.id,
        viewer: ayse.id,
        ranges: [[next, 1_099]],
        fields: ['envelope', 'bodyStructure'],
      });
      seen.push(...page.rows.map(({ uid }) => uid));
      next = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 1_099 }, (_, i) => i + 1));
    expect(pages).toBeGreaterThan(1);
  });

  test("a private \\Seen is each viewer's own, with its own modSeq and unseen counter", async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 3);
    await store.mailboxes.changeRights(ayse.id, inbox.id, { grantee: burak.id, mode: 'replace', rights: 'lrs' });
    await store.messages.setFlags(inbox.id, ayse.id, [[3, 3]], add(SEEN));
    await store.mailboxes.setSeenPrivate(inbox.id, true);
    const unseen = async (viewer: AccountId): Promise<number | undefined> =>
      (await store.mailboxes.byId(viewer, inbox.id))?.counts.unseen;
    expect([await unseen(ayse.id), await unseen(burak.id)]).toEqual([2, 2]);
    await store.messages.setFlags(inbox.id, burak.id, [[1, 2]], add(SEEN));
    expect([await unseen(ayse.id), await unseen(burak.id)]).toEqual([2, 0]);
    const seenBy = async (viewer: AccountId): Promise<number[]> =>
      (await rowsOf(world(), inbox.id, viewer))
        .filter(({ flags }) => (flags.system & SEEN) !== 0)
        .map(({ uid }) => uid);
    expect([await seenBy(ayse.id), await seenBy(burak.id)]).toEqual([[3], [1, 2, 3]]);
    const [ours] = await rowsOf(world(), inbox.id, ayse.id);
    const [theirs] = await rowsOf(world(), inbox.id, burak.id);
    expect(theirs?.modSeq).toBeGreaterThan(ours?.modSeq ?? 0);
    await fill(world(), 1);
    expect([await unseen(ayse.id), await unseen(burak.id)]).toEqual([3, 1]);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'x' });
    expect([await unseen(ayse.id), await unseen(burak.id)]).toEqual([2, 1]);
    await store.messages.setFlags(inbox.id, ayse.id, [[4, 4]], add(SEEN));
    await store.mailboxes.setSeenPrivate(inbox.id, false);
    expect([await unseen(ayse.id), await unseen(burak.id)]).toEqual([1, 1]);
    expect(await seenBy(burak.id)).toEqual([3, 4]);
  });
});
