/** SELECT and EXAMINE with what the client knows already. RFC 9051 6.3.2, RFC 7162 3.1.8 (CONDSTORE), 3.2.5 (QRESYNC) */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { modSequence } from './mod-sequence.ts';
import { LARGEST, sequenceSet } from './sequence-set.ts';

type Ranges = readonly (readonly [number, number])[];

export interface KnownState {
  readonly uidValidity: number;
  readonly modSeq: number;
  /** null: all there ever were. */
  readonly uids: Ranges | null;
  /** Message numbers the client knows the uids of, as ranges of the same lengths, ascending. */
  readonly match: { readonly numbers: Ranges; readonly uids: Ranges } | null;
}
export interface SelectArguments {
  readonly name: string;
  readonly condstore: boolean;
  readonly known: KnownState | null;
}

/** SP mailbox [SP "(" parameter *(SP parameter) ")"] */
export function selectArguments(line: CommandParser): SelectArguments {
  line.space();
  const name = line.mailbox();
  const parameters = line.maybe(' ') ? line.list(() => selectParameter(line)) : [];
  line.end();
  const known = parameters.filter((parameter) => parameter !== 'CONDSTORE');
  if (known.length > 1) throw new ImapSyntaxError('QRESYNC can be given once');
  return { name, condstore: known.length < parameters.length, known: known[0] ?? null };
}

function selectParameter(line: CommandParser): KnownState | 'CONDSTORE' {
  const word = line.oneOf(['CONDSTORE', 'QRESYNC'], 'SELECT parameter');
  if (word === 'CONDSTORE') return word;
  line.space();
  line.take('(');
  const uidValidity = line.nzNumber('UIDVALIDITY');
  line.space();
  const modSeq = modSequence(line);
  let more = line.maybe(' ');
  let uids: Ranges | null = null;
  if (more && line.peek() !== '(') {
    uids = knownSet(line);
    more = line.maybe(' ');
  }
  const match = more ? matchData(line) : null;
  line.take(')');
  return { uidValidity, modSeq, uids, match };
}

/** "(" known-sequence-set SP known-uid-set ")" */
function matchData(line: CommandParser): KnownState['match'] {
  line.take('(');
  const numbers = ascending(knownSet(line));
  line.space();
  const uids = ascending(knownSet(line));
  line.take(')');
  if (countOf(numbers) !== countOf(uids))
    throw new ImapSyntaxError('as many message numbers as uids are needed to compare them');
  return { numbers, uids };
}

function knownSet(line: CommandParser): Ranges {
  const set = sequenceSet(line);
  if (set.kind === 'saved' || set.ranges.some((range) => range.includes(LARGEST)))
    throw new ImapSyntaxError('a set of known messages has numbers only');
  return set.ranges;
}

function ascending(ranges: Ranges): Ranges {
  for (const [at, [first]] of ranges.entries()) {
    if (at > 0 && first <= (ranges[at - 1]?.[1] ?? 0)) throw new ImapSyntaxError('known messages must ascend');
  }
  return ranges;
}

function countOf(ranges: Ranges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
