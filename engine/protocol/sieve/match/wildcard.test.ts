import { expect, test } from 'vitest';
import { matchWildcard, parseWildcard } from './wildcard.ts';

function match(pattern: string, text: string): { readonly found: string[] | null; readonly steps: number } {
  let steps = 0;
  const found = matchWildcard(
    parseWildcard(pattern, (c) => c),
    text,
    (more) => (steps += more),
  );
  return { found: found?.map(([from, to]) => text.slice(from, to)) ?? null, steps };
}

test.each([
  ['', '', []],
  ['', 'a', null],
  ['*', '', ['']],
  ['*', 'abc', ['abc']],
  ['?', '', null],
  ['a*c', 'abbc', ['bb']],
  ['*.*', 'a.b.c', ['a', 'b.c']],
  ['?*?', 'abcd', ['a', 'bc', 'd']],
  ['**', 'ab', ['', 'ab']],
  ['*ab', 'abab', ['ab']],
  ['*?*?*', 'ab', ['', 'a', '', 'b', '']],
  ['\\*\\?', '*?', []],
  ['a\\', 'a\\', []],
  ['a*a', 'a', null],
  ['ab*bc', 'abc', null],
])('%s over %s', (pattern, text, expected) => {
  expect(match(pattern, text).found).toEqual(expected);
});

test('the same answer as a regular expression, for all short patterns and texts', () => {
  const words = (letters: string, length: number): string[] =>
    length === 0 ? [''] : words(letters, length - 1).flatMap((word) => [word, ...[...letters].map((c) => word + c)]);
  for (const pattern of new Set(words('ab*?', 4))) {
    const regex = new RegExp(`^${pattern.replace(/[*?]/g, (c) => (c === '*' ? '[^]*' : '[^]'))}$`);
    for (const text of new Set(words('ab', 5)))
      expect([pattern, text, match(pattern, text).found !== null]).toEqual([pattern, text, regex.test(text)]);
  }
});

test('work grows with the text, not faster, whatever the pattern', () => {
  for (const pattern of ['*a'.repeat(50) + 'b', '*?a?'.repeat(20) + 'b', '*' + 'a'.repeat(100) + 'b*']) {
    const [once, twice] = [match(pattern, 'a'.repeat(5_000)), match(pattern, 'a'.repeat(10_000))];
    expect(twice.found).toBeNull();
    expect(twice.steps).toBeLessThan(once.steps * 2.2 + 1_000);
    expect(twice.steps).toBeLessThanOrEqual(10_000 * (pattern.length + 1));
  }
});
