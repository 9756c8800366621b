/** One test's way to compare: match type, comparator, relation. RFC 5228 2.7, RFC 5231, RFC 5229 3.2 */
import { assertNever } from '../../../lib/assert.ts';
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';
import type { Comparator } from './comparators.ts';
import { matchWildcard, parseWildcard, type Characters } from './wildcard.ts';

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
  const expanded = keys.map((key) => key.expand(machine));
  return values.some((value) => expanded.some((key) => matchOne(matcher, machine, value, key)));
}

export function matchCount(matcher: Matcher, machine: Machine, count: number, keys: readonly Template[]): boolean {
  return keys.some((key) => matchOne(matcher, machine, String(count), key.expand(machine)));
}

function matchOne(matcher: Matcher, machine: Machine, value: string, key: string): boolean {
  const { type, comparator } = matcher;
  machine.budget.spend(value.length + key.length + 1);
  switch (type.kind) {
    case 'matches':
      return matchPattern(matcher, machine, value, key);
    case 'is':
      return comparator.fold(value) === comparator.fold(key);
    case 'contains':
      return comparator.fold(value).includes(comparator.fold(key));
    case 'count':
    case 'value':
      return holds(type.relation, comparator.compare(value, key));
    default:
      return assertNever(type, 'match type');
  }
}

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

function matchPattern({ comparator, keepsMatches }: Matcher, machine: Machine, value: string, key: string): boolean {
  const spend = (steps: number): void => machine.budget.spend(steps);
  const text = comparator.foldsByCharacter ? value : value.normalize('NFC');
  const pattern = comparator.foldsByCharacter ? key : key.normalize('NFC');
  const characters = toCharacters(text);
  const folded = comparator.foldsByCharacter ? toCharacters(comparator.fold(text)) : Array.from(text, comparator.fold);
  const found = matchWildcard(parseWildcard(pattern, comparator.fold), folded, spend);
  if (found === null) return false;
  if (keepsMatches) {
    const originals = comparator.foldsByCharacter ? characters : Array.from(text);
    machine.variables.setMatches([value, ...found.map(([from, to]) => slice(originals, from, to))]);
  }
  return true;
}

function toCharacters(text: string): Characters {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}

function slice(characters: Characters, from: number, to: number): string {
  return typeof characters === 'string'
    ? characters.slice(from, to)
    : Array.prototype.slice.call(characters, from, to).join('');
}
