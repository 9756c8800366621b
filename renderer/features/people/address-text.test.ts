import { describe, expect, it } from 'vitest';
import { localpartProblem, quotaBytes, quotaText, suggestLocalpart } from './address-text.ts';

describe('a localpart for a name', () => {
  it.each([
    ['Ayşe Yılmaz', 'ayse.yilmaz'],
    ['İbrahim IŞIK', 'ibrahim.isik'],
    ['Jean-Luc Müller', 'jean.luc.muller'],
    ['  Ömer  ', 'omer'],
    ['田中', ''],
  ])('%s', (name, localpart) => expect(suggestLocalpart(name)).toBe(localpart));
});
it.each([
  ['ayse', null],
  ['', 'missing'],
  ['ay se', 'wrong'],
  ['a@b', 'wrong'],
])('localpart %s', (typed, problem) => expect(localpartProblem(typed)).toBe(problem));
it.each([
  ['', null],
  ['2', 2_000_000_000],
  ['0,5', 500_000_000],
  ['0.5', 500_000_000],
  ['0', undefined],
  ['-1', undefined],
  ['2 GB', undefined],
  ['1e3', undefined],
])('quota %s', (typed, bytes) => expect(quotaBytes(typed)).toBe(bytes));
it('shows a quota as it was typed', () => {
  expect(quotaText(null)).toBe('');
  expect(quotaText(1_500_000_000)).toBe('1.5');
});
