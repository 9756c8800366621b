/** `body`. RFC 5173 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TagRule } from '../compile/arguments.ts';
import type { TestDefinition } from '../compile/definition.ts';
import type { Template } from '../compile/template.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import type { Machine } from '../run/machine.ts';

const TRANSFORMS: Readonly<Record<string, TagRule>> = {
  raw: { takes: null, group: 'transform' },
  content: { takes: 'texts', group: 'transform' },
  text: { takes: null, group: 'transform' },
};

export const bodyTest: TestDefinition = {
  extension: 'body',
  signature: { tags: { ...MATCH_TAGS, ...TRANSFORMS }, positional: ['texts'] },
  compile(args, scope) {
    // Body matches set no match variables. RFC 5173 6
    const matcher = { ...readMatcher(args, scope), keepsMatches: false };
    const keys = args.texts(0);
    const types = args.tagTexts('content');
    for (const { constant, at } of types ?? []) {
      if (constant !== null && /[*?\s]/.test(constant))
        throw new ScriptError('badValue', at, `"${constant}" is no content type. Write text, text/html, or "" for all`);
    }
    const values = types !== null ? contentValues(types) : args.has('raw') ? rawValue : textValue;
    return { holds: (machine) => matchAny(matcher, machine, values(machine), keys) };
  },
};

const rawValue = ({ letter }: Machine): string[] => [letter.rawBody()];
const textValue = ({ letter }: Machine): string[] => [letter.bodyText()];

function contentValues(types: readonly Template[]) {
  return (machine: Machine): string[] => {
    const wanted = types.map((type) => type.expand(machine).toLowerCase());
    return machine.letter
      .bodyParts()
      .filter((part) => wanted.some((type) => isOfType(type, part.type, part.subtype)))
      .map((part) => part.text);
  };
}

/** `text` is every text, `text/html` that one, '' everything; with a slash at an end it is nothing. RFC 5173 5.2 */
function isOfType(wanted: string, type: string, subtype: string): boolean {
  if (wanted === '') return true;
  if (wanted.startsWith('/') || wanted.endsWith('/') || wanted.split('/').length > 2) return false;
  return wanted === type || wanted === `${type}/${subtype}`;
}
