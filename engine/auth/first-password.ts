/** A password that can be read out over the phone: syllables without letters that are mistaken for others. 60 random bits. */
import { randomInt } from 'node:crypto';

export const CONSONANTS = 'bdfghklmnprstvyz';
export const VOWELS = 'aeou';
const GROUPS = 5;

/** @param random picks an integer from 0 up to, not including, its argument */
export function firstPassword(random: (below: number) => number = randomInt): string {
  return spokenPassword(GROUPS, random);
}
/** 12 random bits a group. */
export function spokenPassword(groups: number, random: (below: number) => number = randomInt): string {
  const syllable = (): string => CONSONANTS.charAt(random(CONSONANTS.length)) + VOWELS.charAt(random(VOWELS.length));
  return Array.from({ length: groups }, () => syllable() + syllable()).join('-');
}
