import { describe, expect, test } from 'vitest';
import { parseMessageUrl } from './imap-url.ts';

const ALL = { path: [], text: { kind: 'all' } };

describe('parseMessageUrl', () => {
  test.each([
    ['/INBOX/;UID=7', { mailbox: 'INBOX', uidValidity: null, uid: 7, section: ALL, partial: null }],
    ['/inbox;uidvalidity=9/;uid=7', { mailbox: 'INBOX', uidValidity: 9, uid: 7, section: ALL, partial: null }],
    [
      '/Projeler/%C4%B0%C5%9F/;UID=1/;SECTION=1.2.MIME/;PARTIAL=5.10',
      {
        mailbox: 'Projeler/İş',
        uidValidity: null,
        uid: 1,
        section: { path: [1, 2], text: { kind: 'mime' } },
        partial: { offset: 5, count: 10 },
      },
    ],
    [
      '/a/;UID=1/;section=HEADER.FIELDS%20(Date)/;partial=3',
      {
        mailbox: 'a',
        uidValidity: null,
        uid: 1,
        section: { path: [], text: { kind: 'fields', names: ['Date'], not: false } },
        partial: { offset: 3, count: Number.MAX_SAFE_INTEGER },
      },
    ],
  ])('%s', (url, wanted) => expect(parseMessageUrl(url)).toEqual(wanted));

  test.each([
    'imap://mehmet@baska.test/INBOX/;UID=1',
    '//baska.test/INBOX/;UID=1',
    'http://x/',
    'INBOX/;UID=1',
    '/INBOX/;UID=0',
    '/INBOX',
    '/IN%ZZBOX/;UID=1',
    '/INBOX/;UID=1/;SECTION=FOO',
    '/INBOX/;UID=1/;SECTION=1/;PARTIAL=x',
    '/INBOX/;UID=1;URLAUTH=anonymous',
    '',
  ])('no URL of a message here: %j', (url) => expect(parseMessageUrl(url)).toBeNull());
});
