import { expect, test } from 'vitest';
import { indexMessage } from '../../protocol/mime/index-message.ts';
import { OrderColumns } from './order-columns.ts';
import { sortMessages, type SortedRows } from './sort-messages.ts';
import type { SortCriterion, SortKey } from '../../model/message-order.ts';

const HEADERS = [
  'From: "Zeynep" <b@x.example>\r\nTo: "Ali" <z@x.example>\r\nSubject: Re: elma',
  'From: a@x.example\r\nCc: m@x.example\r\nSubject: Armut',
  'From: Ayse <B@x.example>\r\nSubject: ELMA',
  'Subject: [liste] \u0131hlamur',
];
const facts = HEADERS.map((header) => indexMessage(Buffer.from(`${header}\r\n\r\n`)));
const ARRIVED = [40, 10, 30, 20];
const SENT = [5, 5, 1, 9];
const rows: SortedRows = {
  count: 4,
  sentAt: (from) => SENT.slice(from),
  subject: (from) => facts.slice(from).map(({ subject }) => subject),
  envelope: (from) => facts.slice(from).map(({ envelope }) => envelope),
  links: () => [],
  arrivedAt: (row) => ARRIVED[row] ?? 0,
  sizeBytes: (row) => [7, 7, 3, 7][row] ?? 0,
};
const key = (name: SortKey, reverse = false): SortCriterion => ({ key: name, reverse });
function sorted(
  criteria: readonly SortCriterion[],
  selected = [0, 1, 2, 3],
  scores: Uint8Array | null = null,
): number[] {
  return [...sortMessages(Int32Array.from(selected), criteria, rows, new OrderColumns(), scores)].map((row) => row + 1);
}

test.each<[string, readonly SortCriterion[], number[]]>([
  ['arrival', [key('arrival')], [2, 4, 3, 1]],
  ['reverse arrival', [key('arrival', true)], [1, 3, 4, 2]],
  ['date, equal ones in mailbox order', [key('date')], [3, 1, 2, 4]],
  ['reverse date, equal ones in mailbox order still', [key('date', true)], [4, 1, 2, 3]],
  ['subject: base, without case, dotless i', [key('subject')], [2, 1, 3, 4]],
  ['from: the mailbox alone', [key('from')], [4, 2, 1, 3]],
  ['from, then reverse date', [key('from'), key('date', true)], [4, 2, 1, 3]],
  ['size, then subject', [key('size'), key('subject')], [3, 2, 1, 4]],
  ['to', [key('to')], [2, 3, 4, 1]],
  ['cc', [key('cc')], [1, 3, 4, 2]],
  ['display from', [key('displayFrom')], [4, 2, 3, 1]],
  ['display to', [key('displayTo', true)], [1, 2, 3, 4]],
])('%s', (_, criteria, wanted) => {
  expect(sorted(criteria)).toEqual(wanted);
});

test('only what was selected, and by relevancy', () => {
  expect(sorted([key('arrival')], [0, 2])).toEqual([3, 1]);
  expect(sorted([key('relevancy'), key('arrival')], [0, 2, 3], Uint8Array.of(50, 100, 50))).toEqual([3, 4, 1]);
});

test('many criteria over many rows stay exact', () => {
  const count = 3000;
  const many: SortedRows = {
    ...rows,
    count,
    arrivedAt: (row) => (row * 7919) % count,
    sizeBytes: (row) => (row * 104729) % count,
    sentAt: (from) => Array.from({ length: count - from }, (_, i) => (i * 611953) % count),
    subject: (from) => Array.from({ length: count - from }, (_, i) => `s${(i * 31) % count}`),
  };
  const criteria = [key('size'), key('date', true), key('arrival'), key('subject'), key('size', true), key('date')];
  const order = sortMessages(
    Int32Array.from({ length: count }, (_, i) => i),
    criteria,
    many,
    new OrderColumns(),
    null,
  );
  const sizes = [...order].map((row) => many.sizeBytes(row));
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
});
