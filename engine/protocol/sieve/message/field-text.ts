/** A header field's value as tests compare it: encoded words undone, inner spaces kept. RFC 5228 2.7.2, 2.4.2.2 */
import libmime from 'libmime';
import { decodeOctets } from '../../mime/header-text.ts';

const words = new libmime.Libmime();
const LONGEST_VALUE = 64 * 1024;
/** Words with only blanks between them are one text. RFC 2047 6.2 */
const ENCODED_WORDS = /=\?[^\s?]{1,80}\?[bq]\?[^\s?]{0,1000}\?=(?:\s+=\?[^\s?]{1,80}\?[bq]\?[^\s?]{0,1000}\?=)*/gi;

export function decodeFieldText(octets: string): string {
  const cut = octets.slice(0, LONGEST_VALUE);
  const text = decodeText(cut);
  return text.includes('=?') ? text.replace(ENCODED_WORDS, (run) => words.decodeWords(run)) : text;
}

/** Octet string to Unicode: UTF-8, else 8-bit text of older programs. */
export function decodeText(octets: string): string {
  return /[\x80-\xff]/.test(octets) ? decodeOctets(Buffer.from(octets, 'latin1'), null) : octets;
}
