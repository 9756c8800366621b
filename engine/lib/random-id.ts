/** Random words for letters, sessions and engine runs: unguessable, short, safe in file names and mail headers. */
import { randomBytes } from 'node:crypto';

/** Ascends in the order of its codes. */
export const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** @returns `length` characters of 5 random bits each, lower case, without i, l, o, u. */
export function randomId(length = 16): string {
  let out = '';
  for (const byte of randomBytes(length)) out += ID_ALPHABET[byte & 31];
  return out;
}
