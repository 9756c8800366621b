import { expect, test } from 'vitest';
import { readProxyHeader, readXclientAddress } from './proxy-header.ts';

const text = (line: string) => readProxyHeader(Buffer.from(line, 'latin1'));
const binary = (command: number, family: number, body: readonly number[], length = body.length) =>
  Buffer.from([
    ...[0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a],
    ...[command, family, length >> 8, length & 255, ...body],
  ]);
const V4 = [192, 0, 2, 7, 198, 51, 100, 1, 0x10, 0, 0, 25];
const V6 = [0x20, 1, 0x0d, 0xb8, ...Array<number>(11).fill(0), 9, ...Array<number>(16).fill(1), 0x10, 0, 0, 25];

test.each([
  ['PROXY TCP4 192.0.2.7 198.51.100.1 4096 25\r\nEHLO', '192.0.2.7', 43],
  ['PROXY TCP6 2001:db8::9 2001:db8::1 4096 25\r\n', '2001:db8::9', 44],
  ['PROXY UNKNOWN\r\n', null, 15],
  ['PROXY UNKNOWN ffff:: ffff:: 1 2\r\n', null, 33],
])('%j', (line, address, octets) => {
  expect(text(line)).toEqual({ kind: 'header', address, octets });
});
test.each([
  'PROXY TCP4 192.0.2.7 198.51.100.1 4096\r\n',
  'PROXY TCP4 192.0.2.700 198.51.100.1 4096 25\r\n',
  'PROXY TCP4 2001:db8::9 2001:db8::1 4096 25\r\n',
  'PROXY TCP4 192.0.2.7 198.51.100.1 65536 25\r\n',
  'PROXY TCP4 192.0.2.7 198.51.100.1 01 25\r\n',
  'PROXY TCP4  192.0.2.7 198.51.100.1 1 25\r\n',
  'PROXY TCP6 fe80::1%eth0 fe80::2 1 2\r\n',
  'PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n',
  `PROXY UNKNOWN ${'x'.repeat(100)}`,
])('%j is malformed', (line) => {
  expect(text(line)).toEqual({ kind: 'malformed' });
});
test.each(['EHLO x\r\n', 'proxy TCP4 ', 'P\r\n', '\r\nQUIT'])('%j is no header', (line) => {
  expect(text(line)).toEqual({ kind: 'none' });
});
test('version 2', () => {
  expect(readProxyHeader(binary(0x21, 0x11, V4))).toEqual({ kind: 'header', address: '192.0.2.7', octets: 28 });
  expect(readProxyHeader(binary(0x21, 0x11, [...V4, 3, 0, 1, 7]))).toMatchObject({ octets: 32 });
  expect(readProxyHeader(binary(0x21, 0x21, V6))).toMatchObject({ address: '2001:db8:0:0:0:0:0:9', octets: 52 });
  expect(readProxyHeader(binary(0x20, 0x11, V4))).toMatchObject({ address: null });
  expect(readProxyHeader(binary(0x21, 0x00, []))).toMatchObject({ address: null });
  expect(readProxyHeader(binary(0x21, 0x11, V4.slice(0, 8)))).toEqual({ kind: 'malformed' });
  expect(readProxyHeader(binary(0x21, 0x21, V4))).toEqual({ kind: 'malformed' });
  expect(readProxyHeader(binary(0x11, 0x11, V4))).toEqual({ kind: 'malformed' });
});
test('every beginning of a header asks for more', () => {
  for (const whole of [Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 4096 25\r\n'), binary(0x21, 0x21, V6)])
    for (let length = 0; length < whole.length; length++)
      expect(readProxyHeader(whole.subarray(0, length))).toEqual({ kind: 'more' });
});
test('addresses of XCLIENT', () => {
  expect(readXclientAddress('192.0.2.1')).toBe('192.0.2.1');
  expect(readXclientAddress('IPV6:2001:db8::1')).toBe('2001:db8::1');
  for (const bad of ['', 'IPV6:', '[UNAVAILABLE]', '192.0.2', 'mail.test', 'fe80::1%x'])
    expect(readXclientAddress(bad)).toBeNull();
});
