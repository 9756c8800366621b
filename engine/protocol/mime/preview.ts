/** First words of a message, for lists. RFC 8970 */
import { decodeOctets } from './header-text.ts';
import { htmlToText } from './html-text.ts';
import { MIME_LIMITS } from './mime-limits.ts';
import type { ScannedPart } from './scanned-part.ts';
import { decodeTransfer } from './transfer-decoder.ts';

/** One line of at most MIME_LIMITS.previewCharacters; '' when there is no text. */
export function previewText(root: ScannedPart): string {
  const plain = findSample(root, 'plain');
  const fromPlain = plain === null ? '' : shorten(sampleText(plain));
  if (fromPlain !== '') return fromPlain;
  const html = findSample(root, 'html');
  return html === null ? '' : shorten(htmlToText(sampleText(html)));
}

function findSample(part: ScannedPart, subtype: string): ScannedPart | null {
  if (part.sample !== null && part.headers.subtype === subtype) return part;
  for (const child of part.children) {
    const found = findSample(child, subtype);
    if (found !== null) return found;
  }
  return null;
}

function sampleText(part: ScannedPart): string {
  const octets = decodeTransfer(part.sample ?? new Uint8Array(0), part.headers.encoding);
  // A sample may end inside a character; up to three octets of it are left out.
  const whole = octets.length >= MIME_LIMITS.previewSourceBytes / 2 ? trimPartialUtf8(octets) : octets;
  return decodeOctets(whole, part.headers.charset);
}

function trimPartialUtf8(octets: Uint8Array): Uint8Array {
  let end = octets.length;
  while (end > 0 && octets.length - end < 3 && ((octets[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return ((octets[end - 1] ?? 0) & 0xc0) === 0xc0 ? octets.subarray(0, end - 1) : octets;
}

/** Text that is mostly blank is read to its end, other text only as far as needed. */
function shorten(text: string): string {
  const start = oneLine(text.slice(0, MIME_LIMITS.previewCharacters * 4));
  const line = start.length < MIME_LIMITS.previewCharacters * 2 ? oneLine(text) : start;
  return [...line.slice(0, MIME_LIMITS.previewCharacters * 2)].slice(0, MIME_LIMITS.previewCharacters).join('');
}
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
