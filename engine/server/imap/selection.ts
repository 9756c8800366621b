/** Sets of messages as clients name them, to the uids they mean for this session. RFC 9051 6.4.9, 9 (sequence-set), RFC 5182 */
import { ImapSyntaxError, UidRequired } from '../../protocol/imap/imap-syntax-error.ts';
import type { PartialRange } from '../../protocol/imap/search-arguments.ts';
import { LARGEST, resolveRanges, toRanges, type SequenceSet } from '../../protocol/imap/sequence-set.ts';
import type { UidRanges } from '../../store/message-store.ts';
import type { ImapSession } from './imap-session.ts';
import { ImapRefusal } from './refusal.ts';
import type { UidList } from './uid-list.ts';

/** Uid ranges within what the session knows of. @throws ImapSyntaxError for sequence numbers that are not in use or not allowed */
export function uidRanges(session: ImapSession, list: UidList, set: SequenceSet, byUid: boolean): UidRanges {
  if (set.kind === 'saved') {
    if (session.savedSearch === null)
      throw new ImapRefusal('NOTSAVED', 'the last SEARCH RETURN (SAVE) failed; nothing is saved');
    return toRanges(session.savedSearch.filter((uid) => list.indexOf(uid) >= 0));
  }
  if (byUid) return resolveRanges(set.ranges, list.last).flatMap((range) => clamp(range, list.last));
  if (session.isUidOnly) throw new UidRequired('message numbers cannot be used after ENABLE UIDONLY');
  session.usesNumbers = true;
  assertInUse(set.ranges, list.length);
  return resolveRanges(set.ranges, list.length).map(([first, last]) => [list.at(first - 1), list.at(last - 1)]);
}

/** Messages that came after the session's place are none of its business yet. */
function clamp([first, last]: readonly [number, number], largest: number): [number, number][] {
  return first > largest ? [] : [[first, Math.min(last, largest)]];
}

function assertInUse(ranges: readonly (readonly [number, number])[], exists: number): void {
  for (const [first, last] of ranges) {
    const highest = last === LARGEST ? first : last;
    const isFine = highest === LARGEST || highest <= exists || (exists === 0 && last === LARGEST);
    if (!isFine) throw new ImapSyntaxError(`there is no message ${highest}: the mailbox has ${exists}`);
  }
}

/** Those of the messages in the ranges that stand in some places among them, from either end. RFC 9394 3.3 */
export function partOf(list: UidList, ranges: UidRanges, { first, last, fromEnd }: PartialRange): UidRanges {
  const spans = ranges.map(([low, high]) => [list.lowerBound(low), list.lowerBound(high + 1)] as const);
  const count = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  const [start, end] = fromEnd ? [count - last, count - first + 1] : [first - 1, last];
  let before = 0;
  return spans.flatMap(([from, to]) => {
    const cutFrom = from + Math.max(0, start - before);
    const cutTo = Math.min(to, from + end - before);
    before += to - from;
    return cutFrom < cutTo ? [[list.at(cutFrom), list.at(cutTo - 1)] as const] : [];
  });
}

/** @throws ImapRefusal after EXAMINE */
export function assertWritable(session: ImapSession): void {
  if (session.selected.readOnly)
    throw new ImapRefusal('CANNOT', 'the mailbox was opened with EXAMINE; nothing can be changed');
}
