import { describe, expect, test } from 'vitest';
import { formatThreads } from '../../protocol/imap/thread-response.ts';
import { OrderColumns, type MessageLinks, type OrderSource } from './order-columns.ts';
import { threadOrderedSubject } from './thread-ordered-subject.ts';
import { threadReferences } from './thread-references.ts';

interface Told extends Partial<MessageLinks> {
  readonly subject?: string;
  /** Sent at; its number when not told. */
  readonly at?: number;
}
function source(messages: readonly Told[]): OrderSource {
  const from = function* <T>(start: number, fact: (message: Told, i: number) => T): Iterable<T> {
    for (let i = start; i < messages.length; i += 1) yield fact(messages[i] as Told, i);
  };
  return {
    count: messages.length,
    sentAt: (start) => from(start, ({ at }, i) => at ?? i + 1),
    subject: (start) => from(start, ({ subject }) => subject ?? ''),
    envelope: (start) => from(start, () => new Uint8Array()),
    links: (start) =>
      from(start, ({ messageId = '', inReplyTo = '', references = '' }) => ({ messageId, inReplyTo, references })),
  };
}
type Algorithm = typeof threadReferences;
function threads(algorithm: Algorithm, messages: readonly Told[], selected = messages.map((_, i) => i)): string {
  const { rows, depths } = algorithm(Int32Array.from(selected), source(messages), new OrderColumns());
  return formatThreads(
    rows.map((row) => row + 1),
    depths,
  );
}
const m = (messageId: string, references = '', more: Told = {}): Told => ({ messageId, references, ...more });

describe('REFERENCES', () => {
  test.each<[string, string, readonly Told[]]>([
    ['nothing in common', '(1)(2)', [m('a'), m('b')]],
    ['a chain', '(1 2 3)', [m('a'), m('b', 'a'), m('c', 'a b')]],
    ['two answers', '(1 (2)(3))', [m('a'), m('b', 'a'), m('c', 'a')]],
    ['in-reply-to without references', '(1 2)', [m('a'), m('b', '', { inReplyTo: 'a x' })]],
    ['references win over in-reply-to', '(1 3)(2)', [m('a'), m('b'), m('c', 'a', { inReplyTo: 'b' })]],
    ['a missing parent of one', '(1)', [m('b', 'a')]],
    ['a missing parent of two', '((1)(2))', [m('b', 'a'), m('c', 'a')]],
    ['a missing one in the middle moves its children up', '(1 (2)(3))', [m('a'), m('c', 'a x'), m('d', 'a x')]],
    ['a chain of missing ones', '((1)(2))', [m('c', 'x y'), m('d', 'x y')]],
    ['missing ones of different depth', '((1)(2 3))', [m('c', 'x y'), m('d', 'x'), m('e', 'x d')]],
    ['a truncated references line is mended by the message itself', '(1 2 3)', [m('a'), m('b', 'a'), m('c', 'b')]],
    ['answers before their question', '(3 (1)(2))', [m('b', 'a'), m('c', 'a'), m('a', '', { at: 0 })]],
    ['siblings by date', '(1 (3)(2))', [m('a'), m('b', 'a', { at: 9 }), m('c', 'a', { at: 5 })]],
    ['threads by their first date', '(3)(2 1)', [m('b', 'a', { at: 9 }), m('a', '', { at: 5 }), m('c', '', { at: 1 })]],
    ['equal dates in mailbox order', '(1)(2)', [m('a', '', { at: 1 }), m('b', '', { at: 1 })]],
    ['a circle', '(2 1)', [m('a', 'b'), m('b', 'a')]],
    ['itself', '(1)', [m('a', 'a')]],
    ['the same id twice: the second has none', '(1 3)(2)', [m('a'), m('a'), m('b', 'a')]],
    ['a message without references loses the parent another gave it', '(1)(3 2)', [m('a'), m('c', 'a b'), m('b')]],
    ['no id at all', '(1)(2)', [m(''), m('')]],
  ])('%s', (_, wanted, messages) => {
    expect(threads(threadReferences, messages)).toBe(wanted);
  });

  const s = (subject: string, more: Told = {}): Told => ({ messageId: `${subject}${Math.random()}`, subject, ...more });
  test.each<[string, string, readonly Told[]]>([
    ['a reply goes under what it replies to', '(1 2)', [s('x'), s('Re: X')]],
    ['also when it comes first', '(2 1)', [s('re: x'), s('x')]],
    ['equal subjects become siblings', '((1)(2))', [s('x'), s('x')]],
    ['replies alone too', '((1)(2))', [s('Re: x'), s('Fwd: x')]],
    ['a third joins them', '((1)(2)(3))', [s('x'), s('x'), s('Re: x')]],
    ['empty subjects stay apart', '(1)(2)', [s(''), s('Re:')]],
    [
      'two threads with missing parents join',
      '((1)(2)(3)(4))',
      [
        m('b', 'a', { subject: 'x' }),
        m('c', 'a', { subject: 'x' }),
        m('e', 'd', { subject: 'x' }),
        m('f', 'd', { subject: 'Re: x' }),
      ],
    ],
    [
      'one joins a thread with a missing parent',
      '((1)(2)(3))',
      [m('b', 'a', { subject: 'x' }), m('c', 'a', { subject: 'x' }), m('z', '', { subject: 'x' })],
    ],
    [
      'also when it is older',
      '((1)(2)(3))',
      [m('z', '', { subject: 'x' }), m('b', 'a', { subject: 'x' }), m('c', 'a', { subject: 'x' })],
    ],
    ['İ, I, ı and i are one', '(1 2)', [s('ILIK İŞ'), s('Re: ılık iş')]],
  ])('by subject: %s', (_, wanted, messages) => {
    expect(threads(threadReferences, messages)).toBe(wanted);
  });

  test('only what was found is threaded', () => {
    const messages = [m('a'), m('b', 'a'), m('c', 'a b'), m('d', 'a b')];
    expect(threads(threadReferences, messages, [0, 2, 3])).toBe('(1 (3)(4))');
    expect(threads(threadReferences, messages, [2, 3])).toBe('((3)(4))');
    expect(threads(threadReferences, messages, [3])).toBe('(4)');
  });

  test('each message comes once, whatever it refers to', () => {
    let state = 7;
    const random = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
    for (let round = 0; round < 300; round += 1) {
      const messages = Array.from({ length: 12 }, () => ({
        messageId: random(5) === 0 ? '' : `i${random(14)}`,
        references: Array.from({ length: random(4) }, () => `i${random(16)}`).join(' '),
        subject: ['', 'x', 'Re: x', 'y', 'Re: y'][random(5)] ?? '',
        at: random(5),
      }));
      const { rows } = threadReferences(Int32Array.from(messages.keys()), source(messages), new OrderColumns());
      expect([...rows].filter((row) => row >= 0).sort((a, b) => a - b)).toEqual([...messages.keys()]);
    }
  });

  test('50,000 generations in one thread', () => {
    const messages = Array.from({ length: 50_000 }, (_, i) => m(`${i}`, i === 0 ? '' : `${i - 1}`));
    const began = performance.now();
    const { depths } = threadReferences(Int32Array.from(messages.keys()), source(messages), new OrderColumns());
    expect(depths.at(-1)).toBe(49_999);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('ORDEREDSUBJECT', () => {
  test.each<[string, string, readonly Told[]]>([
    [
      'by subject, the oldest first',
      '(1 (3)(5))(2 4)',
      [{ subject: 'x' }, { subject: 'y' }, { subject: 'Re: X' }, { subject: 'y (fwd)' }, { subject: 'x' }],
    ],
    [
      'by date, not by number',
      '(2 (3)(1))',
      [
        { subject: 'x', at: 9 },
        { subject: 'x', at: 1 },
        { subject: 'x', at: 5 },
      ],
    ],
    ['nothing', '', []],
  ])('%s', (_, wanted, messages) => {
    expect(threads(threadOrderedSubject, messages)).toBe(wanted);
  });
});
