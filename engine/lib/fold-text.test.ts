import { expect, test } from 'vitest';
import { collationKey, foldLocalpart, foldLoose, foldText } from './fold-text.ts';

test.each([
  ['IŞIK', 'ışık'],
  ['İstanbul', 'ISTANBUL'],
  ['ilik', 'ILIK'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'straße'],
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

/** Every character of the planes that hold letters. */
function* characters(): Generator<string> {
  for (let point = 0; point < 0x30000; point += 1) {
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
  }
}

/** What RFC 5051 2 makes of a character: its titlecase form of one character, then its full decomposition. */
function casemapped(titles: ReadonlyMap<string, string>, character: string): string {
  const upper = character.toUpperCase();
  const title = titles.get(character) ?? ([...upper].length === 1 ? upper : character);
  return title.normalize('NFKD');
}

test('what i;unicode-casemap makes equal is equal, for every character, and SORT agrees with SEARCH', () => {
  const titles = new Map<string, string>();
  for (const title of characters()) {
    // Where the full capital has two characters, UnicodeData.txt names a titlecase letter of one.
    if (/\p{Lt}/u.test(title) && [...title.toLowerCase()].length === 1) titles.set(title.toLowerCase(), title);
  }
  expect(titles.get('ᾳ')).toBe('ᾼ');
  const unequal: string[] = [];
  for (const character of characters()) {
    const folded = foldText(character);
    const agrees =
      foldText(casemapped(titles, character)) === folded &&
      foldText(folded) === folded &&
      foldText(collationKey(character)) === folded;
    if (!agrees) unequal.push(character);
  }
  expect(unequal).toEqual([]);
});
