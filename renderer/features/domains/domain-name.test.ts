import { expect, it } from 'vitest';
import { cleanDomainName, domainNameProblem } from './domain-name.ts';

it.each([
  ['ornek.com', 'ornek.com', null],
  [' Ornek.COM. ', 'ornek.com', null],
  ['https://www.ornek.com/iletisim', 'www.ornek.com', null],
  ['@ornek.com.tr', 'ornek.com.tr', null],
  ['örnek.com', 'örnek.com', null],
  ['IMAP.ornek.com', 'imap.ornek.com', null],
  ['', '', 'missing'],
  ['localhost', 'localhost', 'wrong'],
  ['ayse@ornek.com', 'ayse@ornek.com', 'wrong'],
  ['or nek.com', 'or nek.com', 'wrong'],
  ['ornek..com', 'ornek..com', 'wrong'],
  ['-ornek.com', '-ornek.com', 'wrong'],
])('%s', (typed, name, problem) => {
  expect(cleanDomainName(typed)).toBe(name);
  expect(domainNameProblem(cleanDomainName(typed))).toBe(problem);
});
