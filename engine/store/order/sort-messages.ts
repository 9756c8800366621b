/** SORT: rows in the order of criteria; rows that equal each other stay in mailbox order. RFC 5256 3, RFC 5957 3 */
import type { OrderColumns, OrderSource, TextColumn } from './order-columns.ts';
import { assertNever } from '../../lib/assert.ts';
import type { SortCriterion } from '../../model/message-order.ts';

/** What is compared beside the columns, by row. */
export interface SortedRows extends OrderSource {
  arrivedAt(row: number): number;
  sizeBytes(row: number): number;
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
  let order = new Float64Array(selected.length);
  let range = 1;
  for (const criterion of criteria) {
    const values = valuesOf(selected, criterion, rows, columns, scores);
    const dense = denseRanks(values);
    if (range * dense.range * selected.length > Number.MAX_SAFE_INTEGER) {
      const packed = denseRanks(order);
      order = packed.ranks;
      range = packed.range;
    }
    for (let i = 0; i < order.length; i += 1) {
      const rank = dense.ranks[i] as number;
      order[i] = (order[i] as number) * dense.range + (criterion.reverse ? dense.range - 1 - rank : rank);
    }
    range *= dense.range;
  }
  return inOrder(selected, order);
}

/** Numbers that compare as the criterion does. */
function valuesOf(
  selected: Int32Array,
  { key }: SortCriterion,
  rows: SortedRows,
  columns: OrderColumns,
  scores: Uint8Array | null,
): Float64Array {
  switch (key) {
    case 'arrival':
      return Float64Array.from(selected, (row) => rows.arrivedAt(row));
    case 'size':
      return Float64Array.from(selected, (row) => rows.sizeBytes(row));
    case 'date': {
      const dates = columns.dates(rows);
      return Float64Array.from(selected, (row) => dates[row] as number);
    }
    case 'subject':
      return textValues(selected, columns.subjects(rows));
    case 'cc':
    case 'from':
    case 'to':
    case 'displayFrom':
    case 'displayTo':
      return textValues(selected, columns.addresses(rows, key));
    case 'relevancy':
      // The most relevant first. RFC 6203 5
      return Float64Array.from(selected, (_, i) => -(scores?.[i] ?? 0));
    default:
      return assertNever(key, 'sort key');
  }
}
function textValues(selected: Int32Array, { numbers, ranks }: TextColumn): Float64Array {
  return Float64Array.from(selected, (row) => ranks[numbers[row] as number] as number);
}

/** Values as numbers from 0 without gaps that compare alike. */
function denseRanks(values: Float64Array): { readonly ranks: Float64Array<ArrayBuffer>; readonly range: number } {
  const sorted = values.slice().sort();
  let range = 0;
  const ranks = new Map<number, number>();
  for (let i = 0; i < sorted.length; i += 1) {
    const value = sorted[i] as number;
    if (i === 0 || value !== sorted[i - 1]) ranks.set(value, range++);
  }
  return { ranks: Float64Array.from(values, (value) => ranks.get(value) as number), range: Math.max(1, range) };
}

function inOrder(selected: Int32Array, order: Float64Array): Int32Array {
  const count = selected.length;
  const keys = order.map((value, i) => value * count + i).sort();
  return Int32Array.from(keys, (key) => selected[key % count] as number);
}
