import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, more: Partial<{ code: string; ctrlKey: boolean; altKey: boolean }> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('keys of the window', () => {
  it.each([
    [press('k', { ctrlKey: true }), false, { kind: 'palette' }],
    [press('k', { ctrlKey: true }), true, { kind: 'palette' }],
    [press('/'), false, { kind: 'search' }],
    [press('/'), true, null],
    [press('?'), false, { kind: 'sheet' }],
    [press('?'), true, null],
    [press('1', { code: 'Digit1', ctrlKey: true }), false, { kind: 'section', section: 'overview' }],
    [press('!', { code: 'Digit3', ctrlKey: true }), false, { kind: 'section', section: 'queue' }],
    [press('-', { ctrlKey: true }), true, { kind: 'zoom', step: -1 }],
    [press('k'), false, null],
    [press('k', { ctrlKey: true, altKey: true }), false, null],
  ])('%o in text %s', (given, inText, expected) => {
    expect(shortcutOf(given, inText)).toEqual(expected);
  });
});
