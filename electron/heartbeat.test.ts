import { afterEach, expect, it, vi } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

afterEach(() => void vi.useRealTimers());

it('counts silence from the last word, but not the time this process slept itself', () => {
  vi.useFakeTimers();
  const silent = vi.fn();
  const heart = new Heartbeat({ firstWordMs: 60_000, silenceMs: 8_000, lookEveryMs: 1_000 }, silent);
  heart.start();
  vi.advanceTimersByTime(50_000);
  heart.heard();
  vi.advanceTimersByTime(8_000);
  expect(silent).not.toHaveBeenCalled();

  // Asleep for an hour: no timer runs, the clock moves on.
  const now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_000);
  vi.advanceTimersByTime(1_000);
  clock.mockRestore();
  expect(silent).not.toHaveBeenCalled();

  heart.start();
  heart.heard();
  vi.advanceTimersByTime(9_000);
  expect(silent).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(silent).toHaveBeenCalledTimes(1);
});
