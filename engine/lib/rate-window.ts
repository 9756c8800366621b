/** Counts happenings per key in a sliding window of fixed length, for a bounded number of keys. */
import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';

export interface RateWindow {
  /** Milliseconds until one more is allowed; 0: now. */
  waitMs(key: string): number;
  note(key: string): void;
}
const KEYS = 20_000;

/** @param most happenings per key within `windowMs` */
export function createRateWindow(clock: Pick<Clock, 'monotonic'>, most: number, windowMs: number): RateWindow {
  const times = new LRUCache<string, readonly number[]>({ max: KEYS });
  const recent = (key: string): readonly number[] => {
    const since = clock.monotonic() - windowMs;
    return (times.get(key) ?? []).filter((time) => time > since);
  };
  return {
    waitMs(key) {
      const known = recent(key);
      return known.length < most ? 0 : known[known.length - most]! + windowMs - clock.monotonic();
    },
    note: (key) => void times.set(key, [...recent(key), clock.monotonic()].slice(-most)),
  };
}
