/**
 * Receives one letter after DATA: counts against the size limit while it streams, hands the header to the profile as soon as
 * it is whole, keeps the body in the collector. Once refused, the rest is read and dropped, and the refusal is the reply.
 * RFC 5321 4.1.1.4, RFC 1870 6.3
 */
import type { BodyCollector } from '../../delivery/accept.ts';
import type { Octets } from '../../lib/octets.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';
import type { BodyInput } from '../../store/intake-store.ts';
import { MAX_HEADER_OCTETS } from './smtp-limits.ts';
import { replyForError } from './replies.ts';
import type { LetterFacts } from './smtp-wire.ts';

export interface ReceivedLetter {
  readonly body: BodyInput;
  readonly sizeBytes: number;
  readonly facts: LetterFacts;
  /** As it came. */
  readonly original: () => Octets;
  /** As it is stored. */
  readonly stored: () => Octets;
}
/** What a profile does with a letter. */
export interface LetterIntake {
  /** @returns the header to store, or the refusal */
  takeHeader(
    header: Uint8Array,
  ): { readonly kind: 'store'; readonly header: Uint8Array } | { readonly kind: 'refuse'; readonly reply: SmtpReply };
  /** Judges the octets: bare line breaks and the like. null: nothing against it. */
  judgeFacts(facts: LetterFacts): SmtpReply | null;
  finish(letter: ReceivedLetter): Promise<SmtpReply>;
}
const END_OF_HEADER = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

export class LetterReceiver {
  readonly #collector: BodyCollector;
  readonly #intake: LetterIntake;
  readonly #sizeLimitBytes: number;
  readonly #tooBig: SmtpReply;
  #sizeBytes = 0;
  #opening: Buffer | null = NOTHING;
  #originalHeader: Uint8Array = NOTHING;
  #storedHeaderOctets = 0;
  #refusal: SmtpReply | null = null;

  constructor(input: {
    readonly collector: BodyCollector;
    readonly intake: LetterIntake;
    readonly sizeLimitBytes: number;
    readonly tooBig: SmtpReply;
  }) {
    this.#collector = input.collector;
    this.#intake = input.intake;
    this.#sizeLimitBytes = input.sizeLimitBytes;
    this.#tooBig = input.tooBig;
  }
  /** The client sends on far beyond the limit: no reply is worth reading all of it. */
  get isHopeless(): boolean {
    return this.#sizeBytes > this.#sizeLimitBytes * 2 + 1_000_000;
  }
  get refusal(): SmtpReply | null {
    return this.#refusal;
  }
  async write(piece: Buffer): Promise<void> {
    this.#sizeBytes += piece.length;
    if (this.#refusal !== null) return;
    if (this.#sizeBytes > this.#sizeLimitBytes) return this.#refuse(this.#tooBig);
    try {
      await (this.#opening === null ? this.#collector.write(piece) : this.#readOpening(piece, this.#opening));
    } catch (error) {
      const reply = replyForError(error);
      if (reply === null) throw error;
      await this.#refuse(reply);
    }
  }
  async finish(facts: LetterFacts): Promise<SmtpReply> {
    // A letter without an empty line is all header.
    if (this.#refusal === null && this.#opening !== null) await this.#headerIs(this.#opening, NOTHING);
    const refusal = this.#refusal ?? this.#intake.judgeFacts(facts);
    if (refusal !== null) {
      await this.discard();
      return refusal;
    }
    try {
      const body = await this.#collector.finish();
      return await this.#intake.finish({
        body,
        sizeBytes: this.#sizeBytes,
        facts,
        original: () => this.#readOriginal(),
        stored: () => this.#collector.read(),
      });
    } finally {
      await this.discard();
    }
  }
  /** Drops what was received; a body that the store has taken stays. */
  discard(): Promise<void> {
    this.#opening = NOTHING;
    return this.#collector.discard();
  }
  async #readOpening(piece: Buffer, before: Buffer): Promise<void> {
    const opening = before.length === 0 ? piece : Buffer.concat([before, piece]);
    if (opening.length >= 2 && opening[0] === 13 && opening[1] === 10)
      return this.#headerIs(opening.subarray(0, 2), opening.subarray(2));
    const end = opening.indexOf(END_OF_HEADER, Math.max(0, before.length - 3));
    if ((end < 0 ? opening.length : end + 4) > MAX_HEADER_OCTETS) {
      return this.#refuse({
        code: 552,
        enhanced: '5.3.4',
        text: 'The header of the letter is larger than 512 KB. Shorten it and send again',
      });
    }
    if (end >= 0) return this.#headerIs(opening.subarray(0, end + 4), opening.subarray(end + 4));
    this.#opening = opening;
  }
  async #headerIs(header: Buffer, rest: Buffer): Promise<void> {
    this.#opening = null;
    const taken = this.#intake.takeHeader(header);
    if (taken.kind === 'refuse') return this.#refuse(taken.reply);
    this.#originalHeader = header;
    this.#storedHeaderOctets = taken.header.length;
    await this.#collector.write(taken.header);
    if (rest.length > 0) await this.#collector.write(rest);
  }
  #refuse(reply: SmtpReply): Promise<void> {
    this.#refusal = reply;
    return this.discard();
  }
  #readOriginal(): Octets {
    const stored = this.#collector.read();
    if (stored instanceof Uint8Array)
      return Buffer.concat([this.#originalHeader, stored.subarray(this.#storedHeaderOctets)]);
    return this.#originalPieces(stored);
  }
  async *#originalPieces(stored: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield this.#originalHeader;
    let skip = this.#storedHeaderOctets;
    for await (const piece of stored) {
      if (skip < piece.length) yield piece.subarray(skip);
      skip = Math.max(0, skip - piece.length);
    }
  }
}
