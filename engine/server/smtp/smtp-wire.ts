/**
 * The octets of an SMTP client as commands, letters and chunks of letters. Only CRLF ends a line and only CRLF.CRLF ends a letter; a bare CR or
 * LF ends nothing and is reported, so that no one can hide a second letter in a first. RFC 5321 2.3.8, 4.1.1.4, 4.5.2, RFC 3030 2
 */
import { isAscii } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { MAX_COMMAND_OCTETS } from './smtp-limits.ts';

/** What was seen in a letter besides its octets. */
export interface LetterFacts {
  readonly bareLineBreak: boolean;
  readonly hasNul: boolean;
  readonly has8Bit: boolean;
  readonly longestLineOctets: number;
}
export interface LetterSink {
  /** Octets with the dots un-stuffed. The client waits as long as the promise does. */
  write(piece: Buffer): Promise<void> | void;
  /** The letter is in; commands go on after the promise. */
  end(facts: LetterFacts): Promise<void>;
}
/** Octets of a counted chunk, as they come. */
export interface ChunkSink {
  write(piece: Buffer): Promise<void> | void;
  end(): Promise<void>;
}
export type WireFault = 'bareLineBreak' | 'lineTooLong';

const LF = 10;
const CR = 13;
const DOT = 46;
const COMMANDS_PER_TURN = 50;
const NOTHING = Buffer.alloc(0);

export class SmtpWire extends SMTPStream {
  #rest: Buffer = NOTHING;
  #letter: LetterReader | null = null;
  #chunk: { readonly sink: ChunkSink; left: number } | null = null;
  readonly #onFault: (fault: WireFault) => void;

  /** @param onFault told of a malformed command line; the connection decides what follows */
  constructor(onFault: (fault: WireFault) => void) {
    super();
    this.#onFault = onFault;
  }
  startLetter(sink: LetterSink): void {
    this.#letter = new LetterReader(sink);
  }
  /** @param octets how many of the next ones are the chunk, at least one */
  startChunk(octets: number, sink: ChunkSink): void {
    this.#chunk = { sink, left: octets };
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding | 'buffer', next: (error?: Error | null) => void): void {
    this.#consume(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])).then(() => next(), next);
  }
  async #consume(chunk: Buffer): Promise<void> {
    let rest = chunk;
    this.#rest = NOTHING;
    for (let count = 1; rest.length > 0 && !this.isClosed; count++) {
      if (this.#chunk !== null) rest = await this.#readChunk(this.#chunk, rest);
      else if (this.#letter !== null) {
        const { left, ended } = await this.#letter.read(rest);
        rest = left;
        if (ended) {
          const letter = this.#letter;
          this.#letter = null;
          await letter.end();
        } else {
          this.#rest = rest;
          return;
        }
      } else {
        const end = this.#commandEnd(rest);
        if (end < 0) return;
        await this.#command(rest.subarray(0, end));
        rest = rest.subarray(end + 2);
        if (count % COMMANDS_PER_TURN === 0) await nextTurn();
      }
    }
  }
  async #readChunk(chunk: { readonly sink: ChunkSink; left: number }, octets: Buffer): Promise<Buffer> {
    const piece = octets.subarray(0, chunk.left);
    chunk.left -= piece.length;
    await chunk.sink.write(piece);
    if (chunk.left === 0 && !this.isClosed) {
      this.#chunk = null;
      await chunk.sink.end();
    }
    return octets.subarray(piece.length);
  }
  /** @returns index of the CRLF; -1 when there is none yet (the rest is kept) or the line is at fault */
  #commandEnd(rest: Buffer): number {
    const lf = rest.indexOf(LF);
    const cr = rest.indexOf(CR);
    const last = rest.length - 1;
    if ((lf >= 0 && (lf === 0 || cr !== lf - 1)) || (cr >= 0 && lf < 0 && cr < last)) {
      this.#onFault('bareLineBreak');
      return -1;
    }
    if ((lf < 0 ? rest.length : lf) > MAX_COMMAND_OCTETS) {
      this.#onFault('lineTooLong');
      return -1;
    }
    if (lf < 0) this.#rest = rest;
    return lf < 0 ? -1 : cr;
  }
  #command(line: Buffer): Promise<void> {
    return new Promise((done) => this.oncommand(line, done));
  }
}

/** Un-stuffs dots and finds the end of one letter, whatever way the octets were cut. */
class LetterReader {
  readonly #sink: LetterSink;
  #atLineStart = true;
  #bareLineBreak = false;
  #hasNul = false;
  #has8Bit = false;
  #lineOctets = 0;
  #longestLineOctets = 0;

  constructor(sink: LetterSink) {
    this.#sink = sink;
  }
  end(): Promise<void> {
    return this.#sink.end({
      bareLineBreak: this.#bareLineBreak,
      hasNul: this.#hasNul,
      has8Bit: this.#has8Bit,
      longestLineOctets: this.#longestLineOctets,
    });
  }
  /** `left`: what must be seen again with the next octets, or what follows the letter. */
  async read(chunk: Buffer): Promise<{ readonly left: Buffer; readonly ended: boolean }> {
    const pieces: Buffer[] = [];
    const { keepFrom, ended } = this.#scan(chunk, pieces);
    const [first] = pieces;
    if (first !== undefined) await this.#give(pieces.length === 1 ? first : Buffer.concat(pieces));
    return { left: chunk.subarray(keepFrom), ended };
  }
  /** Puts the letter's octets of the chunk into `pieces`. */
  #scan(chunk: Buffer, pieces: Buffer[]): { readonly keepFrom: number; readonly ended: boolean } {
    let at = 0;
    let from = 0;
    let cr = chunk.indexOf(CR);
    const take = (end: number): void => {
      if (end > from) pieces.push(chunk.subarray(from, end));
    };
    while (at < chunk.length) {
      if (this.#atLineStart && chunk[at] === DOT) {
        take(at);
        if (chunk.length - at < 3) return { keepFrom: at, ended: false };
        if (chunk[at + 1] === CR && chunk[at + 2] === LF) return { keepFrom: at + 3, ended: true };
        at += 1;
        from = at;
      }
      const lf = chunk.indexOf(LF, at);
      cr = this.#judgeCrs(chunk, cr, at, lf < 0 ? chunk.length : lf);
      if (lf < 0) {
        this.#atLineStart = false;
        const end = chunk[chunk.length - 1] === CR && chunk.length > from ? chunk.length - 1 : chunk.length;
        this.#countLine(end - at, false);
        take(end);
        return { keepFrom: end, ended: false };
      }
      const endsLine = lf > at && chunk[lf - 1] === CR;
      if (!endsLine) this.#bareLineBreak = true;
      this.#countLine(endsLine ? lf - at - 1 : lf - at, endsLine);
      this.#atLineStart = endsLine;
      at = lf + 1;
    }
    take(at);
    return { keepFrom: at, ended: false };
  }
  /** Looks at each CR before the one that may end the line. @returns the next CR not looked at, -1 for none */
  #judgeCrs(chunk: Buffer, next: number, lineStart: number, lineEnd: number): number {
    let cr = next;
    while (cr >= 0 && cr < lineEnd - 1) {
      if (cr >= lineStart) this.#bareLineBreak = true;
      cr = chunk.indexOf(CR, this.#bareLineBreak ? Math.max(cr + 1, lineEnd - 1) : cr + 1);
    }
    return cr;
  }
  #countLine(octets: number, ended: boolean): void {
    this.#lineOctets += octets;
    if (this.#lineOctets > this.#longestLineOctets) this.#longestLineOctets = this.#lineOctets;
    if (ended) this.#lineOctets = 0;
  }
  async #give(piece: Buffer): Promise<void> {
    if (!isAscii(piece)) this.#has8Bit = true;
    if (piece.includes(0)) this.#hasNul = true;
    await this.#sink.write(piece);
  }
}
