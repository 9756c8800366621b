/** The tags that say how to compare, and reading them. RFC 5228 2.7, RFC 5231 4, RFC 5233 4 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Arguments, TagRule } from '../compile/arguments.ts';
import type { Scope } from '../compile/scope.ts';
import type { Template } from '../compile/template.ts';
import { ASCII_CASEMAP, findComparator, type Comparator } from './comparators.ts';
import { RELATIONS, type Matcher, type MatchType, type Relation } from './matcher.ts';

export const MATCH_TAGS: Readonly<Record<string, TagRule>> = {
  is: { takes: null, group: 'match' },
  contains: { takes: null, group: 'match' },
  matches: { takes: null, group: 'match' },
  count: { takes: 'text', group: 'match', extension: 'relational' },
  value: { takes: 'text', group: 'match', extension: 'relational' },
  comparator: { takes: 'text' },
};

export function readMatcher(args: Arguments, scope: Scope): Matcher {
  const type = readMatchType(args);
  const comparator = readComparator(args, scope);
  if (!comparator.hasSubstrings && (type.kind === 'contains' || type.kind === 'matches'))
    throw new ScriptError(
      'badComparator',
      args.at,
      `${comparator.name} compares whole numbers and cannot be used with :${type.kind}. Use :is or :value`,
    );
  return { type, comparator, keepsMatches: scope.has('variables') };
}

function readMatchType(args: Arguments): MatchType {
  for (const kind of ['count', 'value'] as const) {
    const relation = args.tagText(kind);
    if (relation !== null) return { kind, relation: readRelation(relation) };
  }
  if (args.has('contains')) return { kind: 'contains' };
  return { kind: args.has('matches') ? 'matches' : 'is' };
}

function readRelation({ constant, at }: Template): Relation {
  const found = RELATIONS.find((relation) => relation === constant?.toLowerCase());
  if (found === undefined) throw new ScriptError('badMatch', at, `The relation is one of ${RELATIONS.join(', ')}`);
  return found;
}

function readComparator(args: Arguments, scope: Scope): Comparator {
  const name = args.tagText('comparator');
  if (name === null) return ASCII_CASEMAP;
  const found = findComparator(name.constant ?? '');
  if (found === null)
    throw new ScriptError('badComparator', name.at, `There is no comparator named "${name.constant ?? ''}"`);
  scope.demand(found.extension, `The comparator "${found.name}"`, name.at);
  return found;
}
