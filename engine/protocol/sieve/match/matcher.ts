/** One test's way to compare: match type, comparator, relation. RFC 5228 2.7, RFC 5231, RFC 5229 3.2 */
import { assertNever } from '../../../lib/assert.ts';
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';
import type { Comparator } from './comparators.ts';
import { matchPattern } from './match-pattern.ts';
import { SEARCHED_A_STEP } from './wildcard.ts';

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
  machine.budget.spend(values.length);
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
  budget.spend(1);
  switch (type.kind) {
    case 'is':
    case 'contains': {
      const folded = machine.folds.fold(comparator, value);
      return keys.some((key) => {
        budget.spend(1 + key.length + value.length / SEARCHED_A_STEP);
        const wanted = comparator.fold(key);
        return type.kind === 'is' ? folded === wanted : folded.includes(wanted);
      });
    }
    case 'matches': {
      const text = machine.folds.patternText(comparator, value);
      return keys.some((key) => {
        const found = matchPattern(text, key, comparator, budget);
        if (found !== null && keepsMatches) machine.variables.setMatches(found);
        return found !== null;
      });
    }
    case 'count':
    case 'value':
      return keys.some((key) => {
        budget.spend(value.length + key.length + 1);
        return holds(type.relation, comparator.compare(value, key));
      });
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
