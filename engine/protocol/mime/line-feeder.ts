/** Chunks of any size to lines, keeping at most MIME_LIMITS.lineBytes of a line whose end has not come. */
import { MIME_LIMITS } from './mime-limits.ts';

/** Text at [start, end) of `bytes`, cut when too long; `length` octets in all with a break of `lineBreak` (0, 1 or 2). */
export type LineListener = (bytes: Uint8Array, start: number, end: number, length: number, lineBreak: number) => void;

export class LineFeeder {
  readonly #listener: LineListener;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #length = 0;
  #last = 0;
  #lastButOne = 0;

  constructor(listener: LineListener) {
    this.#listener = listener;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const feed = chunk.indexOf(10, at);
      const next = feed < 0 ? chunk.length : feed + 1;
      if (feed < 0 || this.#length > 0) this.#keep(chunk.subarray(at, next));
      else this.#tellFrom(chunk, at, next);
      if (feed >= 0 && this.#length > 0) this.#tellKept();
      at = next;
    }
  }

  end(): void {
    if (this.#length > 0) this.#tellKept();
  }

  #tellFrom(chunk: Uint8Array, start: number, next: number): void {
    const length = next - start;
    const lineBreak = length > 1 && chunk[next - 2] === 13 ? 2 : 1;
    this.#listener(chunk, start, start + Math.min(length - lineBreak, MIME_LIMITS.lineBytes), length, lineBreak);
  }

  #keep(piece: Uint8Array): void {
    if (this.#kept < MIME_LIMITS.lineBytes + 2) {
      const copy = new Uint8Array(piece.subarray(0, MIME_LIMITS.lineBytes + 2 - this.#kept));
      this.#pieces.push(copy);
      this.#kept += copy.length;
    }
    this.#lastButOne = piece.length > 1 ? (piece[piece.length - 2] ?? 0) : this.#last;
    this.#last = piece[piece.length - 1] ?? 0;
    this.#length += piece.length;
  }

  #tellKept(): void {
    const bytes = this.#pieces.length === 1 && this.#pieces[0] ? this.#pieces[0] : Buffer.concat(this.#pieces);
    const length = this.#length;
    const lineBreak = this.#last !== 10 ? 0 : length > 1 && this.#lastButOne === 13 ? 2 : 1;
    this.#pieces = [];
    this.#kept = 0;
    this.#length = 0;
    this.#last = 0;
    this.#listener(bytes, 0, Math.min(length - lineBreak, MIME_LIMITS.lineBytes), length, lineBreak);
  }
}
