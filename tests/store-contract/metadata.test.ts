/** Annotations: whose they are, who may set them, how many, who hears of them. RFC 5464 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes, eachWorld, errorCode, IMPLEMENTATIONS } from './helpers/stores.ts';
import { METADATA_LIMITS } from '../../engine/store/metadata-store.ts';

describe.each(IMPLEMENTATIONS)('metadata on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('private entries are of each, shared ones of all who may read; all or none are set', async () => {
    const { store, ayse, burak, inbox } = world();
    const heard: (readonly string[] | undefined)[] = [];
    store.changes.account(burak.id, (change) => change.kind === 'mailbox' && heard.push(change.entries));
    const names = async (viewer = ayse.id, id: typeof inbox.id | null = inbox.id): Promise<string[]> =>
      (await store.metadata.entries(viewer, id)).map(({ name, value }) => `${name}=${Buffer.from(value).toString()}`);
    await store.metadata.set(ayse.id, inbox.id, [
      { name: '/private/comment', value: bytes('own') },
      { name: '/shared/comment', value: bytes('all') },
    ]);
    expect(await names()).toEqual(['/private/comment=own', '/shared/comment=all']);
    expect(await errorCode(store.metadata.entries(burak.id, inbox.id))).toBe('nonexistent');
    await store.mailboxes.changeRights(ayse.id, inbox.id, { grantee: burak.id, mode: 'replace', rights: 'lr' });
    expect(await names(burak.id)).toEqual(['/shared/comment=all']);
    const both = [
      { name: '/private/x', value: bytes('1') },
      { name: '/shared/x', value: bytes('2') },
    ];
    expect(await errorCode(store.metadata.set(burak.id, inbox.id, both))).toBe('noPermission');
    expect(await names(burak.id)).toEqual(['/shared/comment=all']);
    await store.metadata.set(ayse.id, inbox.id, [{ name: '/shared/comment', value: null }]);
    expect(await names()).toEqual(['/private/comment=own']);
    expect(heard).toEqual([undefined, ['/shared/comment']]);
    expect(await errorCode(store.metadata.set(burak.id, null, [{ name: '/shared/x', value: bytes('1') }]))).toBe(
      'noPermission',
    );
    await store.metadata.set(ayse.id, null, [{ name: '/shared/admin', value: bytes('mailto:a@b') }]);
    expect(await names(burak.id, null)).toEqual(['/shared/admin=mailto:a@b']);
  });

  test('so many entries, no more; they go with their mailbox', async () => {
    const { store, ayse } = world();
    const box = await store.mailboxes.create(ayse.id, 'Box', null);
    const set = (count: number): Promise<string> =>
      errorCode(
        store.metadata.set(
          ayse.id,
          box.id,
          Array.from({ length: count }, (_, i) => ({ name: `/private/n${i}`, value: bytes('x') })),
        ),
      );
    expect(await set(METADATA_LIMITS.entries + 1)).toBe('limit');
    expect(await store.metadata.entries(ayse.id, box.id)).toEqual([]);
    expect(await set(METADATA_LIMITS.entries)).toBe('done');
    await store.mailboxes.remove(ayse.id, 'Box');
    expect(await errorCode(store.metadata.entries(ayse.id, box.id))).toBe('nonexistent');
  });
});
