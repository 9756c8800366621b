import { describe, expect, it } from 'vitest';
import { changedSettings, settingText } from './setting-text.ts';

it.each([
  [25, '25'],
  ['off', 'off'],
  [null, ''],
  [['*'], '*'],
  [['127.0.0.1', '::1'], '127.0.0.1, ::1'],
  [[300, 900], '300, 900'],
  [{ host: 'relay.test', port: 587 }, 'relay.test:587'],
  [[{ host: '::1', port: 53 }], '[::1]:53'],
  [true, 'true'],
])('%j is shown as %s', (value, text) => expect(settingText(value)).toBe(text));

describe('what is sent', () => {
  it('is only what was changed', () => {
    expect(changedSettings({ a: '25', b: 'x', c: '' }, { a: ' 25 ', b: '', c: 'new' })).toEqual({ b: null, c: 'new' });
  });
});
