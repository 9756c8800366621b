import { describe, expect, test } from 'vitest';
import { CommandParser } from './command-parser.ts';
import { esearchArguments } from './esearch-arguments.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { searchArguments } from './search-arguments.ts';
import { sortArguments } from './sort-arguments.ts';
import { threadArguments } from './thread-arguments.ts';

const line = (text: string): CommandParser => new CommandParser(text);
const all = { kind: 'all' };

describe('SEARCH', () => {
  test.each([
    [' FUZZY SUBJECT x', { kind: 'fuzzy', of: { kind: 'subject', text: 'x' } }],
    [' EMAILID M12-3', { kind: 'emailId', id: 'M12-3' }],
    [' THREADID Tab_c', { kind: 'threadId', id: 'Tab_c' }],
    [' SAVEDATESUPPORTED', all],
    [' SAVEDBEFORE 1-Jan-2026', { kind: 'savedDate', test: 'before', day: '2026-01-01' }],
  ])('%s', (say, key) => expect(searchArguments(line(say)).program.key).toEqual(key));

  test.each([
    [' RETURN (PARTIAL 1:10) ALL', { text: '1:10', first: 1, last: 10, fromEnd: false }],
    [' RETURN (COUNT PARTIAL -10:-1) ALL', { text: '-10:-1', first: 1, last: 10, fromEnd: true }],
    [' RETURN (PARTIAL 9:3) ALL', { text: '9:3', first: 3, last: 9, fromEnd: false }],
  ])('%s', (say, partial) => expect(searchArguments(line(say)).returning?.partial).toEqual(partial));

  test.each([
    ' RETURN (PARTIAL 1:10 ALL) ALL',
    ' RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL',
    ' RETURN (PARTIAL 0:2) ALL',
    ' RETURN (PARTIAL -1:2) ALL',
    ' RETURN (PARTIAL) ALL',
    ' RETURN (RELEVANCY) SUBJECT x',
    ' FUZZY',
    ' EMAILID a.b',
    ' EMAILID ""',
  ])('refuses%s', (say) => expect(() => searchArguments(line(say))).toThrow(ImapSyntaxError));
});

describe('SORT', () => {
  test.each([
    [' (DATE) UTF-8 ALL', [{ key: 'date', reverse: false }]],
    [
      ' (REVERSE DATE SUBJECT) UTF-8 ALL',
      [
        { key: 'date', reverse: true },
        { key: 'subject', reverse: false },
      ],
    ],
    [' (reverse displayfrom) us-ascii ALL', [{ key: 'displayFrom', reverse: true }]],
    [' RETURN (MIN) (RELEVANCY) UTF-8 FUZZY TEXT x', [{ key: 'relevancy', reverse: false }]],
  ])('%s', (say, criteria) => expect(sortArguments(line(say)).criteria).toEqual(criteria));

  test.each([
    ' DATE UTF-8 ALL',
    ' () UTF-8 ALL',
    ' (REVERSE) UTF-8 ALL',
    ' (NAME) UTF-8 ALL',
    ' (RELEVANCY) UTF-8 ALL',
    ' (DATE) UTF-8',
    ` (DATE${' SIZE'.repeat(50)}) UTF-8 ALL`,
  ])('refuses%s', (say) => expect(() => sortArguments(line(say))).toThrow(ImapSyntaxError));
});

test('THREAD', () => {
  expect(threadArguments(line(' references UTF-8 ALL'))).toMatchObject({
    algorithm: 'references',
    program: { charset: 'UTF-8', key: all },
  });
  expect(() => threadArguments(line(' REFS UTF-8 ALL'))).toThrow(ImapSyntaxError);
  expect(() => threadArguments(line(' REFERENCES ALL'))).toThrow(ImapSyntaxError);
});

describe('ESEARCH', () => {
  test.each([
    [' ALL', [{ kind: 'selected' }]],
    [' IN (selected) ALL', [{ kind: 'selected' }]],
    [' IN (inboxes personal subscribed) ALL', [{ kind: 'inboxes' }, { kind: 'personal' }, { kind: 'subscribed' }]],
    [' IN (mailboxes inbox subtree ("a/b" c)) ALL', [
      { kind: 'mailboxes', names: ['INBOX'] },
      { kind: 'subtree', names: ['a/b', 'c'] },
    ]],
    [' IN (subtree-one a) RETURN (COUNT) ALL', [{ kind: 'subtreeOne', names: ['a'] }]],
  ])('%s', (say, sources) => expect(esearchArguments(line(say)).sources).toEqual(sources)); // prettier-ignore

  test('numbers, $ and SAVE belong to the selected mailbox', () => {
    expect(esearchArguments(line(' RETURN (SAVE) 1:3 $')).program.usesSelected).toBe(true);
    expect(esearchArguments(line(' IN (personal) UID 1:3')).program.usesSelected).toBe(false);
    for (const say of [
      ' IN (personal) 1:3',
      ' IN (personal) UID $',
      ' IN (personal) RETURN (SAVE) ALL',
      ' IN () ALL',
      ' IN (x) ALL',
    ])
      expect(() => esearchArguments(line(say))).toThrow(ImapSyntaxError);
  });
});
