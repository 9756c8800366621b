/** Arguments of SEARCH, and the RETURN options it shares with SORT and ESEARCH. RFC 9051 6.4.4, RFC 4731, RFC 5182 (SAVE), RFC 6203 4, RFC 9394 3.1 */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { searchProgram, type SearchProgram } from './search-program.ts';

export const RETURN_OPTIONS = ['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE', 'RELEVANCY', 'PARTIAL'] as const;
export type ReturnOption = (typeof RETURN_OPTIONS)[number];
export interface ReturnOptions {
  readonly names: readonly ReturnOption[];
  /** Of PARTIAL: places in the result from 1, or from the end as -1. */
  readonly partial: PartialRange | null;
}
export interface PartialRange {
  /** As written. */
  readonly text: string;
  /** The smaller place first; both count from the end when `fromEnd`. */
  readonly first: number;
  readonly last: number;
  readonly fromEnd: boolean;
}
export interface SearchArguments {
  /** null: no RETURN was given, answer as rev1 does. */
  readonly returning: ReturnOptions | null;
  readonly program: SearchProgram;
}

export function searchArguments(line: CommandParser): SearchArguments {
  line.space();
  const returning = returnOptions(line);
  const program = searchProgram(line);
  assertRelevant(returning, program);
  return { returning, program };
}

/** ["RETURN" SP "(" options ")" SP]. No options at all mean ALL. RFC 9051 6.4.4 */
export function returnOptions(line: CommandParser): ReturnOptions | null {
  if (!line.maybeWord('RETURN')) return null;
  line.space();
  let partial: PartialRange | null = null;
  const names = line.listOrEmpty(() => {
    const option = line.oneOf(RETURN_OPTIONS, 'return option');
    if (option === 'PARTIAL') {
      if (partial !== null) throw new ImapSyntaxError('PARTIAL may be given once');
      line.space();
      partial = partialRange(line);
    }
    return option;
  });
  line.space();
  if (names.includes('PARTIAL') && names.includes('ALL'))
    throw new ImapSyntaxError('PARTIAL and ALL cannot be asked for together');
  return { names: names.length === 0 ? ['ALL'] : names, partial };
}

/** Relevancy is of fuzzy keys alone. RFC 6203 4 */
export function assertRelevant(returning: ReturnOptions | null, program: SearchProgram): void {
  if (returning?.names.includes('RELEVANCY') === true && !program.usesFuzzy)
    throw new ImapSyntaxError('RELEVANCY needs a FUZZY search key');
}

const PARTIAL_RANGE = /-[1-9]\d{0,9}:-[1-9]\d{0,9}|[1-9]\d{0,9}:[1-9]\d{0,9}/y;

/** partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number. RFC 9394 4 */
export function partialRange(line: CommandParser): PartialRange {
  const text = line.match(PARTIAL_RANGE, 'partial range');
  const [first = 1, last = 1] = text.split(':').map((place) => Math.abs(Number(place)));
  return { text, first: Math.min(first, last), last: Math.max(first, last), fromEnd: text.startsWith('-') };
}
