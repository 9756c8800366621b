/** `duplicate` asks once for each mark in a run, and what it asked is remembered when the letter is delivered. RFC 7352 3 */
import type { DuplicateMark, SieveContext } from './seam.ts';

export class DuplicateMarks {
  readonly #context: SieveContext;
  readonly #asked = new Map<string, boolean>();
  readonly #marks: DuplicateMark[] = [];

  constructor(context: SieveContext) {
    this.#context = context;
  }

  get marks(): readonly DuplicateMark[] {
    return this.#marks;
  }

  ask(mark: DuplicateMark): boolean {
    const key = JSON.stringify([mark.handle, mark.id]);
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const isDuplicate = this.#context.isDuplicate(mark);
    this.#asked.set(key, isDuplicate);
    if (!isDuplicate || mark.last) this.#marks.push(mark);
    return isDuplicate;
  }
}
