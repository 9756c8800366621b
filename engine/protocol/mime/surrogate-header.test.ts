import { expect, test } from 'vitest';
import { envelopeOctets } from './envelope.ts';
import { parseHeaderFields } from './header-fields.ts';
import { decodeHeaderText } from './header-text.ts';
import { envelopeHasInternationalAddress, hasInternationalAddress, surrogateHeader } from './surrogate-header.ts';

const octets = (text: string): string => Buffer.from(text).toString('latin1');

test.each([
  ['From: Ayşe <ayşe@örnek.test>\r\n\r\n', true],
  ['To: a@b.test,\r\n c@örnek.test\r\n\r\n', true],
  ['Cc: Ekip: çağ@b.test;\r\n\r\n', true],
  ['From: Ayşe <ayse@ornek.test>\r\nSubject: ç\r\n\r\n', false],
  ['From: (ç) a@b.test\r\n\r\n', false],
  ['From: "a\\"ş" <a@b.test>\r\n\r\n', false],
  ['X-From: ayşe@örnek.test\r\n\r\n', false],
])('%s is international: %s', (header, expected) => {
  expect(hasInternationalAddress(octets(header))).toBe(expected);
  expect(envelopeHasInternationalAddress(envelopeOctets(parseHeaderFields(octets(header))))).toBe(expected);
});

test('octets that are no UTF-8 make no internationalized address', () => {
  expect(hasInternationalAddress('From: <\xfe@ornek.test>\r\n\r\n')).toBe(false);
});

test('only what is not ASCII is touched, and nothing is left that is not', () => {
  const kept = 'Received: from a\r\n\tby b\r\nDate: today\r\nto: "Last, First" <x@y.test>\r\n';
  const header = octets(
    `${kept}FROM: "Ayşe \\"Işık\\"" <ayşe@örnek.test>\r\nComments: ç\r\nContent-Type: text/plain; name="ç.txt";\r\n\tcharset="utf-8"\r\n\r\n`,
  );
  const shown = surrogateHeader(header);
  expect(shown.startsWith(kept)).toBe(true);
  expect(/[^\x00-\x7f]/.test(shown)).toBe(false);
  expect(shown).not.toContain('Comments');
  expect(shown).toContain('Content-Type: text/plain;\r\n charset="utf-8"\r\n\r\n');
  expect(decodeHeaderText(/FROM: ([^]*?)\r\n\w/.exec(shown)?.[1] ?? '')).toBe(
    'Ayşe "Işık" <ayşe@örnek.test> <invalid@internationalized-address.invalid>',
  );
});

test('a long name takes several encoded words, each within its bound', () => {
  const shown = surrogateHeader(octets(`Subject: ${'ışık 🙂 '.repeat(40)}\r\nTo: ç@b.test\r\n\r\n`));
  const lines = shown.split('\r\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(90);
  expect(decodeHeaderText(shown.slice(9, shown.indexOf('\r\nTo')))).toBe('ışık 🙂 '.repeat(40).trim());
});
