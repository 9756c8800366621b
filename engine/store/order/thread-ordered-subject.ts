/** THREAD=ORDEREDSUBJECT: one level of messages of the same base subject under the oldest. RFC 5256 3 */
import type { OrderColumns, OrderSource } from './order-columns.ts';
import { byDate, ThreadTree, type ThreadOrder } from './thread-order.ts';

/** @param selected rows, ascending */
export function threadOrderedSubject(selected: Int32Array, source: OrderSource, columns: OrderColumns): ThreadOrder {
  const subjects = columns.subjects(source);
  const oldest = new Map<number, number>();
  const sorted = byDate(selected, columns.dates(source));
  const subjectOf = (position: number): number => subjects.numbers[selected[position] as number] as number;
  for (const position of sorted) {
    const subject = subjectOf(position);
    if (!oldest.has(subject)) oldest.set(subject, position);
  }
  const tree = new ThreadTree(selected.length);
  for (const position of sorted.reverse()) {
    const root = oldest.get(subjectOf(position)) as number;
    tree.addFirst(position, root === position ? -1 : root);
  }
  return tree.order((position) => selected[position] as number);
}
