/**
 * The client's octets to whole commands: lines joined by literals. RFC 9051 4.3 and 9 (literal), RFC 7888
 * (non-synchronising), RFC 3516 (~{n}). Pure: octets go in, events come out; who reads the socket decides about each
 * literal before its octets come, so that nothing unwanted is ever kept.
 */
import { ImapSyntaxError } from './imap-syntax-error.ts';

/** Text with the literals in it: each literal follows the text that ends with its `{n}`. Text is an octet string. */
export type CommandPieces = readonly (string | Uint8Array)[];

export interface LiteralAnnouncement {
  readonly sizeBytes: number;
  /** The client waits for a continuation line. */
  readonly synchronizing: boolean;
  /** literal8: may hold NULs. */
  readonly binary: boolean;
}
export type FramerEvent =
  | { readonly kind: 'command'; readonly pieces: CommandPieces }
  /** Call `takeLiteral` before `next`. `pieces` is what came before it, its announcement included. */
  | { readonly kind: 'literal'; readonly literal: LiteralAnnouncement; readonly pieces: CommandPieces }
  /** Octets of a streamed literal. */
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'literalEnd' };

export interface FramerLimits {
  /** Octets of one command outside its literals. */
  readonly lineBytes: number;
}
/** What to do with an announced literal: keep it in the command, hand its octets on, or end the command here. */
export type LiteralChoice = 'keep' | 'stream' | 'abandon';

const ANNOUNCEMENT = /(~)?\{(\d{1,10})(\+)?\}$/;

export class CommandFramer {
  readonly #limits: FramerLimits;
  #chunks: Uint8Array[] = [];
  #chunkAt = 0;
  #line: string[] = [];
  #lineBytes = 0;
  #pieces: (string | Uint8Array)[] = [];
  #piecesBytes = 0;
  #announced: LiteralAnnouncement | null = null;
  #literal: { mode: 'keep' | 'stream'; left: number; kept: Uint8Array[] } | null = null;
  /** A line that is too long is skipped to its end. */
  #skipping = false;

  constructor(limits: FramerLimits) {
    this.#limits = limits;
  }

  /** Octets not yet taken, in all. */
  get pendingBytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0) - this.#chunkAt;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** Drops what came and was not yet taken: STARTTLS. RFC 9051 6.2.1 */
  discardPending(): void {
    this.#chunks = [];
    this.#chunkAt = 0;
  }

  takeLiteral(choice: LiteralChoice): void {
    const announced = this.#announced;
    if (announced === null) throw new Error('no literal was announced');
    this.#announced = null;
    if (choice === 'abandon') this.#startCommand();
    else this.#literal = { mode: choice, left: announced.sizeBytes, kept: [] };
  }

  /**
   * The next event, or null when more octets are needed.
   * @throws ImapSyntaxError for a line over the limit; the command is gone and the next one can be read
   */
  next(): FramerEvent | null {
    if (this.#announced !== null) throw new Error('the announced literal was not taken');
    for (;;) {
      if (this.#literal !== null) {
        const event = this.#readLiteral(this.#literal);
        if (event !== 'more') return event;
      }
      const line = this.#readLine();
      if (line === null) return null;
      const event = this.#endLine(line);
      if (event !== null) return event;
    }
  }

  /** One line as it is, for SASL answers and IDLE's DONE; null when more octets are needed. @throws ImapSyntaxError */
  nextLine(): string | null {
    return this.#readLine();
  }

  #endLine(line: string): FramerEvent | null {
    this.#pieces.push(line);
    this.#piecesBytes += line.length;
    const found = ANNOUNCEMENT.exec(line);
    if (found !== null) {
      const sizeBytes = Number(found[2]);
      const literal = { sizeBytes, synchronizing: found[3] === undefined, binary: found[1] !== undefined };
      this.#announced = literal;
      return { kind: 'literal', literal, pieces: this.#pieces };
    }
    const pieces = this.#pieces;
    this.#startCommand();
    return { kind: 'command', pieces };
  }

  #startCommand(): void {
    this.#pieces = [];
    this.#piecesBytes = 0;
  }

  #readLiteral(literal: { mode: 'keep' | 'stream'; left: number; kept: Uint8Array[] }): FramerEvent | null | 'more' {
    if (literal.left === 0) {
      this.#literal = null;
      if (literal.mode === 'stream') return { kind: 'literalEnd' };
      this.#pieces.push(Buffer.concat(literal.kept));
      return 'more';
    }
    const octets = this.#take(literal.left);
    if (octets === null) return null;
    literal.left -= octets.length;
    if (literal.mode === 'stream') return { kind: 'octets', octets };
    literal.kept.push(octets);
    return this.#readLiteral(literal);
  }

  /** Up to `limit` octets of the first chunk. */
  #take(limit: number): Uint8Array | null {
    const chunk = this.#chunks[0];
    if (chunk === undefined) return null;
    const octets = chunk.subarray(this.#chunkAt, this.#chunkAt + limit);
    this.#advance(chunk, octets.length);
    return octets;
  }

  #advance(chunk: Uint8Array, count: number): void {
    this.#chunkAt += count;
    if (this.#chunkAt < chunk.length) return;
    this.#chunks.shift();
    this.#chunkAt = 0;
  }

  /** A line without its break. Ends at LF; a CR before it is not part of it. */
  #readLine(): string | null {
    for (;;) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) return null;
      const feed = chunk.indexOf(10, this.#chunkAt);
      const end = feed < 0 ? chunk.length : feed;
      if (!this.#skipping) this.#keepLine(chunk, end);
      this.#advance(chunk, end - this.#chunkAt + (feed < 0 ? 0 : 1));
      if (feed >= 0) return this.#finishLine();
    }
  }

  #keepLine(chunk: Uint8Array, end: number): void {
    this.#lineBytes += end - this.#chunkAt;
    if (this.#lineBytes + this.#piecesBytes > this.#limits.lineBytes) {
      this.#skipping = true;
      this.#line = [];
      return;
    }
    this.#line.push(
      Buffer.from(chunk.buffer, chunk.byteOffset + this.#chunkAt, end - this.#chunkAt).toString('latin1'),
    );
  }

  #finishLine(): string {
    const tooLong = this.#skipping;
    const line = this.#line.join('');
    this.#skipping = false;
    this.#line = [];
    this.#lineBytes = 0;
    if (tooLong) {
      this.#startCommand();
      throw new ImapSyntaxError(`a command may have at most ${this.#limits.lineBytes} octets outside its literals`);
    }
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
