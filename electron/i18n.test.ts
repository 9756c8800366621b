import { expect, it } from 'vitest';
import { clockTime, languageOf, sayer, TEXTS, type MainText } from './i18n.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

it('says the same in both languages, with the same values and without shouting', () => {
  for (const key of Object.keys(TEXTS.en) as MainText[]) {
    expect(placeholders(TEXTS.tr[key]), key).toEqual(placeholders(TEXTS.en[key]));
    for (const text of [TEXTS.en[key], TEXTS.tr[key]]) expect(text, key).toMatch(/^[^!]+$/);
  }
});
it('fills in values', () => {
  expect(sayer(() => 'en')('stateRunning', { waiting: 3 })).toBe('Running, 3 waiting');
});
it.each([
  ['tr', 'tr'],
  ['tr-TR', 'tr'],
  ['TR', 'tr'],
  ['trv', 'en'],
  ['en-US', 'en'],
  ['', 'en'],
])('takes the locale %j for %s', (locale, language) => expect(languageOf(locale)).toBe(language));
it('writes a time the Turkish way', () => {
  expect(clockTime(new Date(2026, 0, 5, 14, 3).getTime(), 'tr')).toBe('14:03');
});
