import { describe, expect, it } from 'vitest';
import { RESTART_LIMITS, RestartPolicy } from './restart-policy.ts';

describe('RestartPolicy', () => {
  it('waits 0.5 s, doubled each time, at most 30 s', () => {
    const policy = new RestartPolicy({ ...RESTART_LIMITS, crashesAllowed: 100 });
    const waits = Array.from({ length: 9 }, (_, n) => policy.crashed(n, 0)).map(
      (decision) => decision.kind === 'wait' && decision.waitMs,
    );
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });
  it('calls the sixth crash within two minutes a loop', () => {
    const policy = new RestartPolicy(RESTART_LIMITS);
    for (let n = 0; n < 5; n++) expect(policy.crashed(n * 23_000, 0).kind).toBe('wait');
    expect(policy.crashed(119_000, 0)).toEqual({ kind: 'loop', attempts: 6 });
  });
  it('does not count crashes of longer ago', () => {
    const policy = new RestartPolicy(RESTART_LIMITS);
    for (let n = 0; n < 20; n++) expect(policy.crashed(n * 25_000, 0).kind).toBe('wait');
  });
  it('begins anew after a steady run and when told to', () => {
    const policy = new RestartPolicy(RESTART_LIMITS);
    policy.crashed(0, 0);
    policy.crashed(1000, 0);
    expect(policy.crashed(70_000, 60_000)).toEqual({ kind: 'wait', attempt: 1, waitMs: 500 });
    policy.forget();
    expect(policy.nextAttempt).toBe(1);
  });
});
