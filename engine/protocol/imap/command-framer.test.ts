import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandFramer, type LiteralChoice } from './command-framer.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

const shown = (piece: string | Uint8Array): string =>
  typeof piece === 'string' ? piece : `<${Buffer.from(piece).toString('latin1')}>`;

/** Everything that comes out for the octets, in chunks of the given size. */
function frame(octets: string, options: { chunk?: number; choice?: LiteralChoice; lineBytes?: number } = {}): string[] {
  const framer = new CommandFramer({ lineBytes: options.lineBytes ?? 100 });
  const out: string[] = [];
  const source = Buffer.from(octets, 'latin1');
  const size = options.chunk ?? Math.max(1, source.length);
  for (let at = 0; at < source.length || at === 0; at += size) {
    framer.push(source.subarray(at, at + size));
    for (;;) {
      try {
        const event = framer.next();
        if (event === null) break;
        if (event.kind === 'command') out.push(event.pieces.map(shown).join(''));
        else if (event.kind === 'octets') out.push(`octets ${shown(event.octets)}`);
        else if (event.kind === 'literalEnd') out.push('end');
        else {
          out.push(
            `literal ${event.literal.sizeBytes}${event.literal.synchronizing ? '' : '+'}${event.literal.binary ? '~' : ''}`,
          );
          framer.takeLiteral(options.choice ?? 'keep');
        }
      } catch (error) {
        if (!(error instanceof ImapSyntaxError)) throw error;
        out.push('too long');
      }
    }
  }
  return out;
}

const cases: { say: string; hear: string[]; options?: Parameters<typeof frame>[1] }[] = [
  { say: 'a NOOP\r\nb NOOP\n', hear: ['a NOOP', 'b NOOP'] },
  { say: 'a LOGIN {3}\r\nbob {2+}\r\npw\r\n', hear: ['literal 3', 'literal 2+', 'a LOGIN {3}<bob> {2+}<pw>'] },
  { say: 'a X ~{2}\r\n\0\n end\r\n', hear: ['literal 2~', 'a X ~{2}<\0\n> end'] },
  { say: 'a X {0}\r\n\r\n', hear: ['literal 0', 'a X {0}<>'] },
  { say: 'a X {9}\r\nb NOOP\r\n', hear: ['literal 9', 'b NOOP'], options: { choice: 'abandon' } },
  {
    say: 'a X {4}\r\nabcd\r\nb NOOP\r\n',
    hear: ['literal 4', 'octets <abcd>', 'end', 'a X {4}', 'b NOOP'],
    options: { choice: 'stream' },
  },
  { say: `${'x'.repeat(101)}\r\nb NOOP\r\n`, hear: ['too long', 'b NOOP'] },
  { say: `a ${'x'.repeat(50)} {1}\r\ny${'z'.repeat(50)}\r\nb NOOP\r\n`, hear: ['literal 1', 'too long', 'b NOOP'] },
  { say: 'a not {3} the end\r\n', hear: ['a not {3} the end'] },
  { say: 'half', hear: [] },
];
test.each(cases)('$say', ({ say, hear, options }) => {
  expect(frame(say, options)).toEqual(hear);
  if (options?.choice !== 'stream') expect(frame(say, { ...options, chunk: 1 })).toEqual(hear);
});

test('any octets, in any pieces, come out as the same commands', () => {
  const text = fc.array(
    fc.constantFrom('a', ' ', '\r\n', '\n', '{3}\r\n', '{1+}\r\n', '~{2}\r\n', '{', '"', '\0', '\xff'),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (words, chunk) => {
      const octets = words.join('');
      expect(frame(octets, { chunk, lineBytes: 20 })).toEqual(frame(octets, { lineBytes: 20 }));
    }),
    { numRuns: 1000 },
  );
});

test('a line without end keeps no more than its limit', () => {
  const framer = new CommandFramer({ lineBytes: 1000 });
  for (let turn = 0; turn < 1000; turn += 1) {
    framer.push(Buffer.alloc(10_000, 120));
    expect(framer.next()).toBeNull();
  }
  expect(framer.pendingBytes).toBe(0);
  framer.push(Buffer.from('\r\na NOOP\r\n'));
  expect(() => framer.next()).toThrow(ImapSyntaxError);
  expect(framer.next()).toEqual({ kind: 'command', pieces: ['a NOOP'] });
});
