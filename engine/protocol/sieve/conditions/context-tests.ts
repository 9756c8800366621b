/** Tests about the surroundings: `environment` (RFC 5183), `spamtest` (RFC 5235), `duplicate` (RFC 7352), `ihave` (RFC 5463). */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TestDefinition } from '../compile/definition.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny, matchCount } from '../match/matcher.ts';

export const environmentTest: TestDefinition = {
  extension: 'environment',
  signature: { tags: MATCH_TAGS, positional: ['text', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const name = args.text(0);
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        // What is not known makes the test false. RFC 5183 4
        const value = machine.context.environment.get(name.expand(machine).toLowerCase());
        return value !== undefined && matchAny(matcher, machine, [value], keys);
      },
    };
  },
};

export const spamtestTest: TestDefinition = {
  extension: ['spamtest', 'spamtestplus'],
  signature: { tags: { ...MATCH_TAGS, percent: { takes: null, extension: 'spamtestplus' } }, positional: ['text'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const keys = [args.text(0)];
    const isPercent = args.has('percent');
    return {
      holds: (machine) => {
        const percent = machine.context.spamPercent;
        // As a percentage there is no value for what was not looked at. RFC 5235 3.2
        if (matcher.type.kind === 'count')
          return matchCount(matcher, machine, isPercent && percent === null ? 0 : 1, keys);
        return matchAny(matcher, machine, [spamValue(percent, isPercent)], keys);
      },
    };
  },
};

/** 0 is not looked at, 1 surely wanted, 10 surely spam; of percents 0 is both. RFC 5235 3.1, 3.2 */
function spamValue(percent: number | null, isPercent: boolean): string {
  if (isPercent) return String(Math.round(percent ?? 0));
  return String(percent === null ? 0 : Math.floor((percent * 9) / 100) + 1);
}

const DEFAULT_SECONDS = 7 * 86_400;
const MOST_SECONDS = 365 * 86_400;

export const duplicateTest: TestDefinition = {
  extension: 'duplicate',
  signature: {
    tags: {
      handle: { takes: 'text' },
      header: { takes: 'text', group: 'id' },
      uniqueid: { takes: 'text', group: 'id' },
      seconds: { takes: 'number' },
      last: { takes: null },
    },
  },
  compile(args) {
    const header = args.tagText('header');
    const uniqueId = args.tagText('uniqueid');
    const handle = args.tagText('handle');
    const seconds = Math.min(args.tagNumber('seconds') ?? DEFAULT_SECONDS, MOST_SECONDS);
    const last = args.has('last');
    return {
      holds: (machine) => {
        const field = header?.expand(machine) ?? 'message-id';
        const id = uniqueId === null ? machine.letter.rawFields(field)[0] : uniqueId.expand(machine);
        // A letter without the field is nobody's duplicate. RFC 7352 3.1
        if (id === undefined) return false;
        return machine.duplicates.ask({ handle: handle?.expand(machine) ?? '', id, seconds, last });
      },
    };
  },
};

export const ihaveTest: TestDefinition = {
  extension: 'ihave',
  signature: { positional: ['texts'] },
  compile(args, scope) {
    const names = args.texts(0).map(({ constant, at }) => {
      if (constant === null) throw new ScriptError('wrongArgument', at, 'ihave wants a name without variables');
      return { constant, at };
    });
    const constant = names.every((name) => scope.isAvailable(name.constant));
    // What is there may be used from here on as if it were required. RFC 5463 4
    if (constant) for (const name of names) scope.enable(name.constant, name.at);
    return { holds: () => constant, constant };
  },
};
