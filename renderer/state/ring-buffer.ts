/**
 * The newest lines of a stream; each keeps its number, and the oldest fall off the end. With slack they fall many at once and
 * seldom: at least `capacity` lines stay, at most `capacity + slack`.
 */
export class RingBuffer<Item> {
  readonly #items: (Item | undefined)[];
  readonly #capacity: number;
  /** Number of the oldest line still here. */
  #first = 0;
  /** Number of the next line to come. */
  #next = 0;

  constructor(capacity: number, slack = 0) {
    this.#capacity = capacity;
    this.#items = new Array<Item | undefined>(capacity + slack);
  }
  get first(): number {
    return this.#first;
  }
  get next(): number {
    return this.#next;
  }
  get size(): number {
    return this.#next - this.#first;
  }
  /** @returns the number of the line */
  push(item: Item): number {
    const number = this.#next;
    this.#items[number % this.#items.length] = item;
    this.#next += 1;
    if (this.size > this.#items.length) this.#first = this.#next - this.#capacity;
    return number;
  }
  at(number: number): Item | undefined {
    return number < this.#first || number >= this.#next ? undefined : this.#items[number % this.#items.length];
  }
  clear(): void {
    this.#items.fill(undefined);
    this.#first = this.#next;
  }
}
