import { describe, expect, it } from 'vitest';
import { anchoredOffset, listKey } from './list-keys.ts';

const press = (key: string, more: Partial<{ shiftKey: boolean; ctrlKey: boolean }> = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('keys of a list', () => {
  it.each([
    ['j', 3, { kind: 'move', to: 4 }],
    ['ArrowUp', 3, { kind: 'move', to: 2 }],
    ['k', 0, { kind: 'move', to: 0 }],
    ['j', 9, { kind: 'move', to: 9 }],
    ['PageDown', 3, { kind: 'move', to: 7 }],
    ['End', 0, { kind: 'move', to: 9 }],
    ['Enter', 2, { kind: 'open' }],
    ['x', 2, { kind: 'toggle' }],
    ['q', 2, null],
  ])('%s at %d', (key, at, expected) => {
    expect(listKey(press(key), at, 10, 4)).toEqual(expected);
  });
  it('extends with shift and leaves the program its own keys', () => {
    expect(listKey(press('ArrowDown', { shiftKey: true }), 1, 10, 4)).toEqual({ kind: 'extend', to: 2 });
    expect(listKey(press('k', { ctrlKey: true }), 1, 10, 4)).toBeNull();
  });
  it('means nothing in an empty list', () => {
    expect(listKey(press('Enter'), 0, 0, 4)).toBeNull();
  });
});
describe('holding the place of a list', () => {
  const before = ['a', 'b', 'c', 'd', 'e'];
  it('moves along when rows come in above', () => {
    expect(anchoredOffset(before, ['y', 'z', ...before], 80, 38)).toBe(80 + 2 * 38);
  });
  it('holds on to the next row when the first one is gone', () => {
    expect(anchoredOffset(before, ['a', 'b', 'd', 'e'], 80, 38)).toBe(80 - 38);
  });
  it('shows the newest when it was at the top', () => {
    expect(anchoredOffset(before, ['z', ...before], 10, 38)).toBe(10);
  });
});
