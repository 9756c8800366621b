/** Sequence sets: what clients write and what we answer. RFC 9051 9 (sequence-set), RFC 5182 ($) */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

/** `*`: the largest number in use. */
export const LARGEST = Number.POSITIVE_INFINITY;
/** Ranges as written, first <= last, except that LARGEST may stand anywhere; `saved` is `$`. */
export type SequenceSet =
  { readonly kind: 'ranges'; readonly ranges: readonly (readonly [number, number])[] } | { readonly kind: 'saved' };

const SET = /[\d:*,]+/y;

export function sequenceSet(line: CommandParser): SequenceSet {
  if (line.maybe('$')) return { kind: 'saved' };
  const ranges = line.match(SET, 'sequence set').split(',').map(parseRange);
  return { kind: 'ranges', ranges };
}

function parseRange(text: string): readonly [number, number] {
  const ends = text.split(':');
  if (ends.length > 2) throw new ImapSyntaxError('malformed sequence set');
  const [first = 0, last = first] = ends.map(parseNumber);
  return first <= last ? [first, last] : [last, first];
}

function parseNumber(text: string): number {
  if (text === '*') return LARGEST;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value === 0 || value > 0xffffffff)
    throw new ImapSyntaxError('malformed sequence set');
  return value;
}

/**
 * Sorted, disjoint ranges with `*` filled in.
 * @param largest the largest number in use, 0 when there is none
 */
export function resolveRanges(ranges: readonly (readonly [number, number])[], largest: number): [number, number][] {
  const filled = ranges.map(([first, last]): [number, number] => {
    const a = first === LARGEST ? largest : first;
    const b = last === LARGEST ? largest : last;
    return a <= b ? [a, b] : [b, a];
  });
  filled.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of filled) {
    const before = merged[merged.length - 1];
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else if (last > 0) merged.push([Math.max(first, 1), last]);
  }
  return merged;
}

/** Ascending numbers to ranges. */
export function toRanges(numbers: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges[ranges.length - 1];
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

/** `1:3,7`; runs join only as far as they ascend by one, so that the order is kept. */
export function formatSet(numbers: Iterable<number>): string {
  return formatRanges(toRanges(numbers));
}

export function formatRanges(ranges: readonly (readonly [number, number])[]): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}
