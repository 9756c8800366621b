import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexMessage, MessageIndexer } from './index-message.ts';
import type { MimePart } from './message-index.ts';
import { decodeMimeIndex, encodeMimeIndex } from './mime-index-codec.ts';
import { MIME_LIMITS } from './mime-limits.ts';
import { textContent } from './text-content.ts';

const count = (part: MimePart): number => part.children.reduce((sum, child) => sum + count(child), 1);
const depth = (part: MimePart): number => 1 + Math.max(0, ...part.children.map(depth));

function checkOffsets(part: MimePart, size: number): void {
  const offsets = [0, part.headerStart, part.headerEnd, part.bodyStart, part.bodyEnd, size];
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(part.lines).toBeGreaterThanOrEqual(0);
  for (const child of part.children) checkOffsets(child, size);
}

/** Reads one parenthesised IMAP value; throws unless the octets are exactly that. */
function checkImapOctets(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('latin1');
  let open = 0;
  const token = /\(|\)| |NIL|\d+|"(?:[^"\\\r\n\x80-\xff\0]|\\["\\])*"|\{(\d+)\}\r\n/y;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) throw new Error(`no IMAP at ${at}: ${text.slice(at, at + 40)}`);
    if (found[0] === '(') open += 1;
    if (found[0] === ')') open -= 1;
    if (found[1] !== undefined) token.lastIndex += Number(found[1]);
    if (open === 0 && token.lastIndex < text.length) throw new Error(`ends at ${at}`);
  }
  expect(open).toBe(0);
}

function checkIndex(source: Uint8Array): void {
  const index = indexMessage(source);
  checkOffsets(index.parts, source.length);
  for (const octets of [index.envelope, index.body, index.bodyStructure]) checkImapOctets(octets);
  expect(decodeMimeIndex(encodeMimeIndex(index.parts))).toEqual(index.parts);
  expect([...index.preview].length).toBeLessThanOrEqual(200);
  expect(index.sizeBytes).toBe(source.length);
  textContent(source, index.parts);
}

const line = fc.oneof(
  fc.constantFrom(
    'Content-Type: multipart/mixed; boundary=b',
    'Content-Type: multipart/digest; boundary="b c"',
    'Content-Type: message/rfc822',
    'Content-Type: text/html; charset=utf-7',
    'Content-Type: text/plain; charset*0*=x; name*1="\\',
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Transfer-Encoding: base64',
    "Content-Disposition: attachment; filename*=iso-8859-9''%FD%",
    'Subject: =?utf-8?Q?=C4=B1?= =?x?B?!!?=',
    'From: "a\\" <b@c>, :;<>@(((',
    '--b',
    '--b--',
    '--b c',
    '--b c--',
    '',
    '',
    '\0\x80\xff',
    '<html><table><tr><td>=C5=9F</b>',
  ),
  fc.string({ unit: 'binary-ascii', maxLength: 60 }),
);
const message = fc.array(fc.tuple(line, fc.constantFrom('\r\n', '\n', '\r')), { maxLength: 60 });

test('any message gets a valid index, and the same one in chunks', () => {
  fc.assert(
    fc.property(message, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (lines, sizes) => {
      const source = Buffer.from(lines.flat().join(''), 'latin1');
      checkIndex(source);
      const indexer = new MessageIndexer();
      const reused = Buffer.alloc(40);
      for (let at = 0, turn = 0; at < source.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        const copied = source.copy(reused, 0, at, at + size);
        indexer.push(reused.subarray(0, copied));
        at += copied;
      }
      expect(indexer.end()).toEqual(indexMessage(source));
    }),
    { numRuns: 1500 },
  );
});

const nested = (levels: number): string => {
  let out = '';
  for (let level = 0; level < levels; level += 1)
    out += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
  return out;
};
const hostile: { name: string; source: string }[] = [
  { name: '1,000 levels of multiparts', source: nested(1000) },
  { name: '1,000 levels of messages', source: 'Content-Type: message/rfc822\r\n\r\n'.repeat(1000) },
  {
    name: '100,000 parts',
    source: `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(100_000)}`,
  },
  { name: '64 open boundaries, 300,000 lines that look like one', source: nested(62) + '--b\r\n'.repeat(300_000) },
  { name: 'a header of 1 MB in one line', source: `Subject: ${'=?utf-8?Q?a'.repeat(100_000)}\r\n\r\nx` },
  { name: 'a header of 1 MB in short fields', source: `${'a:\r\n'.repeat(260_000)}\r\nx` },
  { name: 'addresses of 1 MB', source: `From: ${'<@(:,;"'.repeat(150_000)}\r\nTo: ${'a@b,'.repeat(10_000)}\r\n\r\n` },
  {
    name: 'comments that never close',
    source: `Content-Type: ${'('.repeat(500_000)}\r\nFrom: ${'('.repeat(60_000)}\r\nDate: ${'('.repeat(500_000)}\r\n\r\n`,
  },
  {
    name: 'parameters without end',
    source: `Content-Type: text/plain; ${'a*0*="\\'.repeat(100_000)}\r\nContent-Disposition: attachment; ${'filename*1*=%;'.repeat(70_000)}\r\n\r\n`,
  },
  { name: 'a line of 5 MB', source: `\r\n${'x'.repeat(5_000_000)}` },
  {
    name: 'spaces and equals signs',
    source: `Content-Transfer-Encoding: quoted-printable\r\n\r\n${' '.repeat(1_000_000)}x${'=\t '.repeat(100_000)}`,
  },
  { name: 'deep HTML', source: `Content-Type: text/html\r\n\r\n${'<div><table><b>'.repeat(100_000)}` },
  { name: 'NULs', source: '\0'.repeat(1_000_000) },
];
test.each(hostile)('bounded: $name', ({ source }) => {
  const octets = Buffer.from(source, 'latin1');
  const started = performance.now();
  const index = indexMessage(octets);
  const indexed = performance.now() - started;
  checkIndex(octets);
  expect(count(index.parts)).toBeLessThanOrEqual(MIME_LIMITS.parts * 2);
  expect(depth(index.parts)).toBeLessThanOrEqual(MIME_LIMITS.depth + 1);
  expect(index.bodyStructure.length).toBeLessThan(3 * MIME_LIMITS.allHeaderBytes);
  expect(indexed).toBeLessThan(1500);
});
