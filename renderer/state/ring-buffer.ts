/** The newest lines of a stream, at most so many; each keeps its number, and the oldest fall off the end. */
export class RingBuffer<Item> {
  readonly #items: (Item | undefined)[];
  /** Number of the oldest line still here. */
  #first = 0;
  /** Number of the next line to come. */
  #next = 0;

  constructor(capacity: number) {
    this.#items = new Array<Item | undefined>(capacity);
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
    this.#first = Math.max(this.#first, this.#next - this.#items.length);
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
