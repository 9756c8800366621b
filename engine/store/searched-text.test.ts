import { describe, expect, test } from 'vitest';
import { indexMessage } from '../protocol/mime/index-message.ts';
import { partsHold, partsText, soughtText } from './searched-text.ts';

function mail(type: string, encoding: string, text: string): Buffer {
  const header = `MIME-Version: 1.0\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return Buffer.from(`${header}${text}\r\n`);
}
const PLAIN = 'text/plain; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

describe('the short way says what decoding says', () => {
  test.each([
    ['plain', mail(PLAIN, '8bit', 'Merhaba Dünya'), 'MERHABA', true],
    ['plain, not there', mail(PLAIN, '8bit', 'Merhaba'), 'merhabalar', false],
    ['I is i', mail(PLAIN, '7bit', 'ISPARTA'), 'ısparta', true],
    ['a letter of two octets', mail(PLAIN, '8bit', 'Dünya'), 'dünya', true],
    ['quoted-printable', mail(PLAIN, 'quoted-printable', 'g=C3=BCzel kale'), 'kale', true],
    ['an escape is no text', mail(PLAIN, 'quoted-printable', 'x=C3=BCy'), 'c3', false],
    ['after an escape', mail(PLAIN, 'quoted-printable', 'x=20abc'), 'abc', true],
    ['a line that goes on', mail(PLAIN, 'quoted-printable', 'ka=\r\nle'), 'kale', true],
    ['base64', mail(PLAIN, 'base64', Buffer.from('gizli').toString('base64')), 'gizli', true],
    ['its octets are no text', mail(PLAIN, 'base64', Buffer.from('gizli').toString('base64')), 'Z2l6', false],
    ['html', mail(HTML, '8bit', '<p>Kale <b>içi</b></p>'), 'kale', true],
    ['a tag is no text', mail(HTML, '8bit', '<p class="kale">x</p>'), 'kale', false],
    ['a style is no text', mail(HTML, '8bit', '<style>p{kale:1}</style><p>x</p>'), 'kale', false],
    ['after a style', mail(HTML, '8bit', '<style>p{a:1}</style><p>kale</p>'), 'kale', true],
    ['a comment is no text', mail(HTML, '8bit', '<p>x<!-- > kale --></p>'), 'kale', false],
    ['a word cut by tags', mail(HTML, '8bit', '<p>ka<b>le</b></p>'), 'kale', true],
    ['spaces in html', mail(HTML, '8bit', '<p>iki\r\n   söz</p>'), 'iki söz', true],
    ['another charset', mail('text/plain; charset=windows-1254', '8bit', 'kale'), 'kale', true],
  ])('%s', (_, octets, text, wanted) => {
    const { parts } = indexMessage(octets);
    expect(partsHold(octets, parts, soughtText(text, false))).toBe(wanted);
    const decoded = partsText(octets, parts, octets.byteLength).text;
    expect(soughtText(decoded, false).folded.includes(soughtText(text, false).folded)).toBe(wanted);
  });
});

test('loosely, marks do not count', () => {
  const octets = mail(PLAIN, '8bit', 'Çiçek bahçesi');
  const { parts } = indexMessage(octets);
  expect(partsHold(octets, parts, soughtText('cicek', true))).toBe(true);
  expect(partsHold(octets, parts, soughtText('cicek', false))).toBe(false);
});
