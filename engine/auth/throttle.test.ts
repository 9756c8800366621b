import { expect, test } from 'vitest';
import { createLoginThrottle } from './throttle.ts';

function build() {
  let now = 1000;
  const throttle = createLoginThrottle({ monotonic: () => now });
  return {
    throttle,
    pass: (ms: number) => (now += ms),
    fail: (times: number, login: string, peer: string) =>
      Array.from({ length: times }, () => throttle.failed(login, peer)),
  };
}

test('five mistakes are free, then each doubles the wait', () => {
  const { throttle, pass, fail } = build();
  fail(5, 'a@example.com', '192.0.2.7');
  expect(throttle.waitMs('a@example.com', '192.0.2.7')).toBe(0);
  fail(1, 'a@example.com', '192.0.2.7');
  expect(throttle.waitMs('A@Example.com', '192.0.2.99')).toBe(1000);
  pass(1000);
  expect(throttle.waitMs('a@example.com', '192.0.2.7')).toBe(0);
  fail(3, 'a@example.com', '192.0.2.7');
  expect(throttle.waitMs('a@example.com', '192.0.2.7')).toBe(8000);
  fail(30, 'a@example.com', '192.0.2.7');
  expect(throttle.waitMs('a@example.com', '192.0.2.7')).toBe(15 * 60_000);
});

test('guessing many accounts from one network is slowed for all of them', () => {
  const { throttle, fail } = build();
  for (let i = 0; i < 24; i++) fail(1, `user${i}@example.com`, '2001:db8:1:100::1');
  expect(throttle.waitMs('fresh@example.com', '2001:db8:1:1ff:5::9')).toBeGreaterThan(0);
  expect(throttle.waitMs('fresh@example.com', '2001:db8:1:200::1')).toBe(0);
});

test('strangers cannot lock out someone who has signed in from there before', () => {
  const { throttle, fail } = build();
  throttle.succeeded('a@example.com', '198.51.100.4');
  for (let i = 0; i < 60; i++) fail(1, 'a@example.com', `203.0.${i}.1`);
  expect(throttle.waitMs('a@example.com', '198.51.100.4')).toBe(0);
  expect(throttle.waitMs('a@example.com', '192.0.2.1')).toBeGreaterThan(0);
});

test('a success forgives the pair, and an hour forgets everything', () => {
  const { throttle, pass, fail } = build();
  fail(7, 'a@example.com', '192.0.2.7');
  pass(60_000);
  throttle.succeeded('a@example.com', '192.0.2.7');
  fail(1, 'a@example.com', '192.0.2.7');
  expect(throttle.waitMs('a@example.com', '192.0.2.7')).toBe(0);
  fail(9, 'b@example.com', '192.0.2.7');
  pass(61 * 60_000);
  expect(throttle.waitMs('b@example.com', '192.0.2.7')).toBe(0);
});
