/** How texts compare. RFC 4790 9 (collations), RFC 5051 (i;unicode-casemap), RFC 5228 2.7.3 */
import { foldText } from '../../../lib/fold-text.ts';
import type { SieveExtension } from '../compile/extensions.ts';

export interface Comparator {
  readonly name: string;
  /** null: known to every script. */
  readonly extension: SieveExtension | null;
  /** :contains and :matches can be asked. */
  readonly hasSubstrings: boolean;
  /** Texts of one fold are equal. */
  fold(text: string): string;
  /** Its characters are octets, which its fold leaves as many as they are. RFC 5228 2.7.1 */
  readonly comparesOctets: boolean;
  /** Below, at or above 0. */
  compare(left: string, right: string): number;
}

const octetOrder = (left: string, right: string): number =>
  left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
const ASCII = /^[\x00-\x7f]*$/;
const upperAscii = (text: string): string =>
  ASCII.test(text) ? text.toUpperCase() : text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const upperUnicode = (text: string): string => foldText(text).toUpperCase();

const OCTET: Comparator = {
  name: 'i;octet',
  extension: null,
  hasSubstrings: true,
  comparesOctets: true,
  fold: (text) => text,
  compare: octetOrder,
};
export const ASCII_CASEMAP: Comparator = {
  name: 'i;ascii-casemap',
  extension: null,
  hasSubstrings: true,
  comparesOctets: true,
  fold: upperAscii,
  compare: (left, right) => octetOrder(upperAscii(left), upperAscii(right)),
};
const ASCII_NUMERIC: Comparator = {
  name: 'i;ascii-numeric',
  extension: 'comparator-i;ascii-numeric',
  hasSubstrings: false,
  comparesOctets: true,
  fold: leadingDigits,
  compare: compareNumbers,
};
const UNICODE_CASEMAP: Comparator = {
  name: 'i;unicode-casemap',
  extension: 'comparator-i;unicode-casemap',
  hasSubstrings: true,
  comparesOctets: false,
  fold: upperUnicode,
  compare: (left, right) => octetOrder(upperUnicode(left), upperUnicode(right)),
};
const COMPARATORS = [OCTET, ASCII_CASEMAP, ASCII_NUMERIC, UNICODE_CASEMAP];

export function findComparator(name: string): Comparator | null {
  return COMPARATORS.find((comparator) => comparator.name === name) ?? null;
}

/** '' stands for infinity: a text without a number. RFC 4790 9.1 */
function leadingDigits(text: string): string {
  const digits = /^\d+/.exec(text)?.[0];
  return digits === undefined ? '' : digits.replace(/^0+(?=\d)/, '');
}

function compareNumbers(leftText: string, rightText: string): number {
  const [left, right] = [leadingDigits(leftText), leadingDigits(rightText)];
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? 1 : -1;
  return left.length === right.length ? (left < right ? -1 : 1) : left.length - right.length;
}
