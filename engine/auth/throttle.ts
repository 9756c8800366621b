/**
 * Slows guessing: failures are counted per client network together with the account, per client network alone, and per
 * account. A network from which the account has signed in before is not slowed by what strangers do to that account.
 * RFC 4616 6, NIST SP 800-63B 5.2.2
 */
import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../lib/clock.ts';

export interface LoginThrottle {
  /** @returns milliseconds until the next try is looked at; 0: now */
  waitMs(login: string, peer: string): number;
  /** Whether the account has signed in from that network before. */
  knows(login: string, peer: string): boolean;
  failed(login: string, peer: string): void;
  succeeded(login: string, peer: string): void;
}
interface Failures {
  count: number;
  /** Monotonic time until which nothing is looked at. */
  blockedUntil: number;
}
/** Failures that cost nothing, and the longest wait, per kind of key. */
const RULES = {
  pair: { free: 5, longestMs: 15 * 60_000 },
  network: { free: 20, longestMs: 15 * 60_000 },
  account: { free: 30, longestMs: 60_000 },
} as const;
const FORGET_AFTER_MS = 60 * 60_000;
const KEYS = 20_000;

/** @param clock its monotonic time is used, so that clock steps neither lock out nor let in */
export function createLoginThrottle(clock: Pick<Clock, 'monotonic'>): LoginThrottle {
  const perf = { now: () => clock.monotonic() };
  const failures = new LRUCache<string, Failures>({ max: KEYS, ttl: FORGET_AFTER_MS, perf, ttlResolution: 0 });
  const known = new LRUCache<string, true>({ max: KEYS });

  const keysOf = (login: string, peer: string): readonly (readonly [keyof typeof RULES, string])[] => {
    const network = networkOf(peer);
    const account = login.toLowerCase();
    const pair = `${network} ${account}`;
    const all = [
      ['pair', pair],
      ['network', network],
    ] as const;
    return known.has(pair) ? all : [...all, ['account', account]];
  };
  return {
    knows: (login, peer) => known.has(`${networkOf(peer)} ${login.toLowerCase()}`),
    waitMs(login, peer) {
      const now = clock.monotonic();
      return Math.max(
        0,
        ...keysOf(login, peer).map(([kind, key]) => (failures.get(`${kind} ${key}`)?.blockedUntil ?? 0) - now),
      );
    },
    failed(login, peer) {
      for (const [kind, key] of keysOf(login, peer)) {
        const rule = RULES[kind];
        const count = (failures.get(`${kind} ${key}`)?.count ?? 0) + 1;
        const over = count - rule.free;
        const waitMs = over <= 0 ? 0 : Math.min(rule.longestMs, 1000 * 2 ** Math.min(over - 1, 20));
        failures.set(`${kind} ${key}`, { count, blockedUntil: clock.monotonic() + waitMs });
      }
    },
    succeeded(login, peer) {
      const pair = `${networkOf(peer)} ${login.toLowerCase()}`;
      failures.delete(`pair ${pair}`);
      known.set(pair, true);
    },
  };
}

/** With `limits.mode=off`: nothing is slowed. */
export const NO_THROTTLE: LoginThrottle = {
  waitMs: () => 0,
  knows: () => false,
  failed: () => undefined,
  succeeded: () => undefined,
};

/** IPv4 /24, IPv6 /56: what one customer usually holds. */
function networkOf(peer: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(peer)?.[1] ?? peer;
  if (!isIPv6(mapped)) return mapped.split('.').slice(0, 3).join('.');
  const [head = '', tail = ''] = mapped.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const bits = groups.slice(0, 4).map((group) => Number.parseInt(group, 16) || 0);
  bits[3] = (bits[3] ?? 0) & 0xff00;
  return bits.map((group) => group.toString(16)).join(':');
}
