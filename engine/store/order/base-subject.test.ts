import { expect, test } from 'vitest';
import { baseSubject } from './base-subject.ts';

test.each([
  ['', '', false],
  ['Toplantı', 'Toplantı', false],
  ['  two   words\t', 'two words', false],
  ['Re: Toplantı', 'Toplantı', true],
  ['RE : re:fw:Fwd: x', 'x', true],
  ['Re[2]: x', 'x', true],
  ['re [list] : x', 'x', true],
  ['[list] Re: x', 'x', true],
  ['[a][b] Re: [c] x', 'x', true],
  ['[list] x', 'x', false],
  ['[only]', '[only]', false],
  ['[a] [b]', '[b]', false],
  ['x (fwd)', 'x', true],
  ['x (FWD) (fwd) ', 'x', true],
  ['[Fwd: x]', 'x', true],
  ['[fwd: Re: [list] x (fwd)]', 'x', true],
  ['Re: [fwd: x] y', 'y', true],
  ['reply: x', 'reply: x', false],
  ['fwdx: x', 'fwdx: x', false],
  ['Re:', '', true],
  ['(fwd)', '', true],
  ['[fwd:]', '', true],
  ['note: re: x', 'note: re: x', false],
])('%j is %j', (subject, text, isReply) => {
  expect(baseSubject(subject)).toEqual({ text, isReply });
});

test('a hostile subject costs no more than its length', () => {
  const began = performance.now();
  baseSubject('['.repeat(8000));
  baseSubject('[]'.repeat(4000));
  baseSubject(`${' '.repeat(8000)}x`);
  expect(performance.now() - began).toBeLessThan(2000);
});
