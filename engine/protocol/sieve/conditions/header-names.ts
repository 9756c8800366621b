/** Names of header fields in a script. RFC 5228 2.4.2.2 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/;

export function checkHeaderNames(names: readonly Template[]): readonly Template[] {
  for (const { constant, at } of names) {
    if (constant !== null && !FIELD_NAME.test(constant))
      throw new ScriptError(
        'badHeader',
        at,
        `"${constant}" cannot be the name of a header field. Leave out spaces and the colon`,
      );
  }
  return names;
}

/** Names as they are in this run; what cannot be one matches no field. */
export function expandNames(names: readonly Template[], machine: Machine): string[] {
  return names.map((name) => name.expand(machine)).filter((name) => FIELD_NAME.test(name));
}
export const isFieldName = (name: string): boolean => FIELD_NAME.test(name);
