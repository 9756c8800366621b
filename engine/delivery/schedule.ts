/** When to try again. RFC 5321 4.5.4.1: the first retries soon, then slower, giving up after days. */
import type { UnixMs } from '../model/ids.ts';

/** 5, 15, 30 min, 1, 2, 4, 8, 12, 24 h, then each 24 h. Seconds. */
export const DEFAULT_RETRY_SCHEDULE: readonly number[] = [300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400];
/** How long a letter is tried before its sender is told that it failed. */
export const QUEUE_LIFETIME_MS = 5 * 24 * 60 * 60 * 1000;

/**
 * Time of the next attempt, or null when the letter's time is over.
 * @param attempts attempts made so far, including the one just ended (1 or more)
 * @param spread 0 to 1: spreads waits by up to a tenth, so that a burst does not return as one
 */
export function nextAttemptAt(
  attempts: number,
  now: UnixMs,
  expiresAt: UnixMs,
  schedule: readonly number[],
  spread: number,
): UnixMs | null {
  const waitSeconds = schedule[Math.min(attempts, schedule.length) - 1] ?? DEFAULT_RETRY_SCHEDULE[0]!;
  if (now >= expiresAt) return null;
  const at = now + waitSeconds * 1000 * (1 + spread / 10);
  return Math.round(Math.min(at, expiresAt)) as UnixMs;
}
