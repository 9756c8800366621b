import { beforeEach, expect, test } from 'vitest';
import type { SettingsStore } from '../store/settings-store.ts';
import { keepSettings } from './settings-keeper.ts';

const kept = new Map<string, unknown>();
const store: SettingsStore = {
  all: async () => Object.fromEntries(kept),
  set: async (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) kept.delete(name);
      else kept.set(name, value);
    }
  },
};
const start = { profile: 'normal' as const, file: {}, commandLine: { hostname: 'a.test' } };
beforeEach(() => kept.clear());

test('what holds at once is used at once, what needs a restart waits but is listed', async () => {
  const keeper = await keepSettings(start, store);
  expect(await keeper.set({ 'delivery.port': 26, 'smtp.port': 26 })).toEqual({ needsRestart: true });
  expect([keeper.current()['delivery.port'], keeper.current()['smtp.port']]).toEqual([26, 25]);
  expect(keeper.list().find(({ name }) => name === 'smtp.port')).toMatchObject({ value: 26, from: 'owner' });
  const next = await keepSettings(start, store);
  expect(next.current()['smtp.port']).toBe(26);
});
test('null gives the default back, and only what is wrong is refused', async () => {
  const keeper = await keepSettings(start, store);
  await keeper.set({ 'delivery.port': 26 });
  await keeper.set({ 'delivery.port': null });
  expect([kept.size, keeper.current()['delivery.port']]).toEqual([0, 25]);
  await expect(keeper.set({ 'delivery.port': 27, 'delivery.prot': 1 })).rejects.toMatchObject({ code: 'cannot' });
  expect(kept.size).toBe(0);
});
test('a name that this version does not know is left alone and told', async () => {
  kept.set('future.setting', 1);
  kept.set('firstRun.done', true);
  const keeper = await keepSettings(start, store);
  expect([keeper.ignored, await keeper.firstRunDone()]).toEqual([['future.setting'], true]);
});
