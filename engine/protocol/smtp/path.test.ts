import { expect, test } from 'vitest';
import { normalizeDomain, parseForwardPath, parseReversePath } from './path.ts';

const address = (localpart: string, domain: string) => ({ localpart, domain });

test.each([
  ['<ayse@example.com>', address('ayse', 'example.com'), ''],
  ['<Ayse.Kaya+x@EXAMPLE.com> SIZE=1', address('Ayse.Kaya+x', 'example.com'), 'SIZE=1'],
  ['<ayse@example.com.>', address('ayse', 'example.com'), ''],
  [' <ayse@example.com>', address('ayse', 'example.com'), ''],
  ['<"a b"@example.com>', address('a b', 'example.com'), ''],
  ['<"a@b\\"c"@example.com>', address('a@b"c', 'example.com'), ''],
  ['<"..x"@example.com>', address('..x', 'example.com'), ''],
  ['<@one.example,@two.example:ayse@example.com>', address('ayse', 'example.com'), ''],
  ['<ayşe@örnek.com>', address('ayşe', 'xn--rnek-4qa.com'), ''],
  ['<a@xn--rnek-4qa.com>', address('a', 'xn--rnek-4qa.com'), ''],
  ['<a@[192.0.2.1]>', address('a', '[192.0.2.1]'), ''],
  ['<a@[IPv6:2001:DB8::1]>', address('a', '[IPv6:2001:db8::1]'), ''],
  ['<user%other.example@example.com>', address('user%other.example', 'example.com'), ''],
  ['<other.example!user@example.com>', address('other.example!user', 'example.com'), ''],
  ['<postmaster>', address('postmaster', ''), ''],
  ['<PostMaster> NOTIFY=NEVER', address('PostMaster', ''), 'NOTIFY=NEVER'],
])('TO:%s', (text, expected, rest) => {
  expect(parseForwardPath(text)).toEqual({ address: expected, rest });
});

test.each([
  'ayse@example.com',
  '<ayse@example.com',
  '<ayse>',
  '<@example.com>',
  '<ayse@>',
  '<.a@example.com>',
  '<a.@example.com>',
  '<a..b@example.com>',
  '<a b@example.com>',
  '<a@b@example.com>',
  '<"a@example.com>',
  '<""@example.com>',
  '<a@exa mple.com>',
  '<a@-x.com>',
  '<a@x..com>',
  '<a@[300.1.1.1]>',
  '<a@[IPv6:zz]>',
  '<a@[x]>',
  '<a@example.com>SIZE=1',
  '<@a:>',
  '<@a,b:c@d.com>',
  '<>',
  `<${'x'.repeat(65)}@example.com>`,
  `<a@${'x'.repeat(64)}.com>`,
  `<a@${'abc.'.repeat(70)}com>`,
  '<a\u200bb@example.com>',
  '<a\ufffd@example.com>',
  '<a@ex%61mple.com>',
])('TO:%s is refused', (text) => {
  expect(() => parseForwardPath(text)).toThrow(
    expect.objectContaining({ reply: expect.objectContaining({ code: 501, enhanced: '5.1.3' }) }),
  );
});

test('FROM takes the null path', () => {
  expect(parseReversePath('<> BODY=8BITMIME')).toEqual({ address: null, rest: 'BODY=8BITMIME' });
  expect(parseReversePath(' <>')).toEqual({ address: null, rest: '' });
  expect(() => parseReversePath('<postmaster>')).toThrow(
    expect.objectContaining({ reply: expect.objectContaining({ enhanced: '5.1.7' }) }),
  );
});

test('a hostile path is refused in linear time', () => {
  const startedAt = performance.now();
  for (const text of [`<${'@a,'.repeat(5000)}b`, `<"${'\\"'.repeat(6000)}`, `<${'a.'.repeat(6000)}`])
    expect(() => parseForwardPath(text)).toThrow();
  expect(performance.now() - startedAt).toBeLessThan(500);
});

test.each([
  ['Example.COM.', 'example.com'],
  ['örnek.com.tr', 'xn--rnek-4qa.com.tr'],
  ['', null],
  ['.', null],
  ['a..b', null],
  ['a/b', null],
  ['a:25', null],
  ['[1.2.3.4]', null],
])('domain %j', (text, expected) => {
  expect(normalizeDomain(text)).toBe(expected);
});
