/**
 * The letter that a session is receiving, by DATA or in chunks: its octets go from the wire to its receiver, its end becomes
 * the reply, and what was not ended is dropped. RFC 5321 4.1.1.4, RFC 3030 2, 4.1.1
 */
import { ChunkedLetter } from './chunked-letter.ts';
import type { LetterReceiver } from './letter-receiver.ts';
import { ok } from './replies.ts';
import type { LetterFacts, SmtpWire } from './smtp-wire.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';

/** What the connection does for it. */
export interface ReceptionHost {
  /** null when the client has left. */
  wire(): SmtpWire | null;
  /** The client waits for us now, or no more: its silence is no idleness. */
  setWaiting(waiting: boolean): void;
  /** Errors become replies. */
  attempt(work: () => Promise<SmtpReply>): Promise<SmtpReply | null>;
  endTransaction(): void;
  conclude(reply: SmtpReply): void;
  /** A last reply, then the end of the connection. */
  sayLast(reply: SmtpReply): void;
  report(error: unknown): void;
}
/** A chunk as BDAT announces it. */
export interface Chunk {
  readonly octets: number;
  readonly isLast: boolean;
}

export class LetterReception {
  readonly #host: ReceptionHost;
  #receiver: LetterReceiver | null = null;
  #chunked: ChunkedLetter | null = null;
  #isJudging = false;

  constructor(host: ReceptionHost) {
    this.#host = host;
  }
  get isBusy(): boolean {
    return this.#receiver !== null;
  }
  /** A first chunk has come, the last has not. */
  get isChunked(): boolean {
    return this.#chunked !== null;
  }
  /** DATA: the next octets are the letter. */
  receive(receiver: LetterReceiver): void {
    this.#receiver = receiver;
    this.#host.wire()?.startLetter({
      write: async (piece) => {
        await receiver.write(piece);
        this.#cutWhenHopeless(receiver);
      },
      end: async (facts) => this.#say(await this.#finish(receiver, facts)),
    });
  }
  /** BDAT: the next octets are part of the letter, whatever they look like. @returns the reply when there are none */
  async receiveChunk({ octets, isLast }: Chunk, begin: () => LetterReceiver): Promise<SmtpReply | null> {
    const letter = (this.#chunked ??= new ChunkedLetter(begin()));
    this.#receiver = letter.receiver;
    const end = (): Promise<SmtpReply | null> => this.#endChunk(letter, octets, isLast);
    if (octets === 0) return end();
    this.#host.wire()?.startChunk(octets, {
      write: async (piece) => {
        await letter.write(piece);
        this.#cutWhenHopeless(letter.receiver);
      },
      end: async () => this.#say(await end()),
    });
    return null;
  }
  /** The octets of a chunk that is not taken are read and dropped before the reply. RFC 3030 4.1.1 */
  skipChunk(octets: number, reply: SmtpReply): SmtpReply | null {
    if (octets === 0) return reply;
    this.#host.wire()?.startChunk(octets, { write: () => undefined, end: async () => this.#say(reply) });
    return null;
  }
  /** RSET and the like, or the client has gone. A letter that is being judged goes on. */
  drop(): void {
    if (this.#receiver === null || this.#isJudging) return;
    this.#receiver.discard().catch((error: unknown) => this.#host.report(error));
    this.#receiver = null;
    this.#chunked = null;
  }
  async #endChunk(letter: ChunkedLetter, octets: number, isLast: boolean): Promise<SmtpReply | null> {
    if (isLast) return this.#finish(letter.receiver, letter.facts);
    const { refusal } = letter.receiver;
    if (refusal === null) return ok('2.0.0', `${octets} octets received`);
    this.drop();
    this.#host.endTransaction();
    return refusal;
  }
  async #finish(receiver: LetterReceiver, facts: LetterFacts): Promise<SmtpReply | null> {
    this.#isJudging = true;
    this.#host.setWaiting(true);
    const reply = await this.#host.attempt(() => receiver.finish(facts));
    this.#receiver = null;
    this.#chunked = null;
    this.#isJudging = false;
    this.#host.endTransaction();
    this.#host.setWaiting(false);
    return reply;
  }
  #say(reply: SmtpReply | null): void {
    if (reply !== null) this.#host.conclude(reply);
  }
  #cutWhenHopeless(receiver: LetterReceiver): void {
    if (receiver.isHopeless && receiver.refusal !== null) this.#host.sayLast(receiver.refusal);
  }
}
