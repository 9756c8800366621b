import { expect, test } from 'vitest';
import { addressKind, limitKey, normalizeAddress, peerOf } from './peer.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['0:0:0:0:0:ffff:7f00:1', 'loopback'],
  ['10.0.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd00::1', 'private'],
  ['::ffff:192.168.1.1', 'private'],
  ['169.254.1.1', 'linkLocal'],
  ['fe80::1%eth0', 'linkLocal'],
  ['0.0.0.0', 'special'],
  ['224.0.0.1', 'special'],
  ['255.255.255.255', 'special'],
  ['::', 'special'],
  ['ff02::1', 'special'],
  ['no address', 'special'],
  ['203.0.113.9', 'public'],
  ['2001:db8::1', 'public'],
] as const)('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test.each([
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:C000:0207', '192.0.2.7'],
  ['2001:0DB8:0:0::0001', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2', null],
])('%s is written %s', (address, normal) => {
  expect(normalizeAddress(address)).toBe(normal);
});

test('a subscriber with IPv6 counts once', () => {
  expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(limitKey('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(limitKey('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(limitKey('2001:db8:1:3::9')).not.toBe(limitKey('2001:db8:1:2::9'));
  expect(limitKey('192.0.2.7')).toBe('192.0.2.7');
  expect(peerOf('::ffff:10.1.1.1', 9)).toMatchObject({
    address: '10.1.1.1',
    port: 9,
    isPrivate: true,
    isLoopback: false,
  });
});
