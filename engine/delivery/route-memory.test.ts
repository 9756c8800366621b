/** The directory is asked once in a burst, and anew as soon as anything may have changed. */
import { expect, test } from 'vitest';
import { rememberRoutes } from './route-memory.ts';
import type { Address } from '../model/account.ts';
import { systemClock } from '../lib/clock.ts';
import { openMemoryStore } from '../store/memory/open-store.ts';

const ayse: Address = { localpart: 'ayse', domain: 'firma.test' };

async function build(quotaBytes: number | null = null) {
  const { store } = await openMemoryStore({ clock: systemClock() });
  await store.directory.createDomain({
    name: 'firma.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const person = (address: Address) =>
    store.directory.createAccount({
      ...{ address, displayName: '', role: 'account', language: 'tr', quotaBytes, passwordHash: 'none' },
    });
  await person({ ...ayse, localpart: 'owner' });
  const account = await person(ayse);
  let asked = 0;
  let now = 0;
  const resolve = (address: Address) => {
    asked += 1;
    return store.directory.resolve(address);
  };
  const directory = { ...store.directory, resolve };
  const route = rememberRoutes({ directory, changes: store.changes }, { monotonic: () => now });
  return { store, account, route, asked: () => asked, pass: (ms: number) => (now += ms) };
}

test('one question in a second', async () => {
  const { route, asked, pass } = await build();
  expect(await route(ayse)).toMatchObject({ kind: 'deliverable' });
  expect(await route({ ...ayse, localpart: 'AYSE' })).toMatchObject({ kind: 'deliverable' });
  expect(asked()).toBe(1);
  pass(1_000);
  await route(ayse);
  expect(asked()).toBe(2);
});

test('a change of the directory counts at once, also for a question under way', async () => {
  const { store, account, route, asked } = await build();
  await route(ayse);
  await store.directory.updateAccount(account.id, { status: 'disabled' });
  expect(await route(ayse)).toEqual({ kind: 'disabled' });
  await store.directory.updateAccount(account.id, { status: 'active' });
  const early = route(ayse);
  const disabling = store.directory.updateAccount(account.id, { status: 'disabled' });
  await Promise.all([early, disabling]);
  expect(await route(ayse)).toEqual({ kind: 'disabled' });
  expect(asked()).toBe(4);
});

test('near the quota, and for who is not there, each one is asked', async () => {
  const { route, asked } = await build(0);
  await route(ayse);
  await route(ayse);
  expect(asked()).toBe(2);
  const nobody = { ...ayse, localpart: 'kimse' };
  await route(nobody);
  await route(nobody);
  expect(asked()).toBe(4);
});
