/** A part while it is being read, and when it has been. Offsets as in MimePart. */
import type { HeaderField } from './header-fields.ts';
import { readPartHeaders, type PartHeaders } from './part-headers.ts';

export interface ScannedPart {
  readonly headers: PartHeaders;
  /** Header fields of the message and of messages in it, for their envelopes; none for other parts. */
  readonly fields: readonly HeaderField[];
  readonly headerStart: number;
  readonly headerEnd: number;
  readonly bodyStart: number;
  readonly bodyEnd: number;
  readonly lines: number;
  readonly children: readonly ScannedPart[];
  /** First octets of the content where they may serve as preview, else null. */
  readonly sample: Uint8Array | null;
}

const NO_HEADERS = readPartHeaders('', false).headers;

export class OpenPart implements ScannedPart {
  headers: PartHeaders = NO_HEADERS;
  fields: readonly HeaderField[] = [];
  readonly headerStart: number;
  headerEnd: number;
  bodyStart: number;
  bodyEnd: number;
  lines = 0;
  readonly children: OpenPart[] = [];
  sample: Uint8Array | null = null;

  inHeader = true;
  /** Delimiter looked for; null for other parts and after the closing delimiter. */
  boundary: string | null = null;
  /** Line feeds before the content. */
  feedsBefore = 0;
  /** Root part of a message, outer or enclosed: its fields make an envelope. */
  readonly isMessageRoot: boolean;
  readonly #inDigest: boolean;
  readonly #headerLimit: number;
  #headerLines: string[] = [];
  #headerBytes = 0;

  constructor(start: number, kind: { isMessageRoot: boolean; inDigest: boolean; headerLimit: number }) {
    this.headerStart = start;
    this.headerEnd = start;
    this.bodyStart = start;
    this.bodyEnd = start;
    this.isMessageRoot = kind.isMessageRoot;
    this.#inDigest = kind.inDigest;
    this.#headerLimit = kind.headerLimit;
  }

  /** Keeps a header line without its break, as long as there is room. @returns octets kept */
  keepHeaderLine(bytes: Uint8Array, start: number, end: number, room: number): number {
    const length = end - start + 1;
    if (this.#headerBytes + length > this.#headerLimit || length > room) return 0;
    this.#headerLines.push(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
    this.#headerBytes += length;
    return length;
  }

  /** @param end offset after the empty line, @param feeds line feeds before `end` */
  endHeader(end: number, feeds: number): void {
    const { headers, fields } = readPartHeaders(this.#headerLines.join('\n'), this.#inDigest);
    this.headers = headers;
    if (this.isMessageRoot) this.fields = fields;
    this.#headerLines = [];
    this.inHeader = false;
    this.headerEnd = end;
    this.bodyStart = end;
    this.bodyEnd = end;
    this.feedsBefore = feeds;
  }

  keepSample(bytes: Uint8Array, start: number, end: number, position: number): void {
    const offset = position - this.bodyStart;
    if (this.sample === null || offset >= this.sample.length) return;
    this.sample.set(bytes.subarray(start, Math.min(end, start + this.sample.length - offset)), offset);
  }

  /** @param end offset after the content, @param feeds line feeds before `end` */
  endBody(end: number, feeds: number): void {
    // An empty line right before a boundary is the boundary's own line break: the header then ends without one. RFC 2046 5.1.1
    if (end < this.bodyStart && end >= this.headerStart) this.bodyStart = this.headerEnd = end;
    this.bodyEnd = Math.max(this.bodyStart, end);
    this.lines = Math.max(0, feeds - this.feedsBefore);
    this.boundary = null;
    if (this.sample !== null) this.sample = this.sample.slice(0, this.bodyEnd - this.bodyStart);
  }
}
