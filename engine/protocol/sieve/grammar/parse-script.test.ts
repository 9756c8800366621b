import { expect, test } from 'vitest';
import { problemsOf } from '../../../../tests/helpers/sieve-run.ts';
import { parseScript } from './parse-script.ts';
import { SCRIPT_PROBLEM_CODES, ScriptError } from './script-problem.ts';

const literal = (script: string): string => {
  const arg = parseScript(script)[0]?.args[0];
  return arg?.kind === 'string' ? arg.literal.text : '';
};

test('a script keeps its shape: names in lower case, blocks, tests and arguments with their places', () => {
  const [command] = parseScript('IF anyof (Size :over 2K, not true)\n{ keep; }');
  expect(command).toMatchObject({ name: 'if', at: { line: 1, column: 1 }, hasTestList: false });
  expect(command?.tests[0]).toMatchObject({ name: 'anyof', hasTestList: true });
  expect(command?.tests[0]?.tests[0]).toMatchObject({
    name: 'size',
    at: { line: 1, column: 11 },
    args: [
      { kind: 'tag', name: 'over' },
      { kind: 'number', value: 2048, at: { line: 1, column: 22 } },
    ],
  });
  expect(command?.block).toMatchObject([{ name: 'keep', at: { line: 2, column: 3 }, block: null }]);
});

test('numbers scale by K, M and G', () => {
  const value = (text: string): unknown => parseScript(`size ${text};`)[0]?.args[0];
  expect(value('1k')).toMatchObject({ value: 1024 });
  expect(value('3M')).toMatchObject({ value: 3 * 2 ** 20 });
  expect(value('2147483647')).toMatchObject({ value: 2147483647 });
  expect(value('1G')).toMatchObject({ value: 2 ** 30 });
});

test('texts: escapes, line ends, dots', () => {
  expect(literal('a "x\\"y\\\\z\\q";')).toBe('x"y\\zq');
  expect(literal('a "x\ny\r\nz";')).toBe('x\r\ny\r\nz');
  expect(literal('a text: # why\nx\n..y\n.z\n\n.\n;')).toBe('x\r\n.y\r\n.z\r\n\r\n');
  expect(literal('a text:\r\n.\r\n;')).toBe('');
  expect(literal('a "Şeker\u{1f600}";')).toBe('Şeker\u{1f600}');
});

test('comments stand wherever blanks may', () => {
  expect(parseScript('/* a\n*/keep/**/;#x\n#y')).toHaveLength(1);
  expect(parseScript('')).toEqual([]);
});

test.each([
  ['keep', '1:5 unexpected'],
  ['keep;\n  "x"', '2:3 unexpected'],
  ['if true {\nkeep;', '1:9 unterminated'],
  ['a "x', '1:3 unterminated'],
  ['a text:\nx\n', '1:3 unterminated'],
  ['a text: x\n.\n', '1:3 unexpected'],
  ['keep; /* x', '1:7 unterminated'],
  ['size 1Q;', '1:6 badNumber'],
  ['size 99999999999999999999;', '1:6 badNumber'],
  ['keep;\n\tkeep €;', '2:7 badCharacter'],
  ['keep : x;', '1:6 badCharacter'],
  ['a ["x" "y"];', '1:8 unexpected'],
  ['a [];', '1:4 unexpected'],
  ['a [3];', '1:4 unexpected'],
  [`${'if true {'.repeat(40)}`, '1:292 tooDeep'],
  [`if ${'not '.repeat(40)}true { }`, '1:132 tooDeep'],
])('%j has a problem at %s', (script, problem) => {
  expect(problemsOf(script)).toEqual([problem]);
});

test('fifteen blocks and tests inside each other are taken. RFC 5228 2.10.7', () => {
  expect(problemsOf(`${'if true {'.repeat(15)}keep;${'}'.repeat(15)}`)).toEqual([]);
  expect(problemsOf(`if ${'not '.repeat(15)}true { }`)).toEqual([]);
});

test('octets that are no UTF-8 and NUL are named with their place', () => {
  expect(problemsOf(Buffer.from('keep;\n# \xff', 'latin1'))).toEqual(['2:3 notUtf8']);
  expect(problemsOf('keep;\n # \0')).toEqual(['2:4 badCharacter']);
  expect(problemsOf('keep; # long', { maxCharacters: 5 })).toEqual(['1:1 tooLong']);
});

test('every code is one of the closed list', () => {
  expect(new Set(SCRIPT_PROBLEM_CODES).size).toBe(SCRIPT_PROBLEM_CODES.length);
  expect(() => parseScript('x')).toThrow(ScriptError);
});
