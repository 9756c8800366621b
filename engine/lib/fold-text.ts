/**
 * Text made comparable. What i;unicode-casemap (RFC 5051) makes equal is equal under `foldText`, and so is what Turkish
 * needs (İ, I, ı and i) and what full capitals and compatibility forms spell alike (ß and ss, ﬁ and fi). Marks are kept,
 * so it decides exact SEARCH. `foldLoose` drops marks too: for picking candidates only.
 */

const ASCII = /^[\x00-\x7f]*$/;

/** Case and compatibility forms made equal; marks kept. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .replace(/[İIı]/g, 'i')
    .replace(/ẞ/g, 'ß')
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .replace(/ς/g, 'σ');
}

/** As `foldText`, without marks: what equals under `foldText` equals here too. */
export function foldLoose(text: string): string {
  return withoutMarks(foldText(text));
}

/** @param folded by `foldText` */
export function withoutMarks(folded: string): string {
  return ASCII.test(folded) ? folded : folded.replace(/\p{M}+/gu, '');
}

/** What SORT orders by: texts that `foldText` makes equal, in capitals as i;unicode-casemap orders them. RFC 5051 2 */
export function collationKey(text: string): string {
  return foldText(text).toUpperCase();
}

/** Localparts compare without ASCII case. RFC 5321 2.4 leaves it to the receiving host. */
export function foldLocalpart(localpart: string): string {
  return localpart.normalize('NFC').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
