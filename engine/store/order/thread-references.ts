/**
 * THREAD=REFERENCES. RFC 5256 3. Messages and the ids they refer to are nodes with numbers: first the selected messages
 * by their position, then ids of which no message is selected ("dummies"), then roots made for a common subject.
 */
import type { LinkColumn, OrderColumns, OrderSource, SubjectColumn } from './order-columns.ts';
import { byDate, ThreadTree, type ThreadOrder } from './thread-order.ts';

/** @param selected rows, ascending */
export function threadReferences(selected: Int32Array, source: OrderSource, columns: OrderColumns): ThreadOrder {
  const parents = linkParents(selected, columns.links(source));
  const order = byDate(selected, columns.dates(source));
  const forest = new Forest(selected.length, parents, order);
  forest.gatherBySubject(selected, columns.subjects(source));
  return forest.order(selected);
}

/** Step 1: the parent of each node, -1 for none. */
function linkParents(selected: Int32Array, { ids, references, size }: LinkColumn): number[] {
  const count = selected.length;
  const nodeOf = new Int32Array(size).fill(-1);
  for (let node = 0; node < count; node += 1) {
    const id = ids[selected[node] as number] as number;
    // Of two messages with the same id the second counts as one without.
    if (id >= 0 && nodeOf[id] === -1) nodeOf[id] = node;
  }
  const parents: number[] = new Array<number>(count).fill(-1);
  for (let node = 0; node < count; node += 1) {
    let before = -1;
    for (const id of references[selected[node] as number] as readonly number[]) {
      if (nodeOf[id] === -1) nodeOf[id] = parents.push(-1) - 1;
      const named = nodeOf[id] as number;
      if (before !== -1 && parents[named] === -1 && !isAbove(parents, named, before)) parents[named] = before;
      before = named;
    }
    parents[node] = -1;
    if (before !== -1 && !isAbove(parents, node, before)) parents[node] = before;
  }
  return parents;
}
/** Is `node` the other one, or above it? A link between them would make a circle. */
function isAbove(parents: readonly number[], node: number, other: number): boolean {
  for (let at = other; at !== -1; at = parents[at] as number) if (at === node) return true;
  return false;
}

/** Threads under their roots, with dummies gone but for roots of several children (steps 2 and 3). */
class Forest {
  readonly #count: number;
  readonly #parents: number[];
  /** Selected messages by date, and the place of each there. */
  readonly #byDate: Int32Array;
  readonly #place: Int32Array;
  /** First child by date of each dummy root. */
  readonly #firstChild = new Map<number, number>();

  constructor(count: number, parents: readonly number[], order: Int32Array) {
    this.#count = count;
    this.#byDate = order;
    this.#place = new Int32Array(count);
    order.forEach((node, place) => (this.#place[node] = place));
    this.#parents = this.#withoutDummies(parents);
  }

  /** A dummy's children move up, to the root only when they are alone. */
  #withoutDummies(linked: readonly number[]): number[] {
    const parents = [...linked];
    const childrenOf = new Map<number, number>();
    for (const node of this.#byDate) {
      let parent = linked[node] as number;
      while (parent >= this.#count && linked[parent] !== -1) parent = linked[parent] as number;
      parents[node] = parent;
      if (parent < this.#count) continue;
      childrenOf.set(parent, (childrenOf.get(parent) ?? 0) + 1);
      if (!this.#firstChild.has(parent)) this.#firstChild.set(parent, node);
    }
    for (const [dummy, first] of [...this.#firstChild]) {
      if (childrenOf.get(dummy) !== 1) continue;
      parents[first] = -1;
      this.#firstChild.delete(dummy);
    }
    return parents;
  }

  /** Roots as step 4 orders them: a dummy by its first child. */
  #roots(): number[] {
    const roots: number[] = [];
    for (const node of this.#byDate) {
      const parent = this.#parents[node] as number;
      if (parent === -1) roots.push(node);
      else if (this.#firstChild.get(parent) === node) roots.push(parent);
    }
    return roots;
  }
  #isDummy(node: number): boolean {
    return node >= this.#count;
  }

  /** Step 5. */
  gatherBySubject(selected: Int32Array, subjects: SubjectColumn): void {
    const speaker = (root: number): number => selected[this.#firstChild.get(root) ?? root] as number;
    const subjectOf = (root: number): number => subjects.numbers[speaker(root)] as number;
    const isReply = (root: number): boolean => !this.#isDummy(root) && subjects.isReply[speaker(root)] === true;
    const roots = this.#roots().filter((root) => subjectOf(root) !== subjects.empty);
    const table = new Map<number, number>();
    for (const root of roots) {
      const known = table.get(subjectOf(root));
      const isBetter =
        known === undefined || (!this.#isDummy(known) && (this.#isDummy(root) || (isReply(known) && !isReply(root))));
      if (isBetter) table.set(subjectOf(root), root);
    }
    // The subject is taken before a merge may change who speaks for the thread.
    for (const { root, subject } of roots.map((one) => ({ root: one, subject: subjectOf(one) }))) {
      const known = table.get(subject) as number;
      if (known !== root) table.set(subject, this.#merge(root, known, isReply));
    }
  }

  /** @returns who stands for the subject from now on */
  #merge(root: number, known: number, isReply: (root: number) => boolean): number {
    if (this.#isDummy(known)) {
      if (this.#isDummy(root)) this.#adopt(root, known);
      else this.#put(root, known);
      return known;
    }
    if (isReply(root) && !isReply(known)) {
      this.#parents[root] = known;
      return known;
    }
    const dummy = this.#parents.push(-1) - 1;
    this.#put(known, dummy);
    this.#put(root, dummy);
    return dummy;
  }
  readonly #children = new Map<number, number[]>();
  #put(node: number, dummy: number): void {
    this.#parents[node] = dummy;
    const first = this.#firstChild.get(dummy);
    if (first === undefined || (this.#place[node] as number) < (this.#place[first] as number))
      this.#firstChild.set(dummy, node);
  }
  /** All children of one dummy become children of another. */
  #adopt(from: number, to: number): void {
    if (this.#children.size === 0) this.#listChildren();
    for (const node of this.#children.get(from) ?? []) this.#put(node, to);
    this.#firstChild.delete(from);
  }
  /** Children of the dummies of step 3; those of later dummies are never adopted. */
  #listChildren(): void {
    for (const node of this.#byDate) {
      const parent = this.#parents[node] as number;
      if (!this.#isDummy(parent)) continue;
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [node]);
      else siblings.push(node);
    }
  }

  /** Step 6: siblings by date; roots too, a dummy by its first child. */
  order(selected: Int32Array): ThreadOrder {
    const tree = new ThreadTree(this.#parents.length);
    for (let place = this.#count - 1; place >= 0; place -= 1) {
      const node = this.#byDate[place] as number;
      const parent = this.#parents[node] as number;
      tree.addFirst(node, parent);
      if (this.#firstChild.get(parent) === node) tree.addFirst(parent, -1);
    }
    return tree.order((node) => (this.#isDummy(node) ? -1 : (selected[node] as number)));
  }
}
