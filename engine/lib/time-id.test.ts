import { expect, test } from 'vitest';
import { timeId } from './time-id.ts';

test('ids ascend with time, also over the years', () => {
  const times = [0, 1, 31, 32, 1_000, Date.UTC(2026, 0), Date.UTC(2026, 0) + 1, Date.UTC(2100, 0)];
  const ids = times.map(timeId);
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{16}$/);
});

test('ids of one millisecond differ', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => timeId(1))).size).toBe(10_000);
});
