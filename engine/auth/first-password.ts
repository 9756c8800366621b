/** A password that can be read out over the phone: syllables without letters that are mistaken for others. 60 random bits. */
import { randomInt } from 'node:crypto';

const CONSONANTS = 'bdfghklmnprstvyz';
const VOWELS = 'aeou';
const GROUPS = 5;

/** @param random picks an integer from 0 up to, not including, its argument */
export function firstPassword(random: (below: number) => number = randomInt): string {
  const syllable = (): string => CONSONANTS.charAt(random(CONSONANTS.length)) + VOWELS.charAt(random(VOWELS.length));
  return Array.from({ length: GROUPS }, () => syllable() + syllable()).join('-');
}
