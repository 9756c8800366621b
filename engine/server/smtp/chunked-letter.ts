/** A letter that comes in chunks of known length: its receiver, and what its octets hold, over all chunks. RFC 3030 2 */
import { isAscii } from 'node:buffer';
import type { LetterReceiver } from './letter-receiver.ts';
import type { LetterFacts } from './smtp-wire.ts';

const LF = 10;
const CR = 13;

export class ChunkedLetter {
  readonly receiver: LetterReceiver;
  #bareLineBreak = false;
  #hasNul = false;
  #has8Bit = false;
  #lineOctets = 0;
  #longestLineOctets = 0;
  #endsInCr = false;

  constructor(receiver: LetterReceiver) {
    this.receiver = receiver;
  }
  write(piece: Buffer): Promise<void> {
    this.#look(piece);
    return this.receiver.write(piece);
  }
  /** After the last chunk: a CR at the very end ends no line. */
  get facts(): LetterFacts {
    return {
      bareLineBreak: this.#bareLineBreak || this.#endsInCr,
      hasNul: this.#hasNul,
      has8Bit: this.#has8Bit,
      longestLineOctets: this.#longestLineOctets,
    };
  }
  #look(piece: Buffer): void {
    if (!isAscii(piece)) this.#has8Bit = true;
    if (piece.includes(0)) this.#hasNul = true;
    if (this.#endsInCr && piece[0] !== LF) this.#bareLineBreak = true;
    let at = 0;
    for (let lf = piece.indexOf(LF); lf >= 0; lf = piece.indexOf(LF, at)) {
      const afterCr = lf === 0 ? this.#endsInCr : piece[lf - 1] === CR;
      if (!afterCr) this.#bareLineBreak = true;
      this.#countLine(lf - at - (afterCr && lf > 0 ? 1 : 0), afterCr);
      at = lf + 1;
    }
    this.#endsInCr = piece[piece.length - 1] === CR;
    this.#countLine(piece.length - at - (this.#endsInCr ? 1 : 0), false);
    for (let cr = piece.indexOf(CR); cr >= 0 && !this.#bareLineBreak; cr = piece.indexOf(CR, cr + 1))
      if (cr < piece.length - 1 && piece[cr + 1] !== LF) this.#bareLineBreak = true;
  }
  #countLine(octets: number, ended: boolean): void {
    this.#lineOctets += Math.max(0, octets);
    if (this.#lineOctets > this.#longestLineOctets) this.#longestLineOctets = this.#lineOctets;
    if (ended) this.#lineOctets = 0;
  }
}
