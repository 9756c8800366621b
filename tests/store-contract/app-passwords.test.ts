/** App passwords: kept as keys among the account's own, listed with their last use, gone with it. RFC 5802 3 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS } from './helpers/stores.ts';
import { MOST_APP_PASSWORDS } from '../../engine/model/app-password.ts';
import type { AppPasswordId, UnixMs } from '../../engine/model/ids.ts';
import type { ScramSecret } from '../../engine/model/scram.ts';
import type { NewAppPassword } from '../../engine/store/credential-store.ts';

const salt = new Uint8Array(16).fill(7);
/** Only looked at by who checks proofs. */
const keyOf = (octet: number): ScramSecret => ({
  salt,
  iterations: 4096,
  storedKey: new Uint8Array(32).fill(octet),
  serverKey: new Uint8Array(32).fill(octet + 1),
});

describe.each(IMPLEMENTATIONS)('app passwords on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const phone = (): NewAppPassword => ({
    accountId: world().ayse.id,
    label: 'Telefon ışığı',
    protocols: ['imap', 'submission'],
    expiresAt: null,
  });

  test('are added with their key, listed oldest first, and revoked alone', async () => {
    const { store, ayse, burak, clock } = world();
    const { credentials } = store;
    const told: unknown[] = [];
    store.changes.store((change) => told.push(change));
    const expiresAt = (clock.at + 1000) as UnixMs;
    const first = await credentials.addAppPassword(phone(), keyOf(1));
    expect(first).toEqual({ ...phone(), id: first.id, createdAt: clock.at, lastUse: null });
    const wanted: NewAppPassword = { ...phone(), label: 'Yazıcı', protocols: ['pop3'], expiresAt };
    const second = await credentials.addAppPassword(wanted, keyOf(3));
    expect(await credentials.appPasswords(ayse.id)).toEqual([first, second]);
    expect(await credentials.appPasswords(burak.id)).toEqual([]);
    expect(await credentials.appPassword(second.id)).toEqual(second);
    expect(told).toEqual([{ kind: 'directory' }, { kind: 'directory' }]);
    const kept = await credentials.scram(ayse.address);
    expect(kept?.keys.map(({ storedKey, appPassword }) => [storedKey[0], appPassword])).toEqual([
      [1, first],
      [3, second],
    ]);
    await credentials.removeAppPassword(first.id);
    expect(await credentials.appPassword(first.id)).toBeNull();
    expect((await credentials.scram(ayse.address))?.keys.map(({ storedKey }) => storedKey[0])).toEqual([3]);
    expect(await errorCode(credentials.removeAppPassword(first.id))).toBe('nonexistent');
    await credentials.removeAppPassword(second.id);
    expect(await credentials.scram(ayse.address)).toBeNull();
    expect(await credentials.hasScramKeys()).toBe(false);
    const third = await credentials.addAppPassword(phone(), keyOf(5));
    expect(third.id).toBeGreaterThan(second.id);
  });

  test('share the salt of the account, and stay when its password changes', async () => {
    const { store, ayse } = world();
    const { credentials } = store;
    await credentials.setPassword(ayse.id, 'h', keyOf(9));
    const one = await credentials.addAppPassword(phone(), keyOf(1));
    const kept = async () =>
      (await credentials.scram(ayse.address))?.keys.map(({ storedKey, appPassword }) => [storedKey[0], appPassword]);
    expect(await kept()).toEqual(
      expect.arrayContaining([
        [9, null],
        [1, one],
      ]),
    );
    const other = { ...keyOf(2), salt: new Uint8Array(16).fill(8) };
    expect(await errorCode(credentials.addAppPassword(phone(), other))).toBe('cannot');
    expect(await credentials.appPasswords(ayse.id)).toEqual([one]);
    await credentials.setPassword(ayse.id, 'chosen');
    expect(await kept()).toEqual([[1, one]]);
    await credentials.setPassword(ayse.id, 'h', keyOf(4));
    expect((await kept())?.length).toBe(2);
  });

  test('the last use is noted; of one that is gone nothing is', async () => {
    const { store, ayse, clock } = world();
    const { id } = await store.credentials.addAppPassword(phone(), keyOf(1));
    const use = { at: clock.at, protocol: 'imap', peer: '192.0.2.7' } as const;
    await store.credentials.noteAppPasswordUse(id, use);
    expect((await store.credentials.appPasswords(ayse.id))[0]?.lastUse).toEqual(use);
    await store.credentials.noteAppPasswordUse((id + 1) as AppPasswordId, use);
    expect(await store.credentials.appPasswords(ayse.id)).toHaveLength(1);
  });

  test('are bounded for an account, and go with it', async () => {
    const { store, burak } = world();
    await fill(world(), 1);
    const wanted = { ...phone(), accountId: burak.id };
    for (let i = 0; i < MOST_APP_PASSWORDS; i += 1) await store.credentials.addAppPassword(wanted, keyOf(i));
    expect(await errorCode(store.credentials.addAppPassword(wanted, keyOf(200)))).toBe('limit');
    const [first] = await store.credentials.appPasswords(burak.id);
    await store.directory.removeAccount(burak.id);
    expect(await store.credentials.appPassword(first?.id as AppPasswordId)).toBeNull();
    expect(await store.credentials.hasScramKeys()).toBe(false);
    expect(await errorCode(store.credentials.addAppPassword(wanted, keyOf(1)))).toBe('nonexistent');
  });
});
