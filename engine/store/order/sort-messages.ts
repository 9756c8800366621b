/** SORT: rows in the order of criteria; rows that equal each other stay in mailbox order. RFC 5256 3, RFC 5957 3 */
import { denseRanks, type OrderColumns, type OrderSource, type TextColumn } from './order-columns.ts';
import { assertNever } from '../../lib/assert.ts';
import type { SortCriterion } from '../../model/message-order.ts';

/** What is compared beside the columns, by row. */
export interface SortedRows extends OrderSource {
  arrivedAt(row: number): number;
  sizeBytes(row: number): number;
}
/** Places from 0, by position among the selected rows. */
interface Places {
  readonly of: (position: number) => number;
  /** One more than the highest. */
  readonly range: number;
}

/**
 * @param selected rows, ascending
 * @param scores relevancy of each selected row, 1 to 100; null when nothing was asked fuzzily
 */
export function sortMessages(
  selected: Int32Array,
  criteria: readonly SortCriterion[],
  rows: SortedRows,
  columns: OrderColumns,
  scores: Uint8Array | null,
): Int32Array {
  let order = selected.map((_, position) => position);
  // The last criterion first: each sort keeps the order of what it finds equal.
  for (const criterion of criteria.toReversed())
    order = sortedBy(order, placesOf(selected, criterion, rows, columns, scores), criterion.reverse);
  return order.map((position) => selected[position] as number);
}

/** Counts how many go to each place, then puts them there. */
export function sortedBy(order: Int32Array, { of, range }: Places, reverse = false): Int32Array<ArrayBuffer> {
  const place = reverse ? (position: number) => range - 1 - of(position) : of;
  const starts = new Int32Array(range + 1);
  for (const position of order) {
    const next = place(position) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let at = 1; at <= range; at += 1) starts[at] = (starts[at] as number) + (starts[at - 1] as number);
  const sorted = new Int32Array(order.length);
  for (const position of order) {
    const at = place(position);
    sorted[starts[at] as number] = position;
    starts[at] = (starts[at] as number) + 1;
  }
  return sorted;
}

function placesOf(
  selected: Int32Array,
  { key }: SortCriterion,
  rows: SortedRows,
  columns: OrderColumns,
  scores: Uint8Array | null,
): Places {
  switch (key) {
    case 'arrival':
      return ranked(selected, (row) => rows.arrivedAt(row));
    case 'size':
      return ranked(selected, (row) => rows.sizeBytes(row));
    case 'date': {
      const { ranks, range } = columns.dates(rows);
      return { of: (position) => ranks[selected[position] as number] as number, range };
    }
    case 'subject':
      return textPlaces(selected, columns.subjects(rows));
    case 'cc':
    case 'from':
    case 'to':
    case 'displayFrom':
    case 'displayTo':
      return textPlaces(selected, columns.addresses(rows, key));
    case 'relevancy':
      // The most relevant first. RFC 6203 5
      return { of: (position) => 100 - (scores?.[position] ?? 0), range: 101 };
    default:
      return assertNever(key, 'sort key');
  }
}
function textPlaces(selected: Int32Array, { numbers, ranks }: TextColumn): Places {
  return { of: (position) => ranks[numbers[selected[position] as number] as number] as number, range: ranks.length };
}
function ranked(selected: Int32Array, valueOf: (row: number) => number): Places {
  const { ranks, range } = denseRanks(Array.from(selected, valueOf));
  return { of: (position) => ranks[position] as number, range };
}
