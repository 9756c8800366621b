/** Header fields as mail brings them: addresses, dates, subjects, folds; well made and ill made. For tests. RFC 5322, RFC 2047, RFC 6532 */
import type { Random } from '../../helpers/random.ts';

/** Octets as latin1. */
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const WORDS = [
  'fatura',
  'teklif',
  'toplantı',
  'IŞIK',
  'ışık',
  'İzmir',
  'report',
  'Re: offer',
  'naïve',
  'Grüße',
  '会議',
];
const NAMES = ['Ayşe Kaya', 'Mehmet', 'John Q. Public', 'Öz, Deniz', 'O"Neil', 'back\\slash', 'Info (sales)', ''];
const HOSTS = ['firma.test', 'Mail.Example.COM', 'x', '[192.0.2.1]', 'örnek.test', 'a-b.example'];
const LOCALPARTS = ['ayse', 'Mehmet.Oz', '"quoted local"', 'a+b', '"a\\"b"', 'x_y=z', 'info'];

export const encodedWord = (text: string, random: Random): string =>
  random.chance(0.5)
    ? `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`
    : `=?utf-8?q?${[...Buffer.from(text)].map((octet) => (octet > 32 && octet < 127 && !'=?_"(),.:;<>@[]\\'.includes(String.fromCharCode(octet)) ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`)).join('')}?=`;

function displayName(random: Random): string {
  const name = random.of(NAMES);
  const form = random.upTo(4);
  if (name === '') return random.chance(0.5) ? '""' : '';
  if (form === 0) return `"${name.replace(/[\\"]/g, '\\$&')}"`.replace(/[^\x20-\x7e]+/g, (text) => utf8(text));
  if (form === 1) return encodedWord(name, random);
  if (form === 2) return `${encodedWord('Ad', random)} ${encodedWord(name, random)}`;
  return name.replace(/[^A-Za-z ]/g, '');
}

function mailbox(random: Random): string {
  const address = `${random.of(LOCALPARTS)}@${utf8(random.of(HOSTS))}`;
  switch (random.upTo(6)) {
    case 0:
      return address;
    case 1:
      return `${address} (${random.of(['a comment', 'nested (one)', 'esc \\) aped'])})`;
    case 2:
      return `<${address}>`;
    default:
      return `${displayName(random)} <${address}>`;
  }
}

const group = (random: Random): string =>
  `${random.of(['Friends', '"The team"', 'undisclosed-recipients'])}: ${Array.from({ length: random.upTo(3) }, () => mailbox(random)).join(', ')};`;

/** What follows the grammar. */
export function addressList(random: Random): string {
  const one = (): string => (random.chance(0.12) ? group(random) : mailbox(random));
  return Array.from({ length: 1 + random.upTo(4) }, one).join(random.of([', ', ',', ',\r\n ', ' ,\r\n\t']));
}

/** What mail programs wrote all the same. */
export const oddAddresses = (random: Random): string =>
  random.of(
    [
      '',
      '<>',
      'ayse',
      'ayse@',
      '@firma.test',
      'Ayşe Kaya',
      '<ayse@firma.test',
      'ayse@firma.test>',
      'a@b@c.test',
      '<@route.test,@hop.test:ayse@firma.test>',
      'Ayşe <@route.test:ayse@firma.test>',
      'a@x.test;b@x.test',
      ',,a@x.test,,',
      'Friends:;, a@x.test',
      'Friends: a@x.test',
      'a b c@x.test',
      'A. B. <a@x.test>',
      '"unclosed <a@x.test>',
      'a (unclosed@x.test',
      'a@x.test (one) (two)',
      '(before) a@x.test',
      'a . b @ x . test',
      'a@[10.0.0.1]',
      'Name <a@x.test> trailing',
      '=?utf-8?q?Ay=C5=9Fe_=3Ca=40x=2Etest=3E?=',
      'mailto:a@x.test',
      '<<a@x.test>>',
      'a@x.test b@x.test',
      'a, b, c@x.test',
      '"a" "b" c <d@x.test>',
      '"a"b <d@x.test>',
      'a@x..test',
      '.a.@x.test',
    ].map(utf8),
  );

export const date = (random: Random): string => {
  const two = (below: number): string => String(random.upTo(below)).padStart(2, '0');
  const day = 1 + random.upTo(28);
  const month = random.of(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']);
  const zone = random.of(['+0300', '-0800', '+0000', '+0545', 'GMT', 'EST', '-0000']);
  return `${random.of(['', 'Mon, ', 'Tue, '])}${day} ${month} ${1990 + random.upTo(45)} ${two(24)}:${two(60)}:${two(60)} ${zone}`;
};

export const oddDate = (random: Random): string =>
  random.of(
    [
      'Tue, 24 Nov 2026 12:00 +0300',
      '24 Nov 26 12:00:00 PST',
      '1 Jan 99 00:00:00 GMT',
      'Tue, 24 Nov 2026 12:00:00 +0300 (TRT)',
      'Tue,  24  Nov  2026  12:00:00  +0300',
      'Tue (day), 24 (x) Nov 2026 12:00:00 (y) +0300',
      '2026-11-24 12:00:00',
      'yesterday',
      '',
      'Tue, 31 Feb 2026 12:00:00 +0000',
      'Tue, 24 Nov 2026 25:61:61 +0000',
      'Tue Nov 24 12:00:00 2026',
      'Tue, 24 Nov 2026',
      'Tue, 24 November 2026 12:00:00 +0300',
      'Tue, 24 Nov 2026 23:30:00 -1000',
      'Tue, 24 Nov 2026 00:30:00 +1400',
      'Tue, 24 Nov 2026 12:00:00 Z',
      'Tue, 24 Nov 0026 12:00:00 +0000',
      'Salı, 24 Kas 2026 12:00:00 +0300',
    ].map(utf8),
  );

export function subject(random: Random): string {
  const words = Array.from({ length: 1 + random.upTo(6) }, () => random.of(WORDS));
  switch (random.upTo(6)) {
    case 0:
      return utf8(words.join(' '));
    case 1:
      return words.map((word) => encodedWord(word, random)).join(random.of([' ', '\r\n ', '\r\n\t', '  ']));
    case 2:
      return `${encodedWord(words.join(' '), random)} plain ${encodedWord('tail', random)}`;
    case 3:
      return `=?iso-8859-9?Q?${random.of(['I=FE=FDk', '=DDzmir', 'k=FDr=FDk'])}?= ${random.of(['fatura', '[liste] konu', ''])}`;
    case 4:
      return (
        random.of(['Re: ', 'Fwd: ', 'Ynt: ', 'RE: Re: ', '[liste] ', 'Re[2]: ']) +
        words.map((w) => w.replace(/[^\x20-\x7e]/g, 'x')).join(' ')
      );
    default:
      return words
        .map((word) => word.replace(/[^\x20-\x7e]/g, 'y'))
        .join(random.of([' ', '  ', '\t', '\r\n ', '\r\n\t\t']));
  }
}

export const oddSubject = (random: Random): string =>
  random.of([
    '',
    ' ',
    '=?utf-8?b?broken',
    '=?nope-1?q?=C4=B1?=',
    '=?utf-8?b?w7w?= =?utf-8?x?y?=',
    'quote " and \\ backslash',
    '\xff\xfe\xc3(',
    'trailing space   ',
    '   leading',
    'a\r\n \r\n b',
    'tab\there',
    'x'.repeat(1500),
    Array.from({ length: 30 }, (_, at) => `word${at}`).join('\r\n '),
    '{5}',
    'NIL',
    '((',
  ]);
