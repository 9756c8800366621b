/**
 * Text made comparable. `foldText` follows i;unicode-casemap (RFC 5051) with one addition that Turkish needs: İ, I, ı and
 * i are equal. Marks are kept, so it decides exact SEARCH. `foldLoose` drops marks too: for picking candidates only.
 */

/** Case and compatibility forms made equal; marks kept. */
export function foldText(text: string): string {
  return text
    .replace(/[İIı]/g, 'i')
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .replace(/i\u0307/g, 'i')
    .replace(/ς/g, 'σ');
}

/** As `foldText`, without marks: what equals under `foldText` equals here too. */
export function foldLoose(text: string): string {
  return foldText(text).replace(/\p{M}+/gu, '');
}

/** Localparts compare without ASCII case. RFC 5321 2.4 leaves it to the receiving host. */
export function foldLocalpart(localpart: string): string {
  return localpart.normalize('NFC').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
