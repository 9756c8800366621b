/** Mod-sequences as clients write them: up to 63 bits, of which ours need 53. RFC 7162 7 */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

const DIGITS = /\d{1,19}(?!\d)/y;

/** mod-sequence-valzer; what is larger than any of ours is as good as the largest. */
export function modSequenceOrZero(line: CommandParser): number {
  return Math.min(Number(line.match(DIGITS, 'mod-sequence')), Number.MAX_SAFE_INTEGER);
}

/** mod-sequence-value */
export function modSequence(line: CommandParser): number {
  const value = modSequenceOrZero(line);
  if (value === 0) throw new ImapSyntaxError('a mod-sequence must not be 0');
  return value;
}
