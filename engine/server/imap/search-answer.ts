/** What is told of a search: SEARCH or SORT as rev1 has them, ESEARCH else. RFC 9051 7.3.4, RFC 4731, RFC 5267 3, RFC 6203 4, RFC 9394 3 */
import { string } from '../../protocol/imap/response-text.ts';
import type { PartialRange, ReturnOptions } from '../../protocol/imap/search-arguments.ts';
import { formatSet } from '../../protocol/imap/sequence-set.ts';
import type { ImapSession } from './imap-session.ts';

export interface FoundMessages {
  /** In the order of the answer. */
  readonly uids: Uint32Array;
  /** As the answer shows them: uids or sequence numbers. */
  readonly numbers: Uint32Array;
  /** Relevancy of each. */
  readonly scores: Uint8Array | null;
  /** null when the program did not ask for it. */
  readonly highestModSeq: number | null;
}

/** `* SEARCH 2 84 (MODSEQ 917162500)` */
export function tellNumbers(session: ImapSession, word: 'SEARCH' | 'SORT', found: FoundMessages): void {
  const { numbers, highestModSeq } = found;
  const listed = numbers.length === 0 ? '' : ` ${numbers.join(' ')}`;
  const modSeq = highestModSeq === null || numbers.length === 0 ? '' : ` (MODSEQ ${highestModSeq})`;
  session.respond.untagged(`${word}${listed}${modSeq}`);
}

/**
 * `* ESEARCH (TAG "a") UID ALL 1:3`; nothing when SAVE alone was asked for.
 * @param correlator what stands in the parentheses
 */
export function tellEsearch(
  session: ImapSession,
  correlator: string,
  byUid: boolean,
  { names, partial }: ReturnOptions,
  found: FoundMessages,
): void {
  if (names.every((name) => name === 'SAVE')) return;
  const { numbers, scores, highestModSeq } = found;
  const has = (name: ReturnOptions['names'][number]): boolean => names.includes(name);
  const items = [`(${correlator})`, ...(byUid ? ['UID'] : [])];
  if (numbers.length > 0) {
    if (has('MIN')) items.push(`MIN ${numbers[0]}`);
    if (has('MAX')) items.push(`MAX ${numbers[numbers.length - 1]}`);
    if (has('ALL')) items.push(`ALL ${formatSet(numbers)}`);
    if (has('RELEVANCY') && scores !== null) items.push(`RELEVANCY (${shownScores(scores, partial).join(' ')})`);
  }
  if (partial !== null) items.push(`PARTIAL (${partial.text} ${formatSet(within(numbers, partial)) || 'NIL'})`);
  if (has('COUNT')) items.push(`COUNT ${numbers.length}`);
  if (highestModSeq !== null && numbers.length > 0) items.push(`MODSEQ ${highestModSeq}`);
  session.respond.untagged(`ESEARCH ${items.join(' ')}`);
}
export function tagCorrelator(tag: string): string {
  return `TAG ${string(tag)}`;
}

/** One for each message that the answer names. */
function shownScores(scores: Uint8Array, partial: PartialRange | null): Uint8Array {
  return partial === null ? scores : within(scores, partial);
}
function within<T extends Uint32Array | Uint8Array>(found: T, { first, last, fromEnd }: PartialRange): T {
  const count = found.length;
  const part = fromEnd
    ? found.subarray(Math.max(0, count - last), Math.max(0, count - first + 1))
    : found.subarray(first - 1, last);
  return part as T;
}

/**
 * What `$` stands for afterwards: all that was found, unless only its ends or a part were asked for. RFC 5182 2.1, RFC 9394 3.1
 * @returns ascending uids
 */
export function savedUids({ names, partial }: ReturnOptions, uids: Uint32Array): Uint32Array {
  if (names.includes('ALL') || names.includes('COUNT')) return uids.toSorted();
  const parts = [
    ...(names.includes('MIN') ? uids.slice(0, 1) : []),
    ...(names.includes('MAX') ? uids.slice(-1) : []),
    ...(partial === null ? [] : within(uids, partial)),
  ];
  const asksParts = partial !== null || names.includes('MIN') || names.includes('MAX');
  return asksParts ? Uint32Array.from(new Set(parts)).sort() : uids.toSorted();
}
