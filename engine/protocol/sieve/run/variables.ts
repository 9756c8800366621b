/** Variables of one run and what the last successful match left. RFC 5229 3, 4, 6 */
import type { VariableName } from '../compile/template.ts';
import { RunError } from './run-error.ts';

/** RFC 5229 6 asks for 128 names and 4,000 characters at least. */
const MOST_NAMES = 255;
const LONGEST_VALUE = 4_000;

export class Variables {
  readonly #values = new Map<string, string>();
  #matches: readonly string[] = [];

  /** '' for what was never set. */
  read(variable: VariableName): string {
    if ('match' in variable) return this.#matches[variable.match] ?? '';
    return this.#values.get(variable.name) ?? '';
  }

  /** Longer values are cut between characters. RFC 5229 6 @param name lower case */
  set(name: string, value: string): void {
    if (!this.#values.has(name) && this.#values.size >= MOST_NAMES)
      throw new RunError('memory', `The rules set more than ${MOST_NAMES} variables. Use fewer names`);
    this.#values.set(name, cut(value));
  }

  /** @param found the whole value, then what each wildcard stands for */
  setMatches(found: readonly string[]): void {
    this.#matches = found.slice(0, 32).map(cut);
  }
}

function cut(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  const last = value.charCodeAt(LONGEST_VALUE - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? LONGEST_VALUE - 1 : LONGEST_VALUE);
}
