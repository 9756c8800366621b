/** One POP3 command line. RFC 1939 3, RFC 2449 4 */
import type { Pop3Text, Pop3TextKey } from './pop3-texts.ts';

export interface Pop3Line {
  /** Upper case. */
  readonly verb: string;
  /** What follows the first space, as it came: a password may hold spaces. */
  readonly argument: string;
}
/** @param line without its line break */
export function parseLine(line: string): Pop3Line {
  const space = line.indexOf(' ');
  return space < 0
    ? { verb: line.toUpperCase(), argument: '' }
    : { verb: line.slice(0, space).toUpperCase(), argument: line.slice(space + 1) };
}
/** Thrown by the grammar, caught in one place of the server, said as -ERR. */
export class Pop3SyntaxError extends Error {
  readonly text: Pop3Text;
  constructor(key: Pop3TextKey) {
    super(key);
    this.name = 'Pop3SyntaxError';
    this.text = { key };
  }
}
const WANTED = ['noArgument', 'oneNumber', 'twoNumbers'] as const;
/** @returns the numbers of the argument. @throws Pop3SyntaxError unless there are exactly `count`, `count` of 0 meaning none */
export function numbers(argument: string, count: 0 | 1 | 2): readonly number[] {
  const words = argument.trim() === '' ? [] : argument.trim().split(/\s+/);
  if (words.length !== count || !words.every((word) => /^\d{1,9}$/.test(word))) {
    throw new Pop3SyntaxError(WANTED[count]);
  }
  return words.map(Number);
}
