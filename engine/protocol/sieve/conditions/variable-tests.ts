/** `string` (RFC 5229 5) and `hasflag` (RFC 5232 4). */
import type { TestDefinition } from '../compile/definition.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny, matchCount } from '../match/matcher.ts';
import { addFlags, readFlagVariables } from '../commands/flags.ts';

export const stringTest: TestDefinition = {
  extension: 'variables',
  signature: { tags: MATCH_TAGS, positional: ['texts', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const sources = args.texts(0);
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        const values = sources.map((source) => source.expand(machine));
        // Only texts that are not empty are counted. RFC 5229 5
        if (matcher.type.kind === 'count')
          return matchCount(matcher, machine, values.filter((value) => value !== '').length, keys);
        return matchAny(matcher, machine, values, keys);
      },
    };
  },
};

export const hasflagTest: TestDefinition = {
  extension: 'imap4flags',
  signature: { tags: MATCH_TAGS, positional: ['texts', 'texts'], firstOptional: true },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const sources = readFlagVariables(args, scope);
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        // The same flag in two variables counts twice. RFC 5232 4
        const values = sources.flatMap((source) => addFlags([], [source.read(machine)]));
        return matchAny(matcher, machine, values, keys);
      },
    };
  },
};
