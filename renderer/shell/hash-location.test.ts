import { describe, expect, it } from 'vitest';
import { splitHash } from './hash-location.ts';

describe('the hash as path and search', () => {
  it.each([
    ['', '/', ''],
    ['#/', '/', ''],
    ['#/messages', '/messages', ''],
    ['#/messages?search=from%3Aayse', '/messages', 'search=from%3Aayse'],
    ['#/messages/a%3Fb?x', '/messages/a%3Fb', 'x'],
  ])('%s', (hash, path, search) => {
    expect(splitHash(hash)).toEqual({ path, search });
  });
});
