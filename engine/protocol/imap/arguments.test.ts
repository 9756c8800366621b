import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CommandPieces } from './command-framer.ts';
import { CommandParser } from './command-parser.ts';
import { date, dateTime, formatDateTime } from './date-time.ts';
import { fetchArguments } from './fetch-arguments.ts';
import { flagList, formatFlags, storeArguments } from './flag-arguments.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { listArguments } from './list-arguments.ts';
import { matchesPattern, parentsOf } from './list-pattern.ts';
import { decodeModifiedUtf7, encodeModifiedUtf7 } from './mailbox-name.ts';
import { mailboxName, humanText } from './response-text.ts';
import { enableArguments } from './enable-arguments.ts';
import { selectArguments } from './select-arguments.ts';
import { searchArguments } from './search-arguments.ts';
import { formatSet, LARGEST, resolveRanges, sequenceSet } from './sequence-set.ts';

const parser = (pieces: CommandPieces | string): CommandParser => new CommandParser(pieces);
const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('strings', () => {
  const cases: { say: CommandPieces | string; hear: string }[] = [
    { say: 'atom]', hear: 'atom]' },
    { say: '"quo\\"t\\\\ed"', hear: 'quo"t\\ed' },
    { say: ['{3}', bytes('a b'), ''], hear: 'a b' },
    { say: ['~{1+}', bytes('x'), ''], hear: 'x' },
  ];
  test.each(cases)('$say', ({ say, hear }) => {
    const line = parser(say);
    expect(line.astring('word')).toBe(hear);
    line.end();
  });
  test.each(['', '"open', '"bad\\escape"', '(', '{3}', '%', '\\x'])('refuses %j', (say) => {
    expect(() => parser(say).astring('word')).toThrow(/^expected word at column 1$/);
  });
  test('columns count on after a literal', () => {
    const line = parser(['{1}', bytes('x'), ' ?']);
    line.astring('word');
    line.space();
    expect(() => line.number('number')).toThrow('expected number at column 5');
  });
});

describe('mailbox names', () => {
  const names = [
    { name: 'INBOX', wire: 'INBOX' },
    { name: 'Gönderilmiş Öğeler', wire: 'G&APY-nderilmi&AV8- &ANYBHw-eler' },
    { name: 'Tom & Jerry', wire: 'Tom &- Jerry' },
    { name: '台北/日本語', wire: '&U,BTFw-/&ZeVnLIqe-' },
    { name: '~peter/mail/😀', wire: '~peter/mail/&2D3eAA-' },
  ];
  test.each(names)('$name', ({ name, wire }) => {
    expect(encodeModifiedUtf7(name)).toBe(wire);
    expect(decodeModifiedUtf7(wire)).toBe(name);
    expect(parser(mailboxName(name, false)).mailbox()).toBe(name);
    expect(new CommandParser(mailboxName(name, true), { utf8Names: true }).mailbox()).toBe(name);
  });
  test.each(['a&b', '&AP-', '&2D0-', '&!-', 'x&'])('refuses %s', (wire) => {
    expect(() => decodeModifiedUtf7(wire)).toThrow(ImapSyntaxError);
  });
  test('any name survives both ways', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => decodeModifiedUtf7(encodeModifiedUtf7(name)) === name),
    );
  });
  test('inbox in any case is INBOX', () => expect(parser('inBox').mailbox()).toBe('INBOX'));
  test('control characters are refused', () =>
    expect(() => parser(['{3}', bytes('a\nb'), '']).mailbox()).toThrow(ImapSyntaxError));
});

describe('sequence sets', () => {
  const cases = [
    { say: '1,3:5,*', ranges: [[1, 1], [3, 5], [LARGEST, LARGEST]], resolved: [[1, 1], [3, 5], [9, 9]] },
    { say: '5:3', ranges: [[3, 5]], resolved: [[3, 5]] },
    { say: '*:12', ranges: [[12, LARGEST]], resolved: [[9, 12]] },
    { say: '7,1:3,2:6', ranges: [[7, 7], [1, 3], [2, 6]], resolved: [[1, 7]] },
  ]; // prettier-ignore
  test.each(cases)('$say', ({ say, ranges, resolved }) => {
    expect(sequenceSet(parser(say))).toEqual({ kind: 'ranges', ranges });
    expect(resolveRanges(ranges as [number, number][], 9)).toEqual(resolved);
  });
  test.each(['0', '1:2:3', ',', '1,', '4294967296', ':', 'x'])('refuses %s', (say) =>
    expect(() => sequenceSet(parser(say))).toThrow(ImapSyntaxError),
  );
  test('an empty mailbox has no largest number', () => expect(resolveRanges([[LARGEST, LARGEST]], 0)).toEqual([]));
  test('formats runs and keeps order', () => expect(formatSet([1, 2, 3, 7, 9, 8])).toBe('1:3,7,9,8'));
});

describe('dates', () => {
  test('date-time both ways', () => {
    const at = dateTime(parser('" 1-Feb-2026 03:04:05 +0300"'));
    expect(new Date(at).toISOString()).toBe('2026-02-01T00:04:05.000Z');
    expect(formatDateTime(at)).toBe('" 1-Feb-2026 00:04:05 +0000"');
    expect(dateTime(parser(formatDateTime(at)))).toBe(at);
  });
  test.each([
    '"31-Feb-2026 00:00:00 +0000"',
    '"01-Foo-2026 00:00:00 +0000"',
    '"1-Feb-2026 00:00:00 +0000"',
    '"01-Feb-2026 24:00:00 +0000"',
    '01-Feb-2026',
  ])('refuses %s', (say) => expect(() => dateTime(parser(say))).toThrow(ImapSyntaxError));
  test('search dates', () => {
    expect(date(parser('1-feb-2026'))).toBe('2026-02-01');
    expect(date(parser('"31-Dec-1999"'))).toBe('1999-12-31');
  });
});

describe('flags and STORE', () => {
  test('flags both ways, double and unknown ones', () => {
    const flags = flagList(parser('(\\seen $Junk \\DELETED $junk \\Recent)'));
    expect(flags).toEqual({ system: 12, keywords: ['$Junk'] });
    expect(formatFlags(flags)).toBe('(\\Deleted \\Seen $Junk)');
    expect(() => flagList(parser('(\\Nope)'))).toThrow('unknown system flag \\Nope');
  });
  const cases = [
    { say: ' 1:2 FLAGS (\\Seen)', change: { mode: 'replace', flags: { system: 8, keywords: [] } }, silent: false },
    {
      say: ' 1 +FLAGS.SILENT \\Deleted a',
      change: { mode: 'add', flags: { system: 4, keywords: ['a'] } },
      silent: true,
    },
    {
      say: ' 1 (UNCHANGEDSINCE 12) -flags ()',
      change: { mode: 'remove', flags: { system: 0, keywords: [] }, unchangedSince: 12 },
      silent: false,
    },
  ];
  test.each(cases)('STORE$say', ({ say, change, silent }) =>
    expect(storeArguments(parser(say))).toMatchObject({ change, silent }),
  );
  test.each([' 1 FLAGS', ' 1 FLAGS ', ' 1 *FLAGS ()', ' FLAGS ()', ' 1 FLAGS (a) x'])('refuses STORE%s', (say) =>
    expect(() => storeArguments(parser(say))).toThrow(ImapSyntaxError),
  );
});

describe('FETCH', () => {
  const all = { kind: 'all' };
  const cases = [
    { say: ' 1 ALL', items: ['flags', 'internalDate', 'size', 'envelope'].map((kind) => ({ kind })) },
    { say: ' 1 (UID FLAGS modseq)', items: ['uid', 'flags', 'modSeq'].map((kind) => ({ kind })) },
    { say: ' 1 BODY', items: [{ kind: 'body' }] },
    { say: ' 1 BODY[]', items: [{ kind: 'section', section: { path: [], text: all }, partial: null, peek: false, label: 'BODY[]' }] },
    {
      say: ' 1 body.peek[1.2.header.fields (Date "X Y")]<10.20>',
      items: [
        {
          kind: 'section',
          section: { path: [1, 2], text: { kind: 'fields', names: ['Date', 'X Y'], not: false } },
          partial: { offset: 10, count: 20 },
          peek: true,
          label: 'BODY[1.2.HEADER.FIELDS (Date "X Y")]<10>',
        },
      ],
    },
    { say: ' 1 RFC822.HEADER', items: [{ kind: 'section', section: { path: [], text: { kind: 'header' } }, partial: null, peek: true, label: 'RFC822.HEADER' }] },
    { say: ' 1 (BINARY.SIZE[1] BINARY.PEEK[2.1]<0.5>)', items: [{ kind: 'binarySize', path: [1], label: 'BINARY.SIZE[1]' }, { kind: 'binary', path: [2, 1], partial: { offset: 0, count: 5 }, peek: true, label: 'BINARY[2.1]<0>' }] },
  ]; // prettier-ignore
  test.each(cases)('FETCH$say', ({ say, items }) => expect(fetchArguments(parser(say)).items).toEqual(items));
  test('CHANGEDSINCE', () => expect(fetchArguments(parser(' 1:* FLAGS (CHANGEDSINCE 5)')).changedSince).toBe(5));
  test.each([
    ' 1 BODY[',
    ' 1 BODY[MIME]',
    ' 1 BODY[1.]',
    ' 1 BODY[0]',
    ' 1 BODY[HEADER.FIELDS ()]',
    ' 1 BODY[]<1>',
    ' 1 BODY[]<0.0>',
    ' 1 ()',
    ' 1 (ALL)',
    ' 1 NOPE',
    ' 1 FLAGS x',
    ' x FLAGS',
  ])('refuses FETCH%s', (say) => expect(() => fetchArguments(parser(say))).toThrow(ImapSyntaxError));
});

describe('SEARCH', () => {
  const seen = { kind: 'systemFlag', bit: 8, set: true };
  const cases = [
    { say: ' SEEN', key: seen },
    { say: ' UNSEEN $x'.replace(' $x', ''), key: { ...seen, set: false } },
    { say: ' OR SEEN NOT (SEEN SEEN)', key: { kind: 'or', of: [seen, { kind: 'not', of: { kind: 'and', of: [seen, seen] } }] } },
    { say: ' 1:2 UID 3', key: { kind: 'and', of: [{ kind: 'sequence', set: { kind: 'ranges', ranges: [[1, 2]] } }, { kind: 'uidSet', set: { kind: 'ranges', ranges: [[3, 3]] } }] } },
    { say: ' SENTSINCE 1-Jan-2026 LARGER 5', key: { kind: 'and', of: [{ kind: 'sentDate', test: 'since', day: '2026-01-01' }, { kind: 'size', test: 'larger', bytes: 5 }] } },
    { say: ' HEADER X-Y "" FROM a', key: { kind: 'and', of: [{ kind: 'header', field: 'X-Y', text: '' }, { kind: 'address', field: 'from', text: 'a' }] } },
    { say: ' MODSEQ "/flags/\\\\Seen" all 7', key: { kind: 'modSeq', atLeast: 7 } },
    { say: ' YOUNGER 60', key: { kind: 'within', test: 'younger', seconds: 60 } },
    { say: ' RECENT', key: { kind: 'not', of: { kind: 'all' } } },
    { say: ' $', key: { kind: 'sequence', set: { kind: 'saved' } } },
  ]; // prettier-ignore
  test.each(cases)('SEARCH$say', ({ say, key }) => expect(searchArguments(parser(say)).program.key).toEqual(key));
  test('RETURN and CHARSET', () => {
    expect(searchArguments(parser(' RETURN (MIN COUNT) CHARSET utf-8 ALL'))).toMatchObject({
      returning: { names: ['MIN', 'COUNT'], partial: null },
      program: { charset: 'UTF-8' },
    });
    expect(searchArguments(parser(' RETURN () ALL')).returning?.names).toEqual(['ALL']);
    expect(searchArguments(parser(' ALL')).returning).toBeNull();
  });
  test.each([
    ' ',
    '',
    ' NOPE',
    ' OR SEEN',
    ' (SEEN',
    ' SEEN ',
    ' LARGER x',
    ' BEFORE 1-Foo-2026',
    ' RETURN (X) ALL',
    ` ${'('.repeat(60)}ALL${')'.repeat(60)}`,
    ` ${'NOT '.repeat(60)}ALL`,
    ` ALL${' ALL'.repeat(1001)}`,
  ])('refuses SEARCH%s', (say) => expect(() => searchArguments(parser(say))).toThrow(ImapSyntaxError));
});

describe('SELECT', () => {
  test('QRESYNC', () => {
    expect(selectArguments(parser(' a (CONDSTORE QRESYNC (7 90 1:3,5 (1,4:5 2,8:9)))'))).toEqual({
      name: 'a',
      condstore: true,
      known: {
        uidValidity: 7,
        modSeq: 90,
        uids: [
          [1, 3],
          [5, 5],
        ],
        match: {
          numbers: [
            [1, 1],
            [4, 5],
          ],
          uids: [
            [2, 2],
            [8, 9],
          ],
        },
      },
    });
    expect(selectArguments(parser(' a (QRESYNC (7 90 (1 2)))')).known).toMatchObject({ uids: null });
    expect(selectArguments(parser(' a')).known).toBeNull();
  });
  test.each([
    ' a ()',
    ' a (NOPE)',
    ' a (QRESYNC (1))',
    ' a (QRESYNC (1 2 $))',
    ' a (QRESYNC (1 2 1 (1)))',
    ' a (QRESYNC (1 2 1 (1 *)))',
    ' a (QRESYNC (1 2 (5,4 6,7)))',
    ' a (QRESYNC (1 2 (1:4294967295 1:3)))',
    ' a (QRESYNC (1 2 ))',
  ])('refuses SELECT%s', (say) => expect(() => selectArguments(parser(say))).toThrow(ImapSyntaxError));
});

describe('LIST', () => {
  test('plain and extended', () => {
    expect(listArguments(parser(' "" %'))).toMatchObject({ reference: '', patterns: ['%'], extended: false });
    expect(
      listArguments(parser(' (SUBSCRIBED RECURSIVEMATCH) "" (a* "b") RETURN (CHILDREN STATUS (MESSAGES SIZE))')),
    ).toMatchObject({
      selection: ['SUBSCRIBED', 'RECURSIVEMATCH'],
      patterns: ['a*', 'b'],
      returning: ['CHILDREN', 'STATUS'],
      status: ['MESSAGES', 'SIZE'],
      extended: true,
    });
  });
  test.each([' (RECURSIVEMATCH) "" *', ' "" () ', ' ""', ' "" * RETURN', ' "" * RETURN (STATUS)'])(
    'refuses LIST%s',
    (say) => expect(() => listArguments(parser(say))).toThrow(ImapSyntaxError),
  );
  const matches = [
    ['*', 'a/b', true],
    ['%', 'a/b', false],
    ['%/%', 'a/b', true],
    ['a%', 'abc', true],
    ['*b', 'a/b', true],
    ['%b', 'a/b', false],
    ['inbox', 'INBOX', true],
    ['inboxes', 'INBOXES', false],
    ['a*c*e', 'a/b/c/d/e', true],
    ['%%**%', 'x/y', true],
    ['', '', true],
    ['😀%', '😀x', true],
  ] as const;
  test.each(matches)('%s and %s: %s', (pattern, name, matched) => expect(matchesPattern(pattern, name)).toBe(matched));
  test('a hostile pattern costs little', () => {
    const started = performance.now();
    expect(matchesPattern('*a'.repeat(2000), 'a'.repeat(1000) + 'b')).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
  test('parents', () => expect(parentsOf('a/b/c')).toEqual(['a', 'a/b']));
});

test('human text is one line', () => expect(humanText('a\r\n* BYE ş')).toBe('a * BYE \xc5\x9f'));

test('no octets make a parser do anything but answer or refuse', () => {
  const word = fc.oneof(
    fc.constantFrom(' ', '(', ')', '"', '\\', '[', ']', '<', '>', '1', '0', ':', '*', ',', '$', '%', '{3}', '.', 'BODY', 'HEADER.FIELDS', 'OR', 'NOT', 'UID', 'FLAGS', 'RETURN', 'STATUS', 'MODSEQ', 'QRESYNC', 'CHANGEDSINCE', 'VANISHED', 'SENTON', 'NIL', '&', '\xff', '\0'),
    fc.string({ unit: 'binary-ascii', maxLength: 4 }),
  ); // prettier-ignore
  const readers = [
    fetchArguments,
    storeArguments,
    selectArguments,
    enableArguments,
    searchArguments,
    listArguments,
    sequenceSet,
    flagList,
    (l: CommandParser) => l.mailbox(),
    date,
    dateTime,
  ];
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 30 }),
      fc.array(word, { maxLength: 5 }),
      fc.integer({ min: 0, max: readers.length - 1 }),
      (before, after, which) => {
        const pieces = [` ${before.join('')}{3}`, bytes('abc'), after.join('')];
        for (const say of [` ${before.join('')}`, before.join(''), pieces]) {
          try {
            readers[which]?.(parser(say));
          } catch (error) {
            expect(error).toBeInstanceOf(ImapSyntaxError);
          }
        }
      },
    ),
    { numRuns: 4000 },
  );
});
