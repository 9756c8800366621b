import { expect, test } from 'vitest';
import { LOGIN } from './login.ts';
import { PLAIN } from './plain.ts';
import { decodeBase64, type SaslStep } from './sasl-server.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ['\0ayse@example.com\0gizli', { kind: 'credentials', login: 'ayse@example.com', password: 'gizli' }],
  ['ayse@example.com\0AYSE@example.com\0gizli', { kind: 'credentials', login: 'AYSE@example.com', password: 'gizli' }],
  ['\0a@b\0şifre ile', { kind: 'credentials', login: 'a@b', password: 'şifre ile' }],
  ['boss@b\0a@b\0x', { kind: 'malformed' }],
  ['\0a@b\0', { kind: 'malformed' }],
  ['\0\0x', { kind: 'malformed' }],
  ['a@b\0x', { kind: 'malformed' }],
  ['\0a@b\0x\0y', { kind: 'malformed' }],
  ['', { kind: 'malformed' }],
])('PLAIN %j', (message, expected) => {
  expect(PLAIN.start(octets(message))).toMatchObject(expected);
});

test('PLAIN without an initial response asks for it with an empty challenge', () => {
  const step = PLAIN.start(null);
  expect(step).toMatchObject({ kind: 'challenge', text: '' });
  expect((step as Extract<SaslStep, { kind: 'challenge' }>).next(octets('\0a@b\0x'))).toMatchObject({
    kind: 'credentials',
    password: 'x',
  });
});

test('PLAIN refuses what is not UTF-8', () => {
  expect(PLAIN.start(Buffer.from([0, 97, 0, 0xff]))).toMatchObject({ kind: 'malformed' });
});

test('LOGIN asks for name and password; a name may come at once', () => {
  const first = LOGIN.start(null) as Extract<SaslStep, { kind: 'challenge' }>;
  expect(first.text).toBe('Username:');
  const second = first.next(octets('a@b')) as Extract<SaslStep, { kind: 'challenge' }>;
  expect(second.text).toBe('Password:');
  expect(second.next(octets('x'))).toEqual({ kind: 'credentials', login: 'a@b', password: 'x' });
  expect((LOGIN.start(octets('a@b')) as Extract<SaslStep, { kind: 'challenge' }>).next(octets(''))).toMatchObject({
    kind: 'malformed',
  });
});

test('base64 is read strictly', () => {
  expect(decodeBase64('AGE=')).toEqual(Buffer.from([0, 97]));
  for (const bad of ['AGE', 'AG E=', '=AGE', 'AGE!', '*']) expect(decodeBase64(bad)).toBeNull();
});
