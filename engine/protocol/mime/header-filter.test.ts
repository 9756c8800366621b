import { describe, expect, test } from 'vitest';
import { HeaderFilter } from './header-filter.ts';

const HEADER =
  'Date: now\r\nSubject: one\r\n two\r\n\tthree\r\nX-A : spaced\r\nno field here\r\nTo: a\r\nsubject: again\r\n\r\n';

describe('HeaderFilter', () => {
  test.each([
    [['SUBJECT'], false, 'Subject: one\r\n two\r\n\tthree\r\nsubject: again\r\n\r\n'],
    [['x-a', 'to'], false, 'X-A : spaced\r\nTo: a\r\n\r\n'],
    [['subject', 'x-a'], true, 'Date: now\r\nno field here\r\nTo: a\r\n\r\n'],
    [['none'], false, '\r\n'],
    [['date', 'subject', 'x-a', 'to'], false, HEADER.replace('no field here\r\n', '')],
  ])('%j not=%s', (names, not, kept) => expect(new HeaderFilter(names, not).apply(HEADER)).toBe(kept));

  test.each([
    ['Subject: cut', 'Subject: cut'],
    ['Subject: no end\r\n', 'Subject: no end\r\n'],
    ['Subject: bare\nTo: x\n\n', 'Subject: bare\n\r\n'],
    ['', ''],
    ['\r\n', '\r\n'],
    [' folded first\r\nSubject: x\r\n\r\n', 'Subject: x\r\n\r\n'],
    ['To: x\r\nSubject:\r\n\r\n', 'Subject:\r\n\r\n'],
  ])('takes %j as it comes', (block, kept) => expect(new HeaderFilter(['subject'], false).apply(block)).toBe(kept));

  test('the first part of a longer header ends like a whole one', () =>
    expect(new HeaderFilter(['subject'], false).apply('Subject: x\r\nTo: y\r\n', false)).toBe('Subject: x\r\n\r\n'));
});
