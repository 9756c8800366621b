/** Header octets to Unicode: raw 8-bit text (RFC 6532, and older habits), encoded words (RFC 2047). */
import libmime from 'libmime';
import { decode as decodeCharset } from 'libmime/lib/charset.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const words = new libmime.Libmime();
const LONGEST_TEXT = 8 * 1024;

/** Octets to Unicode in a charset of any name; an unknown one is read as UTF-8, else as Western/Turkish 8-bit text. */
export function decodeOctets(octets: Uint8Array, charset: string | null): string {
  const buffer = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
  const named = charset === null || /^(us-ascii|ascii|utf-?8|unknown-8bit|8bit|7bit)$/i.test(charset) ? null : charset;
  return named === null ? decodeUnnamed(buffer) : decodeCharset(buffer, named);
}

function decodeUnnamed(buffer: Buffer): string {
  try {
    return utf8.decode(buffer);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeCharset(buffer, 'windows-1254');
  }
}

/** A field's octet string as people read it, on one line, without control characters. Looks at its first 8 KiB. */
export function decodeHeaderText(octets: string): string {
  const cut = octets.slice(0, LONGEST_TEXT);
  const text = /[\x80-\xff]/.test(cut) ? decodeUnnamed(Buffer.from(cut, 'latin1')) : cut;
  const decoded = text.includes('=?') ? words.decodeWords(text) : text;
  return decoded.replace(/[\s\x00-\x1f\x7f]+/g, ' ').trim();
}

/** Decoded value of one parameter of a structured field (RFC 2231 continuations and charsets, encoded words); null when absent. */
export function decodeParameter(fieldOctets: string, name: string): string | null {
  const text = /[\x80-\xff]/.test(fieldOctets) ? decodeUnnamed(Buffer.from(fieldOctets, 'latin1')) : fieldOctets;
  const value = words.parseHeaderValue(text).params[name];
  if (typeof value !== 'string' || value === '') return null;
  const decoded = value.includes('=?') ? words.decodeWords(value) : value;
  return decoded
    .replace(/[\x00-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, 255);
}
