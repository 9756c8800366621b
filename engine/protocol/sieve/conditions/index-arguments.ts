/** `:index` picks one field of several. RFC 5260 6 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Arguments, TagRule } from '../compile/arguments.ts';

export const INDEX_TAGS: Readonly<Record<string, TagRule>> = {
  index: { takes: 'number', extension: 'index' },
  last: { takes: null, extension: 'index' },
};
/** null: all of them. */
export type FieldChoice = { readonly number: number; readonly fromEnd: boolean } | null;

export function readFieldChoice(args: Arguments): FieldChoice {
  const number = args.tagNumber('index');
  const fromEnd = args.has('last');
  if (number === null && fromEnd)
    throw new ScriptError('missingArgument', args.at, ':last wants an :index, for example :index 1 :last');
  if (number === null) return null;
  if (number < 1) throw new ScriptError('badValue', args.at, ':index counts from 1');
  return { number, fromEnd };
}

export function chooseFields<T>(fields: readonly T[], choice: FieldChoice): readonly T[] {
  if (choice === null) return fields;
  const at = choice.fromEnd ? fields.length - choice.number : choice.number - 1;
  const field = fields[at];
  return field === undefined ? [] : [field];
}
