/** `envelope`: what the SMTP dialogue said, not the header. RFC 5228 5.4 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TestDefinition } from '../compile/definition.ts';
import type { Template } from '../compile/template.ts';
import { ADDRESS_TAGS, addressPart, readAddressPart, type AddressPart } from '../match/address-part.ts';
import { MATCH_TAGS, readMatcher } from '../match/match-arguments.ts';
import { matchAny } from '../match/matcher.ts';
import { readAddress } from '../message/address-text.ts';
import type { Machine } from '../run/machine.ts';

const PARTS = ['from', 'to'];

export const envelopeTest: TestDefinition = {
  extension: 'envelope',
  signature: { tags: { ...MATCH_TAGS, ...ADDRESS_TAGS }, positional: ['texts', 'texts'] },
  compile(args, scope) {
    const matcher = readMatcher(args, scope);
    const part = readAddressPart(args);
    const names = checkParts(args.texts(0));
    const keys = args.texts(1);
    return {
      holds: (machine) => {
        const values = names.flatMap((name) => envelopeValues(name.expand(machine).toLowerCase(), part, machine));
        return matchAny(matcher, machine, values, keys);
      },
    };
  },
};

function checkParts(names: readonly Template[]): readonly Template[] {
  for (const { constant, at } of names) {
    if (constant !== null && !PARTS.includes(constant.toLowerCase()))
      throw new ScriptError('badValue', at, `The envelope has the parts "from" and "to", no "${constant}"`);
  }
  return names;
}

function envelopeValues(name: string, part: AddressPart, { context }: Machine): string[] {
  if (!PARTS.includes(name)) return [];
  const text = name === 'from' ? context.envelopeFrom : context.envelopeTo;
  // The null reverse-path is the empty text, whichever part is asked. RFC 5228 5.4
  if (text === '') return [''];
  const address = readAddress(text);
  const value = address === null ? (part === 'all' ? text : null) : addressPart(address, part);
  return value === null ? [] : [value];
}
