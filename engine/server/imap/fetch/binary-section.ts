/** BINARY: the octets of a part with its transfer encoding undone. RFC 3516, RFC 9051 6.4.5 */
import { locatePart } from '../../../protocol/mime/locate-section.ts';
import { transferDecoder, transferEncoding } from '../../../protocol/mime/transfer-decoder.ts';
import { ImapRefusal } from '../refusal.ts';
import type { StoredMessage } from './octet-source.ts';

/** The decoded octets, piece by piece; null when there is no such part. Two passes (size, then octets) read it twice. */
export function decodedPart(
  message: StoredMessage,
  path: readonly number[],
): (() => AsyncGenerator<Uint8Array>) | null {
  const part = locatePart(message.parts, path);
  if (part === null) return null;
  const isContainer = path.length === 0 || part.children.length > 0;
  const encoding = isContainer ? 'identity' : transferEncoding(part.encoding);
  if (encoding === null)
    throw new ImapRefusal(
      'UNKNOWN-CTE',
      `the part is encoded as ${part.encoding}, which cannot be undone; fetch BODY instead`,
    );
  const [start, end] = path.length === 0 ? [0, message.bodyBytes] : [part.bodyStart, part.bodyEnd];
  return async function* () {
    const decoder = transferDecoder(encoding);
    if (path.length === 0) yield message.prefix;
    if (end > start) for await (const chunk of (await message.reader()).stream(start, end)) yield decoder.push(chunk);
    yield decoder.end();
  };
}

export async function totalBytes(pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let total = 0;
  for await (const piece of pieces) total += piece.length;
  return total;
}

/** The octets [offset, offset + count) of what comes. */
export async function* window(
  pieces: AsyncIterable<Uint8Array>,
  offset: number,
  count: number,
): AsyncGenerator<Uint8Array> {
  let skip = offset;
  let left = count;
  for await (const piece of pieces) {
    const from = Math.min(skip, piece.length);
    skip -= from;
    const taken = piece.subarray(from, from + left);
    left -= taken.length;
    if (taken.length > 0) yield taken;
    if (left === 0) return;
  }
}
