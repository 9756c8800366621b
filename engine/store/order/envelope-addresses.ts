/** The first address of From, To and Cc out of a stored ENVELOPE. RFC 9051 7.5.2, RFC 5256 3 (SORT keys), RFC 5957 3 */
import { decodeHeaderText } from '../../protocol/mime/header-text.ts';

export interface FirstAddress {
  /** addr-mailbox; '' when there is no address. */
  readonly mailbox: string;
  /** The display name, else mailbox@host: what DISPLAYFROM and DISPLAYTO order by. */
  readonly display: string;
}
/** Places of the fields in an envelope. */
export const ENVELOPE_FIELD = { from: 2, to: 5, cc: 6 } as const;
export type EnvelopeField = keyof typeof ENVELOPE_FIELD;

const NO_ADDRESS: FirstAddress = { mailbox: '', display: '' };

/** @param envelope octets with their parentheses */
export function firstAddress(envelope: Uint8Array, field: EnvelopeField): FirstAddress {
  const reader = new EnvelopeReader(Buffer.from(envelope.buffer, envelope.byteOffset, envelope.byteLength));
  reader.enter();
  for (let at = 0; at < ENVELOPE_FIELD[field]; at += 1) reader.skip();
  if (!reader.enter()) return NO_ADDRESS;
  reader.enter();
  const name = reader.string();
  reader.string();
  const mailbox = reader.string() ?? '';
  const host = reader.string();
  const shown = name === null ? '' : decodeHeaderText(name);
  const address = host === null ? mailbox : `${mailbox}@${host}`;
  return { mailbox: unicode(mailbox), display: shown === '' ? unicode(address) : shown };
}

function unicode(octets: string): string {
  return /[\x80-\xff]/.test(octets) ? Buffer.from(octets, 'latin1').toString('utf8') : octets;
}

/** Walks octets that `envelopeOctets` has written. */
class EnvelopeReader {
  readonly #octets: string;
  #at = 0;

  constructor(octets: Buffer) {
    this.#octets = octets.toString('latin1');
  }
  /** Steps into a list. @returns false, past it, when NIL stands there */
  enter(): boolean {
    this.#space();
    if (this.#octets[this.#at] === '(') {
      this.#at += 1;
      return true;
    }
    this.#at += 'NIL'.length;
    return false;
  }
  /** The nstring here. */
  string(): string | null {
    this.#space();
    const c = this.#octets[this.#at];
    if (c === '"') return this.#quoted();
    if (c === '{') return this.#literal();
    this.#at += 'NIL'.length;
    return null;
  }
  /** Steps over a string or a list. */
  skip(): void {
    this.#space();
    if (this.#octets[this.#at] !== '(') {
      this.string();
      return;
    }
    let depth = 0;
    do {
      const c = this.#octets[this.#at];
      if (c === '"' || c === '{') {
        this.string();
        continue;
      }
      if (c === '(') depth += 1;
      if (c === ')') depth -= 1;
      this.#at += 1;
    } while (depth > 0 && this.#at < this.#octets.length);
  }

  #space(): void {
    while (this.#octets[this.#at] === ' ') this.#at += 1;
  }
  #quoted(): string {
    let end = this.#at + 1;
    while (end < this.#octets.length && this.#octets[end] !== '"') end += this.#octets[end] === '\\' ? 2 : 1;
    const text = this.#octets.slice(this.#at + 1, end);
    this.#at = end + 1;
    return text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text;
  }
  #literal(): string {
    const start = this.#octets.indexOf('\n', this.#at) + 1;
    const length = Number(/\d+/.exec(this.#octets.slice(this.#at, start))?.[0] ?? 0);
    this.#at = start + length;
    return this.#octets.slice(start, this.#at);
  }
}
