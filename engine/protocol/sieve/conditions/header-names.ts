/** Names of header fields in a script: what cannot be one matches no field and is no error. RFC 5228 2.4.2.2 */
import type { Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/;

/** Names as they are in this run, without those that cannot be one. */
export function expandNames(names: readonly Template[], machine: Machine): string[] {
  return names.map((name) => name.expand(machine)).filter(isFieldName);
}

export function isFieldName(name: string): boolean {
  return FIELD_NAME.test(name);
}
