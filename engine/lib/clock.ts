/** Time as a dependency: wall clock for what people read, monotonic for durations, timers for waiting. */
import type { UnixMs } from '../model/ids.ts';

export interface Clock {
  /** Wall time; may step. */
  now(): UnixMs;
  /** Milliseconds that only ever grow; for durations and leases. */
  monotonic(): number;
  /** Calls once after `ms`; returns a cancel function. Does not keep the process alive. */
  after(ms: number, call: () => void): () => void;
}
export function systemClock(): Clock {
  return {
    now: () => Date.now() as UnixMs,
    monotonic: () => performance.now(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}
