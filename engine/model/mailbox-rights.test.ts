import { expect, test } from 'vitest';
import {
  ALL_RIGHTS,
  flagPermit,
  isVisible,
  mayChange,
  mayWrite,
  mergedFlags,
  parseRights,
  permittedFlags,
  removeRights,
  addRights,
  shownRights,
} from './mailbox-rights.ts';
import { SYSTEM_FLAGS } from './flags.ts';

const A = SYSTEM_FLAGS['\\Answered'];
const S = SYSTEM_FLAGS['\\Seen'];
const D = SYSTEM_FLAGS['\\Deleted'];

test.each([
  ['', ''],
  ['lr', 'lr'],
  ['rl', 'lr'],
  ['lrswida', 'lrswitea'],
  ['c', 'kx'],
  ['dte', 'te'],
  ['lrQ', null],
  ['lrq', null],
  ['lr0', null],
  [ALL_RIGHTS, ALL_RIGHTS],
])('rights %j are read as %j', (text, expected) => expect(parseRights(text)).toBe(expected));

test.each([
  ['lr', 'lr'],
  ['lrk', 'lrkc'],
  ['lrx', 'lrxc'],
  ['lrt', 'lrtd'],
  ['e', 'ed'],
  [ALL_RIGHTS, `${ALL_RIGHTS}cd`],
])('rights %j are shown as %j', (rights, expected) => expect(shownRights(rights)).toBe(expected));

test('rights are added and taken away', () => {
  expect(addRights('lr', 'ea')).toBe('lrea');
  expect(removeRights('lrswi', 'sw')).toBe('lri');
});

test.each([
  ['lr', 0, false],
  ['lrs', S, false],
  ['lrt', D, false],
  ['lrw', A | 2 | 16, true],
  ['swt', 31, true],
])('rights %j let flags %j be changed', (rights, system, keywords) =>
  expect(flagPermit(rights)).toEqual({ system, keywords }),
);

test('new messages lose flags that may not be set', () => {
  expect(permittedFlags('rsti', { system: A | S | D, keywords: ['$Forwarded'] })).toEqual({
    system: S | D,
    keywords: [],
  });
  expect(permittedFlags('rwis', { system: A | S | D, keywords: ['$Forwarded'] })).toEqual({
    system: A | S,
    keywords: ['$Forwarded'],
  });
});

test.each([
  ['lrs', 'add', S | A, [], true],
  ['lrs', 'add', A, [], false],
  ['lrs', 'remove', 0, ['k'], false],
  ['lrs', 'remove', 0, [], true],
  ['lrs', 'replace', 0, [], true],
  ['lri', 'replace', S, [], false],
  ['lrw', 'add', 0, ['k'], true],
] as const)('with %j a STORE of mode %s, %d, %j may go on: %s', (rights, mode, system, keywords, expected) =>
  expect(mayChange(rights, { mode, flags: { system, keywords } })).toBe(expected),
);

test('a change leaves alone what may not be touched', () => {
  const before = { system: A, keywords: ['a'] };
  const after = { system: S | D, keywords: ['b'] };
  expect(mergedFlags('lrs', before, after)).toEqual({ system: A | S, keywords: ['a'] });
  expect(mergedFlags('lrw', before, after)).toEqual({ system: 0, keywords: ['b'] });
  expect(mergedFlags(ALL_RIGHTS, before, after)).toBe(after);
});

test.each([
  ['lr', false, true],
  ['p', false, false],
  ['', false, false],
  ['lri', true, true],
  ['re', true, true],
  ['s', true, false],
])('rights %j: write %s, visible %s', (rights, write, visible) =>
  expect([mayWrite(rights), isVisible(rights)]).toEqual([write, visible]),
);
