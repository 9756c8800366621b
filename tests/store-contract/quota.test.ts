/** Limits of octets and of messages, all or nothing. RFC 9208 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS, letter, localCopy } from './helpers/stores.ts';

describe.each(IMPLEMENTATIONS)('quota on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('messages are counted over all mailboxes of the account', async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 3);
    expect(await store.directory.quota(ayse.id)).toMatchObject({
      quotaBytes: null,
      quotaMessages: null,
      usedMessages: 3,
    });
    await store.directory.setQuota(ayse.id, { quotaBytes: null, quotaMessages: 4 });
    const box = await store.mailboxes.create(ayse.id, 'Box', null);
    expect(await errorCode(store.messages.copy(inbox.id, ayse.id, [[1, 2]], box.id))).toBe('overQuota');
    expect((await store.mailboxes.byId(ayse.id, box.id))?.counts.messages).toBe(0);
    expect(await errorCode(store.messages.copy(inbox.id, ayse.id, [[1, 1]], box.id))).toBe('done');
    expect(await errorCode(store.messages.move(inbox.id, ayse.id, [[1, 2]], box.id))).toBe('done');
    const accept = (ignoreQuota: boolean): Promise<string> =>
      errorCode(store.intake.accept(letter({ local: [localCopy(burak), localCopy(ayse, { ignoreQuota })] })));
    expect(await accept(false)).toBe('overQuota');
    expect((await store.directory.quota(burak.id))?.usedMessages).toBe(0);
    expect(await accept(true)).toBe('done');
    expect(await store.directory.quota(ayse.id)).toMatchObject({ quotaMessages: 4, usedMessages: 5 });
    await store.directory.setQuota(ayse.id, { quotaBytes: 1, quotaMessages: null });
    expect(await store.directory.quota(ayse.id)).toMatchObject({ quotaBytes: 1, quotaMessages: null });
    expect(await errorCode(store.directory.setQuota(99_999 as never, { quotaBytes: 1, quotaMessages: 1 }))).toBe(
      'nonexistent',
    );
  });
});
