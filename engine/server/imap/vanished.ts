/** What was expunged while a client was away. RFC 7162 3.2.5, 3.2.6, 3.2.10.1 */
import type { Mailbox } from '../../model/mailbox.ts';
import { formatRanges, resolveRanges, toRanges } from '../../protocol/imap/sequence-set.ts';
import type { KnownState } from '../../protocol/imap/select-arguments.ts';
import type { UidRanges } from '../../store/message-store.ts';
import type { ImapSession } from './imap-session.ts';
import type { MailboxView } from './mailbox-view.ts';
import type { UidList } from './uid-list.ts';

/**
 * VANISHED (EARLIER): those of the uids that went after `since`; all that are not there where tombstones of that age are
 * gone. What this session still counts is told of later, as it goes.
 * @param asked as written by the client; `*` is the largest uid there ever was
 */
export async function tellVanishedEarlier(
  session: ImapSession,
  view: MailboxView,
  since: number,
  asked: readonly (readonly [number, number])[] | null,
  match: KnownState['match'] = null,
): Promise<void> {
  const largest = view.uidNext - 1;
  const ranges = resolveRanges(asked ?? [[1, largest]], largest).filter(([first]) => first <= largest);
  if (ranges.length === 0 || since >= view.settledModSeq) return;
  const { uids, complete } = await session.store.messages.expungedSince(
    view.mailbox.id,
    since as Mailbox['highestModSeq'],
  );
  if (complete && uids.length === 0) return;
  const list = await view.list();
  const gone = complete
    ? toRanges([...uids].filter((uid) => list.indexOf(uid) < 0 && isIn(ranges, uid)))
    : missing(list, after(ranges, match === null ? 0 : lastMatch(list, match)), largest);
  if (gone.length > 0) session.respond.untagged(`VANISHED (EARLIER) ${formatRanges(gone)}`);
}

/** @param ranges sorted and disjoint */
function isIn(ranges: UidRanges, uid: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? 0) < uid) low = middle + 1;
    else high = middle;
  }
  return (ranges[low]?.[0] ?? Infinity) <= uid;
}

/** The parts of the ranges beyond a uid. */
function after(ranges: UidRanges, uid: number): UidRanges {
  return ranges.filter(([, last]) => last > uid).map(([first, last]) => [Math.max(first, uid + 1), last]);
}

/** The parts of the ranges that no uid of the list is in. */
function missing(list: UidList, ranges: UidRanges, largest: number): [number, number][] {
  const gaps: [number, number][] = [];
  for (const [first, last] of ranges) {
    let next = first;
    const end = Math.min(last, largest);
    for (let index = list.lowerBound(first); index < list.length && list.at(index) <= end; index += 1) {
      const uid = list.at(index);
      if (uid > next) gaps.push([next, uid - 1]);
      next = uid + 1;
    }
    if (next <= end) gaps.push([next, end]);
  }
  return gaps;
}

/** The uid up to which the client's numbers are right: it knows what is missing before. RFC 7162 3.2.5.2 */
function lastMatch(list: UidList, { numbers, uids }: NonNullable<KnownState['match']>): number {
  let matched = 0;
  const right = each(uids);
  for (const number of each(numbers)) {
    const uid = right.next().value ?? 0;
    if (number > list.length || list.at(number - 1) !== uid) break;
    matched = uid;
  }
  return matched;
}

function* each(ranges: readonly (readonly [number, number])[]): Generator<number, undefined> {
  for (const [first, last] of ranges) for (let number = first; number <= last; number += 1) yield number;
  return undefined;
}
