import { expect, it } from 'vitest';
import { fillHours } from './fill-hours.ts';

const HOUR = 3_600_000;
const NOW = 500_000 * HOUR + 1234;

it('shows 24 hours and the one that runs, whether or not something happened', () => {
  const filled = fillHours([{ at: 499_990 * HOUR, in: 3, out: 1, failed: 2 }], NOW);
  expect(filled).toHaveLength(25);
  expect([filled[0]?.at, filled[24]?.at]).toEqual([499_976 * HOUR, 500_000 * HOUR]);
  expect(filled.filter((hour) => hour.in > 0)).toEqual([{ at: 499_990 * HOUR, in: 3, out: 1, failed: 2 }]);
});
it('leaves out what is older', () => {
  expect(fillHours([{ at: 499_900 * HOUR, in: 3, out: 1, failed: 2 }], NOW).every((hour) => hour.in === 0)).toBe(true);
});
