import { describe, expect, it } from 'vitest';
import { reconnectWaitMs } from './web-carrier.ts';
import { takeLinkToken } from './web-login.ts';

describe('the one-time link', () => {
  const take = (hash: string): { token: string | null; address: string | null } => {
    let address: string | null = null;
    const history = { replaceState: (_state: unknown, _title: string, to: string) => (address = to) };
    const token = takeLinkToken({ hash, pathname: '/' } as Location, history as unknown as History);
    return { token, address };
  };
  it('is taken out of the address', () => {
    expect(take('#login=abc-DEF_1')).toEqual({ token: 'abc-DEF_1', address: '/#/' });
    expect(take('#/login=abc')).toEqual({ token: 'abc', address: '/#/' });
  });
  it('is not seen where none is', () => {
    for (const hash of ['', '#/', '#/messages', '#login=', '#login=a b', '#/x?login=abc'])
      expect(take(hash)).toEqual({ token: null, address: null });
  });
});
it('waits longer from try to try, and never for long', () => {
  expect([0, 1, 2, 3, 10, 50].map((attempt) => reconnectWaitMs(attempt, 0))).toEqual([
    500, 1000, 2000, 4000, 15_000, 15_000,
  ]);
  expect(reconnectWaitMs(0, 1)).toBe(600);
});
