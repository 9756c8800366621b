import { expect, test } from 'vitest';
import { chosenLanguage, inLanguage } from './human-texts.ts';

test.each([
  [['tr'], 'tr'],
  [['TR-CY'], 'tr'],
  [['fr', 'en-GB'], 'en'],
  [['default'], 'en'],
  [['i-default'], 'en'],
  [['fr', 'de'], null],
  [[], null],
] as const)('ranges %j choose %j', (ranges, expected) => expect(chosenLanguage(ranges)).toBe(expected));

test.each([
  ['SELECT completed', 'SELECT tamamlandı'],
  ['there is no mailbox Işık; create it first', 'Işık adlı klasör yok; önce oluşturun'],
  ['there is no mailbox x', 'x adlı klasör yok'],
  ['STORE is not allowed before login', 'STORE girişten önce kullanılamaz'],
  ['something nobody translated', 'something nobody translated'],
])('%j in Turkish is %j', (text, expected) => {
  expect(inLanguage('tr', text)).toBe(expected);
  expect(inLanguage('en', text)).toBe(text);
});
