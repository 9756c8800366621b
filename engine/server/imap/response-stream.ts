/**
 * What the server says, gathered into large writes; waits for a client that reads slowly. Text is an octet string.
 * RFC 9051 7 (responses), RFC 5255 3 (their language).
 */
import { humanText } from '../../protocol/imap/response-text.ts';
import { inLanguage, type HumanLanguage } from './human-texts.ts';

export interface OctetSink {
  /** Resolves when the sink takes more. @throws when the connection is gone */
  write(octets: Uint8Array): Promise<void>;
}
export type ResponseStatus = 'OK' | 'NO' | 'BAD';
const GATHER_BYTES = 32 * 1024;
const STATUS = /^((?:OK|NO|BAD|BYE) (?:\[[^\]]*\] )?)(.*)$/s;

export class ResponseStream {
  readonly #sink: OctetSink;
  #pieces: (string | Uint8Array)[] = [];
  #bytes = 0;
  /** Of the texts of status responses. */
  language: HumanLanguage = 'en';

  constructor(sink: OctetSink) {
    this.#sink = sink;
  }

  /** `* ...` */
  untagged(text: string): void {
    this.add(`* ${this.#spoken(text)}\r\n`);
  }

  /** Status text must be an octet string on one line (`humanText`). */
  tagged(tag: string, status: ResponseStatus, code: string | null, text: string): void {
    this.add(`${tag} ${status} ${code === null ? '' : `[${code}] `}${this.#inLanguage(text)}\r\n`);
  }

  /** A status response among others: its text follows the code. */
  #spoken(text: string): string {
    const found = this.language === 'en' ? null : STATUS.exec(text);
    return found === null ? text : `${found[1]}${this.#inLanguage(found[2] ?? '')}`;
  }

  #inLanguage(text: string): string {
    if (this.language === 'en') return text;
    return humanText(inLanguage(this.language, Buffer.from(text, 'latin1').toString('utf8')));
  }

  add(piece: string | Uint8Array): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  /** Sends when enough has gathered; to be awaited in every loop that adds. */
  async flushIfFull(): Promise<void> {
    if (this.#bytes >= GATHER_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const octets = joined(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    await this.#sink.write(octets);
  }
}

function joined(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only instanceof Uint8Array) return only;
  if (pieces.every((piece) => typeof piece === 'string')) return Buffer.from(pieces.join(''), 'latin1');
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)));
}
