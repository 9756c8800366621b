import { expect, test } from 'vitest';
import { collationKey, foldLocalpart, foldLoose, foldText } from './fold-text.ts';

test.each([
  ['IŞIK', 'ışık'],
  ['İstanbul', 'ISTANBUL'],
  ['ilik', 'ILIK'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['e\u0301', 'É'],
  ['I\u0307', 'İ'],
  ['ﬁş', 'FİŞ'],
])('%s equals %s', (a, b) => {
  expect(foldText(a)).toBe(foldText(b));
  expect(foldLoose(a)).toBe(foldLoose(b));
});

test('marks count in an exact compare and not in a loose one', () => {
  expect(foldText('şeker')).not.toBe(foldText('seker'));
  expect(foldLoose('ŞEKER')).toBe('seker');
});

test('localparts fold ASCII letters alone', () => {
  expect(foldLocalpart('Ayşe.IŞIK')).toBe('ayşe.iŞik');
});

test('SORT orders letters before what stands between capitals and small letters in ASCII', () => {
  const sorted = ['_x', 'b', 'İz', 'A', 'ırmak'].sort((a, b) => (collationKey(a) < collationKey(b) ? -1 : 1));
  expect(sorted).toEqual(['A', 'b', 'ırmak', 'İz', '_x']);
});
