/**
 * Letters from a seed: well made, odd and hostile. Octets as latin1. RFC 5322, RFC 2045 to 2049, RFC 2183, RFC 2231.
 * The same seed makes the same letters on every machine.
 */
import { addressList, date, encodedWord, oddAddresses, oddDate, oddSubject, subject } from './header-kinds.ts';
import { hostileLetter } from './hostile-letters.ts';
import type { Random } from '../../helpers/random.ts';

const EOL = '\r\n';
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const SENTENCES = [
  'Merhaba, ekte fatura var.',
  'Işık söndü, IŞIK yandı; ışığı aç.',
  'The quick brown fox jumps over the lazy dog.',
  'Größe und Maß: Straße.',
  'İstanbul, Iğdır, ılık, İLK.',
  'Sayın müşterimiz, siparişiniz yola çıktı.',
  'From here to there',
  '.a dot begins this line',
];

/** `isWellMade`: the letter's own header follows the grammar. */
export interface MadeLetter {
  readonly octets: string;
  readonly isWellMade: boolean;
}
export function letter(random: Random): MadeLetter {
  const kind = random.upTo(20);
  if (kind >= 14) return { octets: hostileLetter(random), isWellMade: false };
  const isWellMade = kind < 10;
  const top = header(random, !isWellMade);
  if (kind < 4) return { octets: top + textBody(random), isWellMade };
  if (kind < 8) return { octets: top + multipart(random, 0), isWellMade };
  if (kind < 10) return { octets: top + enclosedMessage(random, 0), isWellMade };
  return { octets: top + (random.chance(0.5) ? textBody(random) : multipart(random, 1)), isWellMade };
}

export function header(random: Random, isOdd: boolean): string {
  const field = (name: string, well: (r: Random) => string, odd: (r: Random) => string, share: number): string => {
    if (!random.chance(share)) return '';
    const value = (isOdd && random.chance(0.6) ? odd : well)(random);
    return `${random.chance(0.1) ? name.toUpperCase() : name}:${isOdd ? random.of(['', ' ', '  ', '\t']) : ' '}${value}${EOL}`;
  };
  const id = (r: Random): string => `<${r.upTo(1e9).toString(36)}.${r.upTo(1e6)}@${r.of(['firma.test', 'x'])}>`;
  const oddId = (r: Random): string =>
    r.of(['no-brackets@x', '<a@b> (comment)', '<a b@c>', '', `${id(r)}${EOL} ${id(r)}`]);
  const fields = [
    field('Date', date, oddDate, 0.9),
    field('Subject', subject, oddSubject, 0.95),
    field('From', addressList, oddAddresses, 0.95),
    field('Sender', addressList, oddAddresses, 0.3),
    field('Reply-To', addressList, oddAddresses, 0.3),
    field('To', addressList, oddAddresses, 0.9),
    field('Cc', addressList, oddAddresses, 0.4),
    field('Bcc', addressList, oddAddresses, 0.1),
    field('In-Reply-To', id, oddId, 0.3),
    field('References', (r) => Array.from({ length: 1 + r.upTo(4) }, () => id(r)).join(`${EOL}\t`), oddId, 0.3),
    field('Message-ID', id, oddId, 0.9),
    field(
      'X-Long',
      (r) => Array.from({ length: r.upTo(40) }, () => `value${r.upTo(1000)};`).join(`${EOL} `),
      oddSubject,
      0.2,
    ),
    isOdd && random.chance(0.1) ? `Subject: a second one${EOL}` : '',
    isOdd && random.chance(0.1) ? `To: second@x.test${EOL}` : '',
  ];
  return fields.join('') + (random.chance(0.9) ? `MIME-Version: 1.0${EOL}` : '');
}

/** A part's own header (Content-*) and text, from its first field. */
export function textBody(random: Random): string {
  const lines = Array.from({ length: random.upTo(8) }, () => random.of(SENTENCES));
  const subtype = random.of(['plain', 'plain', 'html', 'calendar']);
  const plain = subtype === 'html' ? `<html><body><p>${lines.join('</p>\r\n<p>')}</p></body></html>` : lines.join(EOL);
  const text = utf8(plain) + random.of([EOL, EOL, EOL + EOL, '']);
  const encoding = random.of(['8bit', 'quoted-printable', 'base64', '7bit', '', 'QUOTED-PRINTABLE']);
  const type = random.of([
    `Content-Type: text/${subtype}; charset=utf-8${EOL}`,
    `Content-Type: text/${subtype}; charset="UTF-8"; format=flowed${EOL}`,
    `Content-Type: TEXT/${subtype};${EOL}\tcharset=UTF-8;${EOL}\tname="=?utf-8?q?=C4=B1?="${EOL}`,
    `Content-type: text/${subtype}; charset=utf-8 (a comment)${EOL}`,
    '',
  ]);
  const field = encoding === '' ? '' : `Content-Transfer-Encoding: ${encoding}${EOL}`;
  return `${type}${field}${extraFields(random)}${EOL}${encoded(text, encoding.toLowerCase())}`;
}

function encoded(text: string, encoding: string): string {
  if (encoding === 'base64')
    return Buffer.from(text, 'latin1')
      .toString('base64')
      .replace(/.{1,76}/g, `$&${EOL}`);
  if (encoding !== 'quoted-printable') return text;
  return text
    .replace(/[\x80-\xff=]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/.{70}(?=.)(?<!=.?)/g, `$&=${EOL}`);
}

function extraFields(random: Random): string {
  const fields = [
    `Content-Disposition: ${random.of(['inline', 'attachment', 'ATTACHMENT; filename=a.txt', 'attachment; filename="b c.pdf"; size=12', `attachment;${EOL} filename*=utf-8''%C4%B1.txt`, 'attachment; filename*0="one"; filename*1="two"'])}${EOL}`,
    `Content-ID: ${random.of(['<part1@x>', '<a@b>', 'bare'])}${EOL}`,
    `Content-Description: ${random.of(['a description', encodedWord('açıklama', random), '"quoted"'])}${EOL}`,
    `Content-Language: ${random.of(['tr', 'tr, en', 'en-GB', 'tr (Turkish), en'])}${EOL}`,
    `Content-Location: ${random.of(['http://x.test/a b', 'file.html'])}${EOL}`,
    `Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==${EOL}`,
  ];
  return fields.filter(() => random.chance(0.15)).join('');
}

const BOUNDARIES = ['----=_Part_1', 'b', 'a b c', "'()+_,-./:=?", '==x==', 'B', 'x'.repeat(70), '0--0'];

export function multipart(random: Random, depth: number): string {
  const boundary = `${random.of(BOUNDARIES)}${random.chance(0.8) ? String(random.upTo(1000)) : ''}`;
  const count = 1 + random.upTo(4);
  const subtype = random.of(['mixed', 'alternative', 'related', 'digest', 'report', 'MIXED', 'x-own']);
  const parts = Array.from({ length: count }, () => part(random, depth, subtype));
  const preamble = random.of(['', '', `This is a MIME letter.${EOL}`, EOL]);
  const epilogue = random.of(['', EOL, EOL, `${EOL}epilogue${EOL}`]);
  const extra = random.of(['', '', '; type="text/html"', `;${EOL} start="<part1@x>"; report-type=delivery-status`]);
  const quoted =
    /^[\w=+.-]+$/.test(boundary) && !boundary.includes('=') && random.chance(0.3) ? boundary : `"${boundary}"`;
  const body = `${preamble}${parts.map((one) => `--${boundary}${random.of(['', '', '', ' ', '\t'])}${EOL}${one}${EOL}`).join('')}--${boundary}--${epilogue}`;
  return `Content-Type: multipart/${subtype}; boundary=${quoted}${extra}${EOL}${extraFields(random)}${EOL}${body}`;
}

function part(random: Random, depth: number, around: string): string {
  if (around === 'digest' && random.chance(0.6)) return `${EOL}${header(random, false)}${textBody(random)}`;
  const kind = random.upTo(10);
  if (depth < 5 && kind < 2) return multipart(random, depth + 1);
  if (depth < 5 && kind === 2) return enclosedMessage(random, depth + 1);
  if (kind === 3) return EOL;
  if (kind === 4)
    return `Content-Type: application/pdf; name="${random.of(['a.pdf', 'fatura.pdf'])}"${EOL}Content-Transfer-Encoding: base64${EOL}${extraFields(random)}${EOL}${encoded('x'.repeat(random.upTo(300)), 'base64')}`;
  return textBody(random);
}

export function enclosedMessage(random: Random, depth: number): string {
  const inner =
    header(random, random.chance(0.3)) +
    (depth < 4 && random.chance(0.4) ? multipart(random, depth + 1) : textBody(random));
  return `Content-Type: message/${random.of(['rfc822', 'RFC822', 'rfc822; name="inner.eml"'])}${EOL}${extraFields(random)}${EOL}${inner}`;
}
