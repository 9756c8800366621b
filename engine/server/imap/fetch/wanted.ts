/** The messages a FETCH asks for, some at a time: uids with their sequence numbers. RFC 9051 2.3.1 */
import type { UidRanges } from '../../../store/message-store.ts';
import type { UidList } from '../uid-list.ts';

/** Ascending uids, each with its number. */
export interface Wanted {
  readonly uids: Uint32Array;
  readonly numbers: Uint32Array;
}

export function* wantedMessages(list: UidList, ranges: UidRanges, atOnce: number): Generator<Wanted> {
  let uids: number[] = [];
  let numbers: number[] = [];
  for (const [first, last] of ranges) {
    const end = list.lowerBound(last + 1);
    for (let at = list.lowerBound(first); at < end;) {
      const piece = list.copy(at, Math.min(end, at + atOnce - uids.length));
      if (piece.length === atOnce) yield { uids: piece, numbers: counted(at + 1, piece.length) };
      else for (const [i, uid] of piece.entries()) numbers[uids.push(uid) - 1] = at + i + 1;
      at += piece.length;
      if (uids.length < atOnce) continue;
      yield { uids: Uint32Array.from(uids), numbers: Uint32Array.from(numbers) };
      uids = [];
      numbers = [];
    }
  }
  if (uids.length > 0) yield { uids: Uint32Array.from(uids), numbers: Uint32Array.from(numbers) };
}

function counted(from: number, count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) numbers[at] = from + at;
  return numbers;
}

/** Those not yet looked at. */
export function restOf({ uids, numbers }: Wanted, from: number): Wanted | null {
  return from >= uids.length ? null : { uids: uids.slice(from), numbers: numbers.slice(from) };
}

/** Those of the uids that the ranges hold. @param uids ascending */
export function within(uids: Uint32Array, ranges: UidRanges): Uint32Array {
  let at = 0;
  return uids.filter((uid) => {
    while (at < ranges.length && (ranges[at]?.[1] ?? 0) < uid) at += 1;
    return at < ranges.length && (ranges[at]?.[0] ?? 0) <= uid;
  });
}
