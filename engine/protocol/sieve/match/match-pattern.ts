/** One value against patterns of `:matches`. RFC 5228 2.7.1, RFC 5229 3.2 */
import type { Budget } from '../run/budget.ts';
import type { Comparator } from './comparators.ts';
import { matchWildcard, parseWildcard } from './wildcard.ts';

/** `?` is one octet for the comparators that know octets alone, else one Unicode character. RFC 5228 2.7.1 */
export interface PatternText {
  readonly value: string;
  readonly characters: string | readonly string[];
  readonly folded: string | readonly string[];
}

/** Folding character by character costs more than folding a text. */
const UNICODE_STEPS = 20;

export function preparePatternText(value: string, comparator: Comparator, budget: Budget): PatternText {
  budget.spend(value.length * (comparator.comparesOctets ? 1 : UNICODE_STEPS));
  if (comparator.comparesOctets) {
    const characters = toOctets(value);
    return { value, characters, folded: comparator.fold(characters) };
  }
  const characters = Array.from(value.normalize('NFC'));
  return { value, characters, folded: characters.map((character) => comparator.fold(character)) };
}

/** The whole value and what each wildcard stands for; null when it does not match. */
export function matchPattern(text: PatternText, key: string, comparator: Comparator, budget: Budget): string[] | null {
  budget.spend(key.length + 1);
  const pattern = comparator.comparesOctets ? toOctets(key) : key.normalize('NFC');
  const wildcard = parseWildcard(pattern, (character) => comparator.fold(character));
  const found = matchWildcard(wildcard, text.folded, (steps) => budget.spend(steps));
  return found === null ? null : [text.value, ...found.map(([from, to]) => cut(text.characters, from, to))];
}

function cut(text: string | readonly string[], from: number, to: number): string {
  return typeof text === 'string' ? fromOctets(text.slice(from, to)) : text.slice(from, to).join('');
}

/** One character per octet of its UTF-8. */
function toOctets(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text).toString('latin1');
}

function fromOctets(octets: string): string {
  return ASCII.test(octets) ? octets : Buffer.from(octets, 'latin1').toString('utf8');
}
const ASCII = /^[\x00-\x7f]*$/;
