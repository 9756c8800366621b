import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbers, parseLine } from './command-line.ts';
import { createMultiLineEncoder } from './multi-line.ts';

function encode(pieces: readonly string[], bodyLines: number | null = null): string {
  const encoder = createMultiLineEncoder(bodyLines);
  const out = pieces.map((piece) => Buffer.from(encoder.push(Buffer.from(piece, 'latin1'))).toString('latin1'));
  return out.join('') + Buffer.from(encoder.end()).toString('latin1');
}
test.each([
  ['a\r\n\r\n.\r\n..b\r\n', 'a\r\n\r\n..\r\n...b\r\n.\r\n'],
  ['no end', 'no end\r\n.\r\n'],
  ['ends in cr\r', 'ends in cr\r\n.\r\n'],
  ['bare\n.\nlf', 'bare\r\n..\r\nlf\r\n.\r\n'],
  ['', '.\r\n'],
  ['.', '..\r\n.\r\n'],
])('%j', (letter, expected) => {
  expect(encode([letter])).toBe(expected);
  expect(encode([...letter])).toBe(expected);
});
test.each([
  [0, 'h: 1\r\n\r\n.\r\n'],
  [1, 'h: 1\r\n\r\na\r\n.\r\n'],
  [2, 'h: 1\r\n\r\na\r\n\r\n.\r\n'],
  [9, 'h: 1\r\n\r\na\r\n\r\n..b\r\n.\r\n'],
])('TOP with %i lines', (lines, expected) => {
  const letter = 'h: 1\r\n\r\na\r\n\r\n.b\r\n';
  expect(encode([letter], lines)).toBe(expected);
  expect(encode([...letter], lines)).toBe(expected);
});
test('what a client un-stuffs is the letter, however it was cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('.', '\r\n', 'x', '..', '\r\n.\r\n'), { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      (parts, cut) => {
        const letter = `${parts.join('')}\r\n`;
        const pieces = letter.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
        const sent = encode(pieces);
        expect(sent.endsWith('\r\n.\r\n')).toBe(true);
        expect(sent.slice(0, -3).replace(/^\./gm, '')).toBe(letter);
        expect(sent.slice(0, -5)).not.toContain('\r\n.\r\n');
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});
test('command lines', () => {
  expect(parseLine('pass my  secret ')).toEqual({ verb: 'PASS', argument: 'my  secret ' });
  expect(numbers(' 3  10 ', 2)).toEqual([3, 10]);
  for (const [text, count] of [
    ['', 1],
    ['-1', 1],
    ['1 2', 1],
    ['9999999999', 1],
    ['x', 1],
    ['1', 0],
  ] as const)
    expect(() => numbers(text, count)).toThrow();
});
