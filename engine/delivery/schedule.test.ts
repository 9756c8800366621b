import { expect, test } from 'vitest';
import type { UnixMs } from '../model/ids.ts';
import { DEFAULT_RETRY_SCHEDULE, nextAttemptAt, QUEUE_LIFETIME_MS } from './schedule.ts';

const start = 1_000_000 as UnixMs;
const end = (start + QUEUE_LIFETIME_MS) as UnixMs;

test('waits grow as the schedule says and the last one repeats', () => {
  const waits = [1, 2, 3, 9, 10, 30].map(
    (attempts) => (nextAttemptAt(attempts, start, end, DEFAULT_RETRY_SCHEDULE, 0)! - start) / 1000,
  );
  expect(waits).toEqual([300, 900, 1800, 86_400, 86_400, 86_400]);
});
test('the spread adds at most a tenth', () => {
  expect(nextAttemptAt(1, start, end, [1000], 1)! - start).toBe(1_100_000);
});
test('the last attempt is at the end of the lifetime, none after it', () => {
  expect(nextAttemptAt(9, (end - 1000) as UnixMs, end, DEFAULT_RETRY_SCHEDULE, 0)).toBe(end);
  expect(nextAttemptAt(9, end, end, DEFAULT_RETRY_SCHEDULE, 0)).toBeNull();
});
test('a whole life makes a bounded number of attempts and then ends', () => {
  let at: UnixMs | null = start;
  let attempts = 0;
  while (at !== null && attempts < 100) at = nextAttemptAt(++attempts, at, end, DEFAULT_RETRY_SCHEDULE, 0.5);
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(20);
});
