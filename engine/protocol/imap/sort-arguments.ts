/** Arguments of SORT. RFC 5256 3 and 5, RFC 5267 3 (RETURN), RFC 5957 4 (DISPLAY...), RFC 6203 5 (RELEVANCY) */
import type { SortCriterion, SortKey } from '../../model/message-order.ts';
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { assertRelevant, returnOptions, type ReturnOptions } from './search-arguments.ts';
import { charsetAndKeys, type SearchProgram } from './search-program.ts';

export interface SortArguments {
  readonly returning: ReturnOptions | null;
  readonly criteria: readonly SortCriterion[];
  readonly program: SearchProgram;
}
const KEYS: ReadonlyMap<string, SortKey> = new Map([
  ['ARRIVAL', 'arrival'],
  ['CC', 'cc'],
  ['DATE', 'date'],
  ['DISPLAYFROM', 'displayFrom'],
  ['DISPLAYTO', 'displayTo'],
  ['FROM', 'from'],
  ['RELEVANCY', 'relevancy'],
  ['SIZE', 'size'],
  ['SUBJECT', 'subject'],
  ['TO', 'to'],
]);
const MOST_CRITERIA = 50;

export function sortArguments(line: CommandParser): SortArguments {
  line.space();
  const returning = returnOptions(line);
  const criteria = line.list(() => criterion(line));
  if (criteria.length > MOST_CRITERIA) throw new ImapSyntaxError(`SORT takes ${MOST_CRITERIA} criteria at most`);
  line.space();
  const program = charsetAndKeys(line);
  assertRelevant(returning, program);
  if (criteria.some(({ key }) => key === 'relevancy') && !program.usesFuzzy)
    throw new ImapSyntaxError('RELEVANCY needs a FUZZY search key');
  return { returning, criteria, program };
}

/** sort-criterion = ["REVERSE" SP] sort-key */
function criterion(line: CommandParser): SortCriterion {
  const reverse = line.maybeWord('REVERSE');
  if (reverse) line.space();
  const word = line.word('sort key');
  const key = KEYS.get(word);
  if (key === undefined) throw new ImapSyntaxError(`unknown sort key: ${word.slice(0, 100)}`);
  return { key, reverse };
}
