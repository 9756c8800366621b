/** `addheader` and `deleteheader`. RFC 5293 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { CommandDefinition } from '../compile/definition.ts';
import { isFieldName } from '../conditions/header-names.ts';
import { chooseFields, readFieldChoice } from '../conditions/index-arguments.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import { RunError } from '../run/run-error.ts';

/** The trace and the mark against loops stay as they are. RFC 5293 5, 7 */
const KEPT = ['received', 'auto-submitted'];
/** Edits of one run. */
const MOST_EDITS = 100;
const LONGEST_VALUE = 10_000;

export const addheaderCommand: CommandDefinition = {
  extension: 'editheader',
  signature: { tags: { last: { takes: null } }, positional: ['text', 'text'] },
  compile(args) {
    const name = args.text(0);
    const value = args.text(1);
    const last = args.has('last');
    if (name.constant !== null && !isFieldName(name.constant))
      throw new ScriptError('badHeader', name.at, `"${name.constant}" cannot be the name of a header field`);
    return (machine) => {
      const field = name.expand(machine);
      if (!isFieldName(field)) throw new RunError('badValue', `"${field}" cannot be the name of a header field`);
      if (machine.letter.edits.length >= MOST_EDITS)
        throw new RunError('tooManyActions', `The rules change the header more than ${MOST_EDITS} times`);
      machine.letter.addField(field, oneLine(value.expand(machine)), last);
    };
  },
};

export const deleteheaderCommand: CommandDefinition = {
  extension: 'editheader',
  signature: {
    tags: { ...MATCH_TAGS, index: { takes: 'number' }, last: { takes: null } },
    positional: ['text', 'texts'],
    lastOptional: true,
  },
  compile(args, scope) {
    const choice = readFieldChoice(args);
    const matcher = readMatcher(args, scope);
    const name = args.text(0);
    const patterns = args.texts(1);
    if (name.constant !== null && !isFieldName(name.constant))
      throw new ScriptError('badHeader', name.at, `"${name.constant}" cannot be the name of a header field`);
    return (machine) => {
      const field = name.expand(machine);
      if (KEPT.includes(field.toLowerCase())) return;
      machine.letter.removeFields(field, (value, number, of) => {
        const numbers = Array.from({ length: of }, (_, at) => at + 1);
        if (!chooseFields(numbers, choice).includes(number)) return false;
        return patterns.length === 0 || matchAny(matcher, machine, [value], patterns);
      });
      if (machine.letter.edits.length > MOST_EDITS)
        throw new RunError('tooManyActions', `The rules change the header more than ${MOST_EDITS} times`);
    };
  },
};

/** A value is one line: a line end in it would start another field. */
function oneLine(text: string): string {
  return text
    .replace(/[\r\n\0]+/g, ' ')
    .trim()
    .slice(0, LONGEST_VALUE);
}
