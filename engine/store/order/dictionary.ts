/** Texts as small numbers: each text once, and its place in the order of the texts. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();
  #ranks: { readonly of: number; readonly ranks: Int32Array } | null = null;

  get size(): number {
    return this.#numbers.size;
  }
  /** The number of a text, the same each time. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const made = this.#numbers.size;
    this.#numbers.set(text, made);
    return made;
  }
  /** By number: how many texts come before, by code points as UTF-8 orders them. */
  ranks(): Int32Array {
    if (this.#ranks?.of === this.size) return this.#ranks.ranks;
    const texts = [...this.#numbers.keys()];
    const hasPairs = texts.some((text) => /[\ud800-\udfff]/.test(text));
    if (hasPairs) texts.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    else texts.sort();
    const ranks = new Int32Array(texts.length);
    texts.forEach((text, rank) => (ranks[this.number(text)] = rank));
    this.#ranks = { of: texts.length, ranks };
    return ranks;
  }
}
