/** `header` and `exists`. RFC 5228 5.5, 5.7; `:index` of RFC 5260 6 */
import type { TestDefinition } from '../compile/definition.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import { expandNames } from './header-names.ts';
import { chooseFields, INDEX_TAGS, readFieldChoice } from './index-arguments.ts';

export const headerTest: TestDefinition = {
  extension: null,
  signature: { tags: { ...MATCH_TAGS, ...INDEX_TAGS }, positional: ['texts', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const choice = readFieldChoice(args);
    const names = args.texts(0);
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        // Counted over the fields of all names together. RFC 5260 6
        const fields = expandNames(names, machine).flatMap((name) => machine.letter.fields(name));
        const values = chooseFields(fields, choice);
        return matchAny(matcher, machine, values, keys);
      },
    };
  },
};

export const existsTest: TestDefinition = {
  extension: null,
  signature: { positional: ['texts'] },
  compile(args) {
    const names = args.texts(0);
    return {
      holds: (machine) => names.every((name) => machine.letter.rawFields(name.expand(machine)).length > 0),
    };
  },
};
