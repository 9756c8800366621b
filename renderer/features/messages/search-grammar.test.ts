import { describe, expect, it } from 'vitest';
import { dayText, parseSearch, withoutTerm } from './search-grammar.ts';

const day = (year: number, month: number, date: number): number => new Date(year, month - 1, date).getTime();

describe('typed search', () => {
  it.each([
    ['', {}],
    ['   ', {}],
    ['offer', { text: 'offer' }],
    ['offer  v3', { text: 'offer v3' }],
    ['from:ayse', { from: 'ayse' }],
    ['FROM:ayse to:"ali veli"', { from: 'ayse', to: 'ali veli' }],
    ['kimden:ayse kime:ornek.com konu:"teklif v3"', { from: 'ayse', to: 'ornek.com', subject: 'teklif v3' }],
    ['status:waiting status:failed status:waiting', { states: ['waiting', 'failed'] }],
    ['durum:başarısız yön:giden', { states: ['failed'], direction: 'out' }],
    ['msgid:abc@host rest', { messageId: 'abc@host', text: 'rest' }],
    ['after:2026-09-01 before:2026-09-05', { since: day(2026, 9, 1), before: day(2026, 9, 5) }],
    ['önce:2026-9-5', { before: day(2026, 9, 5) }],
    ['subject:"open end', { subject: 'open end' }],
    ['"from:ayse"', { text: 'from:ayse' }],
    ['from:', {}],
    ['12:30', { text: '12:30' }],
  ])('%s', (search, filter) => {
    const parsed = parseSearch(search);
    expect(parsed.filter).toEqual(filter);
    expect(parsed.problems).toEqual([]);
  });
  it('names what it does not know and searches it as text', () => {
    const parsed = parseSearch('sender:ayse constructor:x');
    expect(parsed.problems).toEqual([
      { kind: 'unknownKey', word: 'sender' },
      { kind: 'unknownKey', word: 'constructor' },
    ]);
    expect(parsed.filter).toEqual({ text: 'sender:ayse constructor:x' });
  });
  it('names wrong values', () => {
    expect(parseSearch('status:gone').problems).toMatchObject([{ kind: 'badValue', value: 'gone' }]);
    expect(parseSearch('before:2026-02-30').problems).toEqual([
      { kind: 'badDate', word: 'before', value: '2026-02-30' },
    ]);
    expect(parseSearch('before:yesterday').filter).toEqual({});
  });
  it('takes one term out', () => {
    const { terms } = parseSearch('from:ayse "two words" status:held');
    const [, second] = terms;
    expect(second && withoutTerm(terms, second)).toBe('from:ayse status:held');
  });
  it('writes a day', () => {
    expect(dayText(day(2026, 9, 5) + 3_600_000)).toBe('2026-09-05');
  });
});
