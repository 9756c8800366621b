import { expect, test } from 'vitest';
import { createConnectionLimits, type LimitsMode } from './connection-limits.ts';
import { peerOf } from './peer.ts';

function setUp(mode: LimitsMode) {
  const time = { now: 0 };
  const limits = createConnectionLimits({
    clock: { monotonic: () => time.now },
    mode,
    total: 5,
    perPeer: 2,
    newPerPeerAndMinute: 4,
  });
  const admit = (address: string) => {
    const admission = limits.admit(peerOf(address, 1));
    return admission.kind === 'admitted' ? admission.release : admission.reason;
  };
  return { limits, admit, time };
}

test('one peer, also with other addresses of its IPv6 network', () => {
  const { admit } = setUp('normal');
  const release = admit('2001:db8::1');
  admit('2001:db8::2');
  expect(admit('2001:db8::3')).toBe('tooManyFromPeer');
  expect(admit('2001:db8:0:1::3')).toBeTypeOf('function');
  if (typeof release === 'string') throw new Error(release);
  release();
  release();
  expect(admit('2001:db8::3')).toBeTypeOf('function');
  expect(admit('2001:db8::3')).toBe('tooManyFromPeer');
});

test('all together', () => {
  const { admit, limits } = setUp('normal');
  for (let n = 0; n < 5; n++) admit(`192.0.2.${n}`);
  expect(admit('192.0.2.9')).toBe('tooMany');
  expect(limits.open).toBe(5);
});

test('too fast for a minute', () => {
  const { admit, time } = setUp('normal');
  const once = () => {
    const release = admit('192.0.2.1');
    if (typeof release === 'function') release();
    return release;
  };
  for (let n = 0; n < 4; n++) expect(once()).toBeTypeOf('function');
  expect(once()).toBe('tooFast');
  time.now = 60_000;
  expect(once()).toBeTypeOf('function');
});

test.each([
  ['normal', '127.0.0.1', 'tooManyFromPeer'],
  ['trial', '127.0.0.1', 'tooMany'],
  ['trial', '192.0.2.1', 'tooManyFromPeer'],
  ['off', '192.0.2.1', 'admitted'],
] as const)('%s for %s: %s', (mode, address, wanted) => {
  const { admit } = setUp(mode);
  const answers = Array.from({ length: 8 }, () => admit(address));
  expect(answers.find((answer) => typeof answer === 'string') ?? 'admitted').toBe(wanted);
});

test('the mode changes while running', () => {
  const { admit, limits } = setUp('normal');
  for (let n = 0; n < 3; n++) admit('192.0.2.1');
  limits.setMode('off');
  expect(admit('192.0.2.1')).toBeTypeOf('function');
});
