/** Octets of a section as slices of the message: nothing is read before it is sent. RFC 9051 6.4.5 */
import { HeaderFilter } from '../../../protocol/mime/header-filter.ts';
import { enclosedMessage, locatePart } from '../../../protocol/mime/locate-section.ts';
import type { MimePart } from '../../../protocol/mime/message-index.ts';
import type { Partial, Section } from '../../../protocol/imap/section.ts';
import type { BodyReader } from '../../../store/body-store.ts';

/** Octets at hand, or a range [start, end) of the stored body. */
export type Slice = Uint8Array | { readonly start: number; readonly end: number };

/** The message a row stands for: prefix + body. */
export interface StoredMessage {
  readonly prefix: Uint8Array;
  readonly parts: MimePart;
  readonly bodyBytes: number;
  reader(): Promise<BodyReader>;
}
const HEADER_LIMIT_BYTES = 1024 * 1024;

/** null: the message has no such section. */
export async function sectionSlices(message: StoredMessage, { path, text }: Section): Promise<Slice[] | null> {
  const part = locatePart(message.parts, path);
  if (part === null) return null;
  if (text.kind === 'all')
    return path.length === 0
      ? [message.prefix, { start: 0, end: message.bodyBytes }]
      : [{ start: part.bodyStart, end: part.bodyEnd }];
  if (text.kind === 'mime') return [{ start: part.headerStart, end: part.headerEnd }];
  const root = path.length === 0 ? part : enclosedMessage(part);
  if (root === null) return null;
  if (text.kind === 'text')
    return [{ start: root.bodyStart, end: path.length === 0 ? message.bodyBytes : root.bodyEnd }];
  const header: Slice[] = [
    ...(path.length === 0 ? [message.prefix] : []),
    { start: root.headerStart, end: root.headerEnd },
  ];
  return text.kind === 'fields' ? [await filterFields(message, header, text.names, text.not)] : header;
}

/** Header fields of the names (or of no such name); of a header that is too long, those in its first part. */
async function filterFields(
  message: StoredMessage,
  header: readonly Slice[],
  names: readonly string[],
  not: boolean,
): Promise<Uint8Array> {
  const pieces = await Promise.all(header.map((slice) => sliceBytes(message, slice)));
  const isWhole = pieces.every((piece, at) => piece.length === sliceLength(header[at] ?? piece));
  const block = Buffer.concat(pieces).toString('latin1');
  return Buffer.from(new HeaderFilter(names, not).apply(block, isWhole), 'latin1');
}

async function sliceBytes(message: StoredMessage, slice: Slice): Promise<Uint8Array> {
  if (slice instanceof Uint8Array) return slice;
  const end = Math.min(slice.end, slice.start + HEADER_LIMIT_BYTES);
  return end <= slice.start ? new Uint8Array(0) : (await message.reader()).read(slice.start, end);
}

export function sliceLength(slice: Slice): number {
  return slice instanceof Uint8Array ? slice.length : Math.max(0, slice.end - slice.start);
}

/** The part of the slices that a partial fetch asks for. */
export function cutSlices(slices: readonly Slice[], partial: Partial | null): Slice[] {
  if (partial === null) return slices.filter((slice) => sliceLength(slice) > 0);
  const out: Slice[] = [];
  let skip = partial.offset;
  let left = partial.count;
  for (const slice of slices) {
    const length = sliceLength(slice);
    const from = Math.min(skip, length);
    const count = Math.min(length - from, left);
    skip -= from;
    left -= count;
    if (count <= 0) continue;
    if (slice instanceof Uint8Array) out.push(slice.subarray(from, from + count));
    else out.push({ start: slice.start + from, end: slice.start + from + count });
  }
  return out;
}
