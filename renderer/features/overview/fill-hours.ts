/** The last 24 hours without gaps: an hour in which nothing happened is an hour with nothing, not a missing one. */
import type { HourCounts } from '../../../engine/control/contract.ts';

const HOUR_MS = 3_600_000;

export function fillHours(hours: readonly HourCounts[], now: number): readonly HourCounts[] {
  const known = new Map(hours.map((hour) => [Math.floor(hour.at / HOUR_MS), hour]));
  const last = Math.floor(now / HOUR_MS);
  return Array.from({ length: 25 }, (_, index) => {
    const hour = last - 24 + index;
    return known.get(hour) ?? { at: hour * HOUR_MS, in: 0, out: 0, failed: 0 };
  });
}
