import { expect, test } from 'vitest';
import { formatThreads } from './thread-response.ts';

test.each([
  ['', [], []],
  ['(2)', [2], [0]],
  ['(3 6)', [3, 6], [0, 1]],
  ['(2)(3 6 (4 23)(44 7 96))', [2, 3, 6, 4, 23, 44, 7, 96], [0, 0, 1, 2, 3, 2, 3, 4]],
  ['((3)(5))', [0, 3, 5], [0, 1, 1]],
  ['((3 4)(5 (6)(7)))(8)', [0, 3, 4, 5, 6, 7, 8], [0, 1, 2, 1, 2, 2, 0]],
])('%s', (text, numbers, depths) => {
  expect(formatThreads(numbers, depths)).toBe(text);
});

test('a thread of 200,000 generations', () => {
  const numbers = Array.from({ length: 200_000 }, (_, i) => i + 1);
  expect(
    formatThreads(
      numbers,
      numbers.map((n) => n - 1),
    ),
  ).toBe(`(${numbers.join(' ')})`);
});
