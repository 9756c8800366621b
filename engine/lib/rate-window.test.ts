import { expect, test } from 'vitest';
import { createRateWindow } from './rate-window.ts';

test('so many per key within the window, then a wait that ends', () => {
  let now = 0;
  const window = createRateWindow({ monotonic: () => now }, 2, 1000);
  window.note('a');
  now = 300;
  expect(window.waitMs('a')).toBe(0);
  window.note('a');
  expect([window.waitMs('a'), window.waitMs('b')]).toEqual([700, 0]);
  now = 1000;
  expect(window.waitMs('a')).toBe(0);
});
