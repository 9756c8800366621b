/** One test's way to compare: match type, comparator, relation. RFC 5228 2.7, RFC 5231, RFC 5229 3.2 */
import { assertNever } from '../../../lib/assert.ts';
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';
import type { Comparator } from './comparators.ts';
import { matchWildcard, parseWildcard } from './wildcard.ts';

export const RELATIONS = ['gt', 'ge', 'lt', 'le', 'eq', 'ne'] as const;
export type Relation = (typeof RELATIONS)[number];

export type MatchType =
  { readonly kind: 'is' | 'contains' | 'matches' } | { readonly kind: 'count' | 'value'; readonly relation: Relation };

export interface Matcher {
  readonly type: MatchType;
  readonly comparator: Comparator;
  /** `${1}` is set by :matches. */
  readonly keepsMatches: boolean;
}

/** Does any value match any key? With :count: their number. The first match in the order of the values counts. */
export function matchAny(
  matcher: Matcher,
  machine: Machine,
  values: readonly string[],
  keys: readonly Template[],
): boolean {
  if (matcher.type.kind === 'count') return matchCount(matcher, machine, values.length, keys);
  const texts = keys.map((key) => key.expand(machine));
  return values.some((value) => matchValue(matcher, machine, value, texts));
}

export function matchCount(
  { type, comparator }: Matcher,
  machine: Machine,
  count: number,
  keys: readonly Template[],
): boolean {
  if (type.kind !== 'count') throw new Error(`:${type.kind} does not count`);
  return keys.some((key) => holds(type.relation, comparator.compare(String(count), key.expand(machine))));
}

/** A value is folded once for all keys. */
function matchValue(
  { type, comparator, keepsMatches }: Matcher,
  machine: Machine,
  value: string,
  keys: readonly string[],
): boolean {
  const { budget } = machine;
  budget.spend(value.length + 1);
  switch (type.kind) {
    case 'is':
    case 'contains': {
      const folded = comparator.fold(value);
      return keys.some((key) => {
        budget.spend(key.length + (type.kind === 'is' ? 1 : 1 + value.length / SEARCHED_A_STEP));
        const wanted = comparator.fold(key);
        return type.kind === 'is' ? folded === wanted : folded.includes(wanted);
      });
    }
    case 'matches':
      return keys.some((key) => matchPattern(comparator, keepsMatches, machine, value, key));
    case 'count':
    case 'value':
      return keys.some((key) => {
        budget.spend(key.length + 1);
        return holds(type.relation, comparator.compare(value, key));
      });
    default:
      return assertNever(type, 'match type');
  }
}
/** Characters that a search for a fixed text passes in one step. */
const SEARCHED_A_STEP = 16;

function holds(relation: Relation, order: number): boolean {
  switch (relation) {
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
  }
}

/** `?` is one octet for the comparators that know octets alone, else one Unicode character. RFC 5228 2.7.1 */
function matchPattern(
  comparator: Comparator,
  keepsMatches: boolean,
  machine: Machine,
  value: string,
  key: string,
): boolean {
  const spend = (steps: number): void => machine.budget.spend(steps);
  spend(value.length + key.length);
  const text = comparator.comparesOctets ? toOctets(value) : Array.from(value.normalize('NFC'));
  const pattern = comparator.comparesOctets ? toOctets(key) : key.normalize('NFC');
  const folded = typeof text === 'string' ? comparator.fold(text) : text.map((character) => comparator.fold(character));
  const found = matchWildcard(parseWildcard(pattern, comparator.fold), folded, spend);
  if (found === null) return false;
  if (keepsMatches) machine.variables.setMatches([value, ...found.map(([from, to]) => cut(text, from, to))]);
  return true;
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
