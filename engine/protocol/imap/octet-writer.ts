/** Gathers octet strings; they become one buffer of their own, which can then change threads. */

/** Strings are joined up to so many characters before their octets are made: a longer one costs more to make flat. */
const JOINED_CHARACTERS = 32 * 1024;

export class OctetWriter {
  readonly #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #text = '';

  /** Octets so far. */
  get length(): number {
    return this.#piecesBytes + this.#text.length;
  }

  /** @param octets an octet string: one character per octet */
  text(octets: string): void {
    this.#text += octets;
    if (this.#text.length > JOINED_CHARACTERS) this.#settle();
  }

  /** Everything, in a buffer that holds nothing else; the writer is empty then. */
  take(): Uint8Array<ArrayBuffer> {
    this.#settle();
    const out = new Uint8Array(this.#piecesBytes);
    let at = 0;
    for (const piece of this.#pieces.splice(0)) {
      out.set(piece, at);
      at += piece.length;
    }
    this.#piecesBytes = 0;
    return out;
  }

  #settle(): void {
    if (this.#text === '') return;
    const piece = Buffer.from(this.#text, 'latin1');
    this.#pieces.push(piece);
    this.#piecesBytes += piece.length;
    this.#text = '';
  }
}
