import { expect, test } from 'vitest';
import { LETTER, runScript } from '../../../../tests/helpers/sieve-run.ts';
import type { SieveOutcome } from './seam.ts';

const kinds = ({ actions }: SieveOutcome): string[] =>
  actions.map((action) => (action.kind === 'store' ? `${action.by} ${action.target.name}` : action.kind));
const ALL =
  'require ["fileinto","copy","reject","ereject","vacation","imap4flags","variables","editheader","duplicate"];';

test('without a word the letter is kept; what says where it goes cancels that. RFC 5228 2.10.2', () => {
  expect(kinds(runScript(''))).toEqual(['implicit INBOX']);
  expect(kinds(runScript('keep;'))).toEqual(['keep INBOX']);
  expect(kinds(runScript('discard;'))).toEqual(['discard']);
  expect(kinds(runScript('redirect "a@b.c";'))).toEqual(['redirect']);
  expect(kinds(runScript(`${ALL}redirect :copy "a@b.c";`))).toEqual(['redirect', 'implicit INBOX']);
  expect(kinds(runScript(`${ALL}fileinto :copy "A";`))).toEqual(['fileinto A', 'implicit INBOX']);
  expect(kinds(runScript(`${ALL}fileinto :copy "A"; discard;`))).toEqual(['fileinto A', 'discard']);
  expect(kinds(runScript('stop; discard;'))).toEqual(['implicit INBOX']);
});

test('a letter comes once into one mailbox and once to one address. RFC 5228 2.10.3', () => {
  expect(kinds(runScript(`${ALL}fileinto "A"; fileinto "A"; keep; fileinto "inbox";`))).toEqual([
    'fileinto A',
    'keep INBOX',
  ]);
  expect(kinds(runScript('redirect "a@b.c"; redirect "a@B.C"; redirect "A@b.c";'))).toEqual(['redirect', 'redirect']);
});

test.each([
  ['reject "x"; keep;', 'conflict'],
  ['keep; ereject "x";', 'conflict'],
  ['reject "x"; reject "y";', 'conflict'],
  ['vacation "x"; vacation "y";', 'conflict'],
  ['vacation "x"; reject "y";', 'conflict'],
  ['redirect "a@b.c"; redirect "b@b.c"; redirect "c@b.c"; redirect "d@b.c"; redirect "e@b.c";', 'tooManyActions'],
  ['set "x" "a b"; redirect "${x}";', 'badValue'],
  ['fileinto "${x}";', 'badValue'],
  ['addheader "${x}" "y";', 'badValue'],
])('%s fails and keeps the letter as it came', (script, code) => {
  const outcome = runScript(`${ALL}addheader "X-A" "b"; if duplicate { stop; } setflag "a";\n${script}`);
  expect(outcome).toMatchObject({ failure: { code, line: 2 }, edits: [], marks: [] });
  expect(outcome.actions).toEqual([
    {
      kind: 'store',
      by: 'implicit',
      target: { name: 'INBOX', create: false, specialUse: null, mailboxId: null, flags: [] },
      edits: 0,
    },
  ]);
});

test('a script that takes too much ends with a failure, not with time', () => {
  const long = `X: ${'a'.repeat(5_000)}\n\n`;
  const script = `if header :matches "X" "${'*a'.repeat(100)}b" { discard; }`;
  const fine = runScript(script, long);
  expect(fine.failure).toBeNull();
  expect(runScript(script, long, { limits: { steps: fine.steps - 1 } }).failure?.code).toBe('budget');
  const growing = 'set "a" "${a}${a}${a}x";'.repeat(40);
  expect(runScript(ALL + growing).failure).toBeNull();
  expect(runScript(ALL + growing, LETTER, { limits: { characters: 50_000 } }).failure?.code).toBe('memory');
  const names = Array.from({ length: 300 }, (_, at) => `set "v${at}" "x";`).join('');
  expect(runScript(ALL + names).failure?.code).toBe('memory');
  const many = Array.from({ length: 33 }, (_, at) => `fileinto "F${at}";`).join('');
  expect(runScript(ALL + many).failure?.code).toBe('tooManyActions');
});

test('work grows with the letter, not faster', () => {
  const rules = [
    'header :matches "X" "*a*a*a*b"',
    'body :raw :contains "aab"',
    'body :raw :matches "*?a?*aab*"',
    'address :contains "From" "aab"',
  ]
    .map((condition) => `if ${condition} { stop; }`)
    .join('\n');
  const steps = (length: number): number =>
    runScript(
      `require "body";${rules}`,
      `X: ${'a'.repeat(length)}\nFrom: ${'a,'.repeat(length / 2)}\n\n${'a'.repeat(length)}\n`,
    ).steps;
  const [once, twice] = [steps(10_000), steps(20_000)];
  expect(twice).toBeLessThan(once * 2.2);
  expect(twice).toBeGreaterThan(once * 1.5);
});

test('a fault in what delivery gives keeps the letter too', () => {
  const outcome = runScript(`${ALL}if duplicate { discard; }`, LETTER, {
    isDuplicate: () => {
      throw new Error('disk');
    },
  });
  expect(kinds(outcome)).toEqual(['implicit INBOX']);
  expect(outcome.failure).toMatchObject({ code: 'internal', line: 1 });
});

test('edits are in the copies that come after them. RFC 5293', () => {
  const outcome = runScript(
    `${ALL}fileinto "A"; addheader "X-B" "1"; deleteheader "Subject"; if exists "Subject" { stop; } redirect "a@b.c";`,
  );
  expect(outcome.edits).toEqual([
    { kind: 'add', name: 'X-B', value: '1', last: false },
    { kind: 'remove', name: 'Subject', occurrence: 1 },
  ]);
  expect(outcome.actions).toMatchObject([{ edits: 0 }, { edits: 2 }]);
  expect(runScript(`${ALL}addheader "X-B" "1\r\nEvil: 2";`).edits).toMatchObject([{ value: '1 Evil: 2' }]);
  expect(
    runScript(`${ALL}deleteheader "Received"; deleteheader "Auto-Submitted";`, 'Received: x\nAuto-Submitted: no\n\n')
      .edits,
  ).toEqual([]);
});

test('removed fields are counted as they are when the edit is made', () => {
  const letter = 'X: 1\nX: 2\nX: 1\nX: 3\n\n';
  expect(runScript(`${ALL}deleteheader :is "X" "1";`, letter).edits).toEqual([
    { kind: 'remove', name: 'X', occurrence: 1 },
    { kind: 'remove', name: 'X', occurrence: 2 },
  ]);
});

test('a mark is asked once and remembered only when it is new, or each time with :last. RFC 7352', () => {
  const asked: string[] = [];
  const isDuplicate = ({ id, handle }: { id: string; handle: string }): boolean =>
    asked.push(`${handle}/${id}`) > 0 && id === 'old';
  const script = (test: string): string => `${ALL}if ${test} { discard; } if ${test} { stop; }`;
  expect(runScript(script('duplicate :seconds 60 :handle "h"'), LETTER, { isDuplicate }).marks).toEqual([
    { handle: 'h', id: '<1@desert.example.org>', seconds: 60, last: false },
  ]);
  expect(asked).toEqual(['h/<1@desert.example.org>']);
  expect(runScript(script('duplicate :uniqueid "old"'), LETTER, { isDuplicate }).marks).toEqual([]);
  expect(runScript(script('duplicate :uniqueid "old" :last'), LETTER, { isDuplicate }).marks).toHaveLength(1);
  expect(runScript(script('duplicate'), 'To: a\n\n', { isDuplicate }).marks).toEqual([]);
});

test('flags: the variable of the script, the tag before it. RFC 5232', () => {
  const outcome = runScript(
    `${ALL}setflag ["\\\\seen", "Work work"]; fileinto "A"; fileinto :flags "x" "B"; removeflag "WORK"; fileinto "C"; keep :flags "";`,
  );
  expect(outcome.actions.map((action) => action.kind === 'store' && action.target.flags)).toEqual([
    ['\\Seen', 'Work'],
    ['x'],
    ['\\Seen'],
    [],
  ]);
});
