import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SmtpWire, type LetterFacts, type WireFault } from './smtp-wire.ts';

interface Heard {
  readonly commands: string[];
  readonly letters: { text: string; facts: LetterFacts }[];
  readonly faults: WireFault[];
}
/** Feeds the pieces; `DATA` starts a letter, as a session would. */
async function hear(pieces: readonly Buffer[]): Promise<Heard> {
  const heard: Heard = { commands: [], letters: [], faults: [] };
  const wire = new SmtpWire((fault) => {
    heard.faults.push(fault);
    wire.isClosed = true;
  });
  wire.oncommand = (line, done) => {
    heard.commands.push(line.toString('latin1'));
    if (line.toString() === 'DATA') {
      const got: Buffer[] = [];
      wire.startLetter({
        write: (piece) => void got.push(Buffer.from(piece)),
        end: async (facts) => void heard.letters.push({ text: Buffer.concat(got).toString('latin1'), facts }),
      });
    }
    done?.();
  };
  for (const piece of pieces)
    await new Promise<void>((done, fail) => wire.write(piece, (error) => (error ? fail(error) : done())));
  return heard;
}
const whole = (text: string): Promise<Heard> => hear([Buffer.from(text, 'latin1')]);

test('commands and letters, pipelined', async () => {
  const heard = await whole('EHLO a\r\nDATA\r\nHi\r\n..dot\r\n.x\r\n\r\n.\r\nQUIT\r\n');
  expect(heard.commands).toEqual(['EHLO a', 'DATA', 'QUIT']);
  expect(heard.letters[0]?.text).toBe('Hi\r\n.dot\r\nx\r\n\r\n');
  expect(heard.letters[0]?.facts).toEqual({
    bareLineBreak: false,
    hasNul: false,
    has8Bit: false,
    longestLineOctets: 4,
  });
});
test('an empty letter', async () => {
  expect((await whole('DATA\r\n.\r\nNOOP\r\n')).letters[0]?.text).toBe('');
});

// Every way to end a letter that is not one: the second letter stays inside the first. RFC 5321 4.1.1.4
test.each([
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r\n.\r',
  '\r.\n',
  '\r.\r\n',
  '\n.\r',
  '\r\n.\r\r\n',
  '\r\r\n.\n',
  '\r\n\0.\r\n',
])('%j does not end a letter', async (ending) => {
  const smuggled = `first${ending}MAIL FROM:<x@y.example>\r\nlast`;
  const heard = await whole(`DATA\r\n${smuggled}\r\n.\r\nQUIT\r\n`);
  expect(heard.commands).toEqual(['DATA', 'QUIT']);
  expect(heard.letters).toHaveLength(1);
  expect(heard.letters[0]!.facts.bareLineBreak || heard.letters[0]!.facts.hasNul).toBe(true);
});
test.each(['NOOP\nQUIT\r\n', 'NOOP\rQUIT\r\n', 'NOOP\r\r\n', '\nNOOP\r\n', 'NOOP\r\nRSET\n'])(
  '%j holds a bare line break and is refused',
  async (text) => {
    const heard = await whole(text);
    expect(heard.faults).toEqual(['bareLineBreak']);
    expect(heard.commands).not.toContain('QUIT');
  },
);
test('a line without an end is refused before it fills the memory', async () => {
  const heard = await hear([Buffer.alloc(8000, 'x'), Buffer.alloc(8000, 'x'), Buffer.from('\r\n')]);
  expect(heard.faults).toEqual(['lineTooLong']);
});
test('long lines, 8-bit octets and NUL are seen across pieces', async () => {
  const heard = await hear(
    ['DATA\r\n' + 'x'.repeat(600), 'y'.repeat(600) + '\r\n\xe9', '\0\r\n.\r', '\n'].map((text) =>
      Buffer.from(text, 'latin1'),
    ),
  );
  expect(heard.letters[0]?.facts).toEqual({
    bareLineBreak: false,
    hasNul: true,
    has8Bit: true,
    longestLineOctets: 1200,
  });
});

test('how the octets are cut changes nothing', async () => {
  const words = fc.constantFrom('\r\n', '\n', '\r', '.', '..', '\r\n.\r\n', 'a', 'MAIL', '\0', 'é', ' ');
  await fc.assert(
    fc.asyncProperty(
      fc.array(words, { maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }),
      async (parts, cuts) => {
        const octets = Buffer.from(`DATA\r\n${parts.join('')}\r\n.\r\nNOOP\r\n`, 'latin1');
        const pieces: Buffer[] = [];
        for (let at = 0, i = 0; at < octets.length; i++) {
          const step = cuts[i % cuts.length]!;
          pieces.push(octets.subarray(at, at + step));
          at += step;
        }
        const [cut, uncut] = [await hear(pieces), await hear([octets])];
        expect(cut.letters).toEqual(uncut.letters);
        expect(cut.commands).toEqual(uncut.commands);
        expect(cut.faults).toEqual(uncut.faults);
      },
    ),
    { numRuns: 300, seed: 20261124 },
  );
});
