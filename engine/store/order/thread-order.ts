/** Threads as they are told: depth first, each message with its depth. RFC 5256 3 */
import type { RankColumn } from './order-columns.ts';
import { sortedBy } from './sort-messages.ts';

/** A thread's messages that are not there stand as -1, at depth 0 only. */
export interface ThreadOrder {
  readonly rows: Int32Array;
  readonly depths: Int32Array;
}

/** Children of each node as linked lists; walks them without recursion, however deep they are. */
export class ThreadTree {
  readonly #firstChild: Int32Array;
  readonly #next: Int32Array;
  #firstRoot = -1;

  constructor(nodes: number) {
    this.#firstChild = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(nodes).fill(-1);
  }
  /** Puts a node before its siblings. @param parent -1 for a root */
  addFirst(node: number, parent: number): void {
    if (parent === -1) {
      this.#next[node] = this.#firstRoot;
      this.#firstRoot = node;
    } else {
      this.#next[node] = this.#firstChild[parent] as number;
      this.#firstChild[parent] = node;
    }
  }
  /** @param rowOf the row of a node, -1 when it has none */
  order(rowOf: (node: number) => number): ThreadOrder {
    const rows: number[] = [];
    const depths: number[] = [];
    const path: number[] = [];
    let node = this.#firstRoot;
    for (;;) {
      if (node === -1) {
        const done = path.pop();
        if (done === undefined) return { rows: Int32Array.from(rows), depths: Int32Array.from(depths) };
        node = this.#next[done] as number;
      } else {
        rows.push(rowOf(node));
        depths.push(path.length);
        path.push(node);
        node = this.#firstChild[node] as number;
      }
    }
  }
}

/** Positions 0 to n-1 of the selected rows, by sent date; equal dates in mailbox order. RFC 5256 2.2 */
export function byDate(selected: Int32Array, { ranks, range }: RankColumn): Int32Array<ArrayBuffer> {
  const positions = selected.map((_, position) => position);
  return sortedBy(positions, { of: (position) => ranks[selected[position] as number] as number, range });
}
