import { expect, test } from 'vitest';
import { addressOf, addressText } from './address-text.ts';

test.each([
  [{ localpart: 'ayşe', domain: 'example.com' }, 'ayşe@example.com'],
  [{ localpart: 'a b', domain: 'example.com' }, '"a b"@example.com'],
  [{ localpart: 'a@"b\\', domain: 'example.com' }, '"a@\\"b\\\\"@example.com'],
  [{ localpart: 'postmaster', domain: '' }, 'postmaster'],
])('%j is %s and back', (address, text) => {
  expect(addressText(address)).toBe(text);
  expect(addressOf(text)).toEqual(address);
});

test('the null reverse-path is empty', () => {
  expect(addressText(null)).toBe('');
});
