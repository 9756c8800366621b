import { expect, it } from 'vitest';
import { stepZoom, systemLanguage } from './preferences.ts';

it.each([
  [1, 1, 1.1],
  [1, -1, 0.9],
  [2, 1, 2],
  [0.8, -1, 0.8],
  [1.23, 1, 1.5],
] as const)('text size %d, step %d', (size, step, next) => expect(stepZoom(size, step)).toBe(next));
it.each([
  [['tr-TR', 'en'], 'tr'],
  [['de-DE', 'en-US', 'tr'], 'en'],
  [['de-DE', 'tr-TR', 'en'], 'tr'],
  [['fr'], 'en'],
  [[], 'en'],
  // Truku is not Turkish.
  [['trv', 'en'], 'en'],
] as const)('languages %j', (languages, language) => expect(systemLanguage(languages)).toBe(language));
