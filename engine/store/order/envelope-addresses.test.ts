import { expect, test } from 'vitest';
import { indexMessage } from '../../protocol/mime/index-message.ts';
import { firstAddress } from './envelope-addresses.ts';

const HEADER = [
  'Date: Tue, 24 Nov 2026 10:00:00 +0300',
  'Subject: a "quoted" (one)',
  'From: =?utf-8?q?Ay=C5=9Fe?= "K \\"k\\"" <ayse@example.com>, second@example.com',
  'To: plain@example.com',
  'Cc: Takim: a@example.com, b@example.com;',
  '',
  '',
].join('\r\n');

test('of each field, as SORT and SORT=DISPLAY take them', () => {
  const { envelope } = indexMessage(Buffer.from(HEADER));
  expect(firstAddress(envelope, 'from')).toEqual({ mailbox: 'ayse', display: 'Ayşe K "k"' });
  expect(firstAddress(envelope, 'to')).toEqual({ mailbox: 'plain', display: 'plain@example.com' });
  expect(firstAddress(envelope, 'cc')).toEqual({ mailbox: 'Takim', display: 'Takim' });
});

test('literals, and nothing at all', () => {
  const octets = Buffer.from('({3}\r\n()" "s" (("n" NIL {4}\r\na"b) "h")) NIL NIL NIL NIL NIL NIL NIL)', 'latin1');
  expect(firstAddress(octets, 'from')).toEqual({ mailbox: 'a"b)', display: 'n' });
  expect(firstAddress(octets, 'to')).toEqual({ mailbox: '', display: '' });
});
