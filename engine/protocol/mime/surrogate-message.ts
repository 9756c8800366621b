/**
 * A letter with internationalized addresses as a conventional client is shown it: its headers, and those of its parts, are
 * replaced while it is read; what is stored stays as it is. RFC 6858 2, 3, RFC 6855 7, RFC 6856 2.1
 */
import { bodyOctets } from './body-structure.ts';
import { envelopeOctets } from './envelope.ts';
import { parseHeaderFields } from './header-fields.ts';
import type { MimePart } from './message-index.ts';
import { MIME_LIMITS } from './mime-limits.ts';
import { readPartHeaders } from './part-headers.ts';
import type { ScannedPart } from './scanned-part.ts';
import { hasInternationalAddress, surrogateHeader } from './surrogate-header.ts';

/** Octets of a body by range. */
export interface OctetReader {
  readonly sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array>;
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
  close(): void;
}
/** prefix + body; the offsets of `parts` count from the body's first octet. */
export interface ReadableMessage {
  readonly prefix: Uint8Array;
  readonly parts: MimePart;
  readonly bodyBytes: number;
  reader(): Promise<OctetReader>;
}
/** Octets [start, end) of the body are shown as others. Ascending, apart from each other. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly octets: Uint8Array;
  /** Line feeds more than before. */
  readonly feeds: number;
}
type Piece = Uint8Array | { readonly start: number; readonly end: number };

/** @returns null for a letter that every client may be shown as it is */
export async function surrogateMessage(message: ReadableMessage): Promise<ReadableMessage | null> {
  const { parts } = message;
  if (parts.headerEnd - parts.headerStart > MIME_LIMITS.shownHeaderBytes) return null;
  const reader = await message.reader();
  const prefix = latin1(message.prefix);
  if (!hasInternationalAddress(prefix + (await headerOf(reader, parts)))) return null;
  const patches: Patch[] = [];
  for (const part of everyPart(parts)) {
    const header = await headerOf(reader, part);
    const shown = surrogateHeader(header);
    if (shown === header) continue;
    const feeds = feedsIn(shown) - feedsIn(header);
    patches.push({ start: part.headerStart, end: part.headerEnd, octets: Buffer.from(shown, 'latin1'), feeds });
  }
  const patched = new PatchedReader(reader, patches);
  return {
    prefix: Buffer.from(surrogateHeader(prefix), 'latin1'),
    parts: moved(parts, patches),
    bodyBytes: movedOffset(message.bodyBytes, patches),
    reader: async () => patched,
  };
}

/** ENVELOPE, BODY and BODYSTRUCTURE of what is shown, as octet strings. RFC 6858 3 */
export async function surrogateFacts(
  message: ReadableMessage,
): Promise<{ readonly envelope: string; readonly body: string; readonly bodyStructure: string }> {
  const reader = await message.reader();
  const root = await scanned(reader, message.parts, false);
  const fields = parseHeaderFields(latin1(message.prefix) + (await headerOf(reader, message.parts)));
  return { envelope: envelopeOctets(fields), body: bodyOctets(root, false), bodyStructure: bodyOctets(root, true) };
}

async function scanned(reader: OctetReader, part: MimePart, inDigest: boolean): Promise<ScannedPart> {
  const { headers, fields } = readPartHeaders(await headerOf(reader, part), inDigest);
  const { type, subtype, encoding } = part;
  const isDigest = type === 'multipart' && subtype === 'digest';
  const children: ScannedPart[] = [];
  for (const child of part.children) children.push(await scanned(reader, child, isDigest));
  return { ...part, headers: { ...headers, type, subtype, encoding }, fields, children, sample: null };
}

/** In the order of their octets. */
function* everyPart(part: MimePart): Generator<MimePart> {
  yield part;
  for (const child of part.children) yield* everyPart(child);
}

async function headerOf(reader: OctetReader, { headerStart, headerEnd }: MimePart): Promise<string> {
  const end = Math.min(headerEnd, headerStart + MIME_LIMITS.shownHeaderBytes);
  return end > headerStart ? latin1(await reader.read(headerStart, end)) : '';
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
}

function feedsIn(text: string): number {
  return text.split('\n').length;
}

function movedOffset(offset: number, patches: readonly Patch[]): number {
  return patches.reduce(
    (sum, { start, end, octets }) => (end <= offset ? sum + octets.length - (end - start) : sum),
    offset,
  );
}

function moved(part: MimePart, patches: readonly Patch[]): MimePart {
  const inside = patches.filter(({ start, end }) => start >= part.bodyStart && end <= part.bodyEnd);
  return {
    ...part,
    lines: inside.reduce((sum, { feeds }) => sum + feeds, part.lines),
    headerStart: movedOffset(part.headerStart, patches),
    headerEnd: movedOffset(part.headerEnd, patches),
    bodyStart: movedOffset(part.bodyStart, patches),
    bodyEnd: movedOffset(part.bodyEnd, patches),
    children: part.children.map((child) => moved(child, patches)),
  };
}

/** Reads what is shown. */
class PatchedReader implements OctetReader {
  readonly sizeBytes: number;
  readonly #inner: OctetReader;
  readonly #pieces: readonly Piece[];

  constructor(inner: OctetReader, patches: readonly Patch[]) {
    const pieces: Piece[] = [];
    let at = 0;
    for (const { start, end, octets } of patches) {
      pieces.push({ start: at, end: start }, octets);
      at = end;
    }
    pieces.push({ start: at, end: inner.sizeBytes });
    this.#inner = inner;
    this.#pieces = pieces;
    this.sizeBytes = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const found: Uint8Array[] = [];
    for (const piece of this.#between(start, end))
      found.push(piece instanceof Uint8Array ? piece : await this.#inner.read(piece.start, piece.end));
    return found.length === 1 && found[0] !== undefined ? found[0] : Buffer.concat(found);
  }

  async *stream(start = 0, end = this.sizeBytes): AsyncGenerator<Uint8Array> {
    for (const piece of this.#between(start, end)) {
      if (piece instanceof Uint8Array) yield piece;
      else yield* this.#inner.stream(piece.start, piece.end);
    }
  }

  close(): void {
    this.#inner.close();
  }

  *#between(start: number, end: number): Generator<Piece> {
    let at = 0;
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, lengthOf(piece))];
      at += lengthOf(piece);
      if (from >= to) continue;
      yield piece instanceof Uint8Array
        ? piece.subarray(from, to)
        : { start: piece.start + from, end: piece.start + to };
    }
  }
}

function lengthOf(piece: Piece): number {
  return piece instanceof Uint8Array ? piece.length : piece.end - piece.start;
}
