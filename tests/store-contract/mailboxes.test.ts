import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS } from './helpers/stores.ts';
import type { SpecialUse } from '../../engine/model/mailbox.ts';

describe.each(IMPLEMENTATIONS)('mailboxes on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const names = async (): Promise<string[]> =>
    (await world().store.mailboxes.list(world().ayse.id)).map(({ name }) => name);

  test('a new account has INBOX first and its special uses, all subscribed', async () => {
    const { store, ayse } = world();
    const list = await store.mailboxes.list(ayse.id);
    expect(list.map(({ name, specialUse }) => [name, specialUse])).toEqual([
      ['INBOX', null],
      ['Archive', 'archive'],
      ['Drafts', 'drafts'],
      ['Junk', 'junk'],
      ['Sent', 'sent'],
      ['Trash', 'trash'],
    ]);
    expect(list.every(({ subscribed }) => subscribed)).toBe(true);
    expect(new Set(list.map(({ uidValidity }) => uidValidity)).size).toBe(6);
  });

  test('create makes parents; names are checked', async () => {
    const { store, ayse } = world();
    await store.mailboxes.create(ayse.id, 'a/b/c', null);
    expect((await names()).filter((name) => name.startsWith('a'))).toEqual(['a', 'a/b', 'a/b/c']);
    for (const bad of ['', '/x', 'x/', 'x//y', 'x\u0000y', 'x\ny'])
      expect(await errorCode(store.mailboxes.create(ayse.id, bad, null))).toBe('cannot');
    expect(await errorCode(store.mailboxes.create(ayse.id, 'iNBoX', null))).toBe('alreadyExists');
    expect(await errorCode(store.mailboxes.create(ayse.id, 'Sent 2', 'sent' as SpecialUse))).toBe('cannot');
    expect((await store.mailboxes.create(ayse.id, 'inbox/Child', null)).name).toBe('INBOX/Child');
  });

  test('a name never gets a uidValidity back', async () => {
    const { store, ayse, clock } = world();
    const seen = new Set<number>();
    for (let i = 0; i < 5; i += 1) {
      const { uidValidity } = await store.mailboxes.create(ayse.id, 'again', null);
      expect(seen.has(uidValidity)).toBe(false);
      seen.add(uidValidity);
      await store.mailboxes.remove(ayse.id, 'again');
      clock.at = (clock.at - 3_600_000) as never;
    }
  });

  test('rename takes children along and keeps messages', async () => {
    const { store, ayse } = world();
    await store.mailboxes.create(ayse.id, 'old/child', null);
    const before = await store.mailboxes.find(ayse.id, 'old/child');
    await store.mailboxes.rename(ayse.id, 'old', 'new/deep');
    expect((await names()).filter((name) => /old|new/.test(name))).toEqual(['new', 'new/deep', 'new/deep/child']);
    expect(await store.mailboxes.find(ayse.id, 'new/deep/child')).toMatchObject({
      id: before?.id,
      uidValidity: before?.uidValidity,
    });
    expect(await errorCode(store.mailboxes.rename(ayse.id, 'new', 'new/deep/x'))).toBe('cannot');
    expect(await errorCode(store.mailboxes.rename(ayse.id, 'nothing', 'x'))).toBe('nonexistent');
    expect(await errorCode(store.mailboxes.rename(ayse.id, 'new', 'Sent'))).toBe('alreadyExists');
  });

  test('renaming INBOX moves its messages and leaves it empty', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 3);
    await store.mailboxes.rename(ayse.id, 'inbox', 'Old mail/2026');
    const target = await store.mailboxes.find(ayse.id, 'Old mail/2026');
    expect(target?.counts.messages).toBe(3);
    expect(await store.mailboxes.byId(ayse.id, inbox.id)).toMatchObject({
      name: 'INBOX',
      uidNext: 4,
      counts: { messages: 0, bytes: 0 },
    });
    expect([...(await store.messages.expungedSince(inbox.id, inbox.highestModSeq)).uids]).toEqual([1, 2, 3]);
  });

  test('remove refuses INBOX and parents, and gives space back', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 2);
    const target = await store.mailboxes.create(ayse.id, 'p/q', null);
    await store.messages.move(inbox.id, ayse.id, [[1, 2]], target.id);
    expect(await errorCode(store.mailboxes.remove(ayse.id, 'INBOX'))).toBe('cannot');
    expect(await errorCode(store.mailboxes.remove(ayse.id, 'p'))).toBe('inUse');
    await store.mailboxes.remove(ayse.id, 'p/q');
    expect((await store.directory.account(ayse.id))?.usedBytes).toBe(0);
    expect(await store.mailboxes.byId(ayse.id, target.id)).toBeNull();
    expect(await errorCode(store.messages.uids(target.id))).toBe('nonexistent');
  });

  test('subscriptions hold for names that do not exist', async () => {
    const { store, ayse } = world();
    await store.mailboxes.subscribe(ayse.id, 'ghost', true);
    await store.mailboxes.subscribe(ayse.id, 'Trash', false);
    expect(await store.mailboxes.subscriptions(ayse.id)).toEqual([
      'Archive',
      'Drafts',
      'INBOX',
      'Junk',
      'Sent',
      'ghost',
    ]);
    expect((await store.mailboxes.create(ayse.id, 'ghost', null)).subscribed).toBe(true);
    expect((await store.mailboxes.find(ayse.id, 'Trash'))?.subscribed).toBe(false);
  });
});
