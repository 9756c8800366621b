import { expect, test } from 'vitest';
import { cookieWith, tokenIn } from './cookies.ts';
import { redirectTarget } from './http-service.ts';
import { fileWithin } from './static-files.ts';

test.each([
  ['/', 'mail.firma.test', 443, 'https://mail.firma.test/'],
  ['/a?b=c', 'localhost:2080', 2443, 'https://localhost:2443/a?b=c'],
  ['/', '[::1]:2080', 2443, 'https://[::1]:2443/'],
  ['/', undefined, 443, null],
  ['/', 'a b', 443, null],
  ['/', 'user@evil.test', 443, null],
  ['//evil.test', 'localhost', 443, null],
  ['/\\evil.test', 'localhost', 443, null],
  ['http://evil.test/', 'localhost', 443, null],
  ['/', 'localhost', null, null],
])('%s at %s is sent to %s: %s', (url, host, port, target) => {
  expect(redirectTarget({ url, headers: host === undefined ? {} : { host } }, port)).toBe(target);
});

test.each([
  ['/', '/srv/web/index.html'],
  ['/assets/a%20b.js', '/srv/web/assets/a b.js'],
  ['/../x', null],
  ['/..%2fx', null],
  ['/a/%2e%2e/%2e%2e/x', null],
  ['/a\\..\\x', null],
  ['/.built-from', null],
  ['/a%00.js', null],
  ['/%zz', null],
])('%s is the file %s', (pathname, file) => {
  expect(fileWithin('/srv/web', pathname)).toBe(file);
});

test('only a whole token in the right cookie counts', () => {
  const token = 'a'.repeat(43);
  expect(tokenIn(`x=1; ${cookieWith(token, 60).split(';')[0]}; y=2`)).toBe(token);
  for (const header of [
    undefined,
    '',
    `postane=${token}`,
    `__Host-postane=${token}"`,
    '__Host-postane=short',
    `x__Host-postane=${token}`,
  ])
    expect(tokenIn(header)).toBeNull();
});
