/**
 * Ids that ascend with time: 45 bits of milliseconds, then 35 random bits. Rows that are looked up by them lie side by side, so
 * that a burst of letters touches few pages of an index.
 */
import { randomId, ID_ALPHABET } from './random-id.ts';

const TIME_CHARACTERS = 9;
const RANDOM_CHARACTERS = 7;

/** @param now Unix milliseconds @returns 16 characters as of `randomId` */
export function timeId(now: number): string {
  let time = '';
  let rest = now;
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    time = ID_ALPHABET.charAt(rest % ID_ALPHABET.length) + time;
    rest = Math.floor(rest / ID_ALPHABET.length);
  }
  return time + randomId(RANDOM_CHARACTERS);
}
