/** Letters made to trip a reader of mail: broken MIME, broken headers, noise. Octets as latin1. For tests. RFC 2046 5.1, RFC 5322 */
import type { Random } from '../../helpers/random.ts';

const EOL = '\r\n';
const TOP = `Subject: hostile${EOL}From: kotu@uzak.test${EOL}MIME-Version: 1.0${EOL}`;
const mixed = (boundary: string, body: string, parameters = ''): string =>
  `${TOP}Content-Type: multipart/mixed; boundary="${boundary}"${parameters}${EOL}${EOL}${body}`;

const KINDS: readonly ((random: Random) => string)[] = [
  // header alone, with and without its end
  () => `${TOP}`,
  () => `${TOP}${EOL}`,
  () => `Subject: no line break`,
  () => `${EOL}only a body${EOL}`,
  () => `no colon here${EOL}${TOP}also none${EOL}${EOL}body${EOL}`,
  () => ` folded before any field${EOL}${TOP}${EOL}body`,
  () => `Subject : space before the colon${EOL}From : a@x.test${EOL}${EOL}body${EOL}`,
  () => `: no name${EOL}Sub ject: x${EOL}${TOP}${EOL}b`,
  // bodies without an end
  (r) => `${TOP}${EOL}${'x'.repeat(r.upTo(200))}`,
  () => `${TOP}${EOL}${EOL}${EOL}`,
  // multipart
  () => mixed('b', ''),
  () => mixed('b', '--b--'),
  () => mixed('b', `--b--${EOL}`),
  () => mixed('b', `no boundary at all${EOL}`),
  () => mixed('b', `--b${EOL}`),
  () => mixed('b', `--b${EOL}${EOL}`),
  () => mixed('b', `--b`),
  () => mixed('b', `--b${EOL}Content-Type: text/plain`),
  () => mixed('b', `--b${EOL}Content-Type: text/plain${EOL}`),
  () => mixed('b', `--b${EOL}Content-Type: text/html${EOL}--b${EOL}${EOL}second${EOL}--b--${EOL}`),
  () => mixed('b', `--b${EOL}${EOL}one${EOL}--b${EOL}${EOL}two without an end`),
  () =>
    mixed(
      'b',
      `--b${EOL}${EOL}one${EOL}--bb${EOL}${EOL}still one${EOL}--b--trailing${EOL}--b --${EOL}--b${EOL}${EOL}after${EOL}`,
    ),
  () => mixed('b', `--b${EOL}${EOL}one${EOL}--b--${EOL}epilogue${EOL}--b${EOL}${EOL}after the end${EOL}`),
  () => mixed('b', `--b${EOL}${EOL}${EOL}--b${EOL}${EOL}--b--${EOL}`),
  () => mixed('b', ` --b${EOL}${EOL}not a boundary${EOL}--b${EOL}${EOL}one${EOL}--b--`),
  () =>
    mixed(
      'b',
      `--b${EOL}Content-Type: multipart/mixed; boundary=b${EOL}${EOL}--b${EOL}${EOL}same boundary${EOL}--b--${EOL}--b--`,
    ),
  () =>
    mixed(
      'b',
      `--b${EOL}Content-Type: multipart/mixed; boundary=bc${EOL}${EOL}--bc${EOL}${EOL}prefix${EOL}--bc--${EOL}--b--`,
    ),
  () =>
    mixed(
      'bc',
      `--bc${EOL}Content-Type: multipart/mixed; boundary=b${EOL}${EOL}--b${EOL}${EOL}prefix${EOL}--b--${EOL}--bc--`,
    ),
  () =>
    mixed(
      'b',
      `--b${EOL}Content-Type: multipart/mixed; boundary=i${EOL}${EOL}--i${EOL}${EOL}inner never ends${EOL}--b${EOL}${EOL}two${EOL}--b--`,
    ),
  () => mixed('b', `--b${EOL}Content-Type: message/rfc822${EOL}${EOL}Subject: cut by the boundary${EOL}--b--`),
  () => mixed('b', `--b${EOL}Content-Type: message/rfc822${EOL}${EOL}--b--`),
  () =>
    mixed(
      'b',
      `--b${EOL}Content-Type: message/rfc822${EOL}Content-Transfer-Encoding: base64${EOL}${EOL}U3ViamVjdDogeA==${EOL}--b--`,
    ),
  () =>
    mixed(
      'b',
      `--b${EOL}Content-Type: message/delivery-status${EOL}${EOL}Reporting-MTA: dns; x${EOL}--b${EOL}Content-Type: message/partial; number=1${EOL}${EOL}x${EOL}--b--`,
    ),
  () => mixed('b ', `--b ${EOL}${EOL}a boundary that ends with a space${EOL}--b --`),
  () => mixed('', `--${EOL}${EOL}an empty boundary${EOL}----${EOL}`),
  () => mixed('b', `--b\t ${EOL}${EOL}white space${EOL}--b-- \t${EOL}`),
  () => `${TOP}Content-Type: multipart/mixed${EOL}${EOL}--b${EOL}no boundary parameter${EOL}`,
  () => `${TOP}Content-Type: multipart${EOL}${EOL}--b${EOL}no subtype${EOL}`,
  (r) => {
    const depth = 3 + r.upTo(20);
    const opens = Array.from(
      { length: depth },
      (_, at) => `Content-Type: multipart/mixed; boundary="d${at}"${EOL}${EOL}--d${at}${EOL}`,
    );
    return `${TOP}${opens.join('')}Content-Type: text/plain${EOL}${EOL}deep${EOL}`;
  },
  (r) =>
    mixed(
      'm',
      `${Array.from({ length: 20 + r.upTo(100) }, (_, at) => `--m${EOL}${EOL}part ${at}${EOL}`).join('')}--m--${EOL}`,
    ),
  (r) =>
    `${TOP}${Array.from({ length: 2 + r.upTo(12) }, () => `Content-Type: message/rfc822${EOL}${EOL}Subject: in${EOL}`).join('')}${EOL}deep${EOL}`,
  // content types
  ...[
    'text',
    '/plain',
    'text/',
    'text/plain;',
    'text/plain; charset',
    'text/plain; charset=',
    'text/plain; =x; charset=utf-8',
    'text/plain; charset="unclosed',
    'text/plain; charset=utf-8 trailing words',
    'text/plain; charset = utf-8',
    'text/plain; charset=utf-8; charset=latin1',
    'text/plain charset=utf-8',
    'text/plain; name=a b c.txt',
    'text/plain; name="a\\"b\\\\c"',
    'text/plain; name=\xfc\xff.txt',
    'text/plain; name="=?utf-8?q?=C4=B1?="',
    "text/plain; name*=utf-8''%C4%B1; name*0*=x",
    'text / plain; charset=utf-8',
    '(comment) text/plain (more); (here) charset=utf-8 (end)',
    'text/plain/extra',
    'TEXT/HTML; CHARSET=UTF-8',
    'image/png; name="a;b=c.png"',
    'text/plain; a=1; b=2; c=3; d="4;5"',
    '"text"/plain',
    'text/plain;;;charset=utf-8;',
    'application/x-y+z; v=1.0/2',
    '',
  ].map((type) => () => `${TOP}Content-Type: ${type}${EOL}${EOL}body${EOL}`),
  ...['', '7-bit', 'x-uuencode', 'base64 (comment)', 'BASE64;', '"base64"', 'quoted-printable x', '8bit, base64'].map(
    (encoding) => () => `${TOP}Content-Transfer-Encoding: ${encoding}${EOL}${EOL}Ym9keQ==${EOL}`,
  ),
  ...[
    '',
    ';',
    'attachment;',
    '; filename=a',
    'attachment; filename',
    '"attachment"; filename=a',
    'attachment filename=a',
    'attachment; filename=a; filename=b',
    'x y; z=1',
  ].map((disposition) => () => `${TOP}Content-Disposition: ${disposition}${EOL}${EOL}body${EOL}`),
  ...['', ',', 'tr,', ',tr', 'tr,,en', '"tr"', 'tr en', '(c)tr(d)'].map(
    (language) => () => `${TOP}Content-Language: ${language}${EOL}${EOL}body${EOL}`,
  ),
  // sizes
  (r) => `${TOP}X: ${'y'.repeat(1000 + r.upTo(60_000))}${EOL}${EOL}body`,
  (r) => `${TOP}${Array.from({ length: 50 + r.upTo(300) }, (_, at) => `X-${at}: ${at}${EOL}`).join('')}${EOL}body`,
  (r) => `${TOP}To: ${Array.from({ length: 20 + r.upTo(200) }, (_, at) => `p${at}@x.test`).join(', ')}${EOL}${EOL}body`,
  (r) => `${TOP}${EOL}${`${'z'.repeat(70)}${EOL}`.repeat(r.upTo(2000))}`,
  // noise
  (r) =>
    `${TOP}${EOL}${Array.from({ length: r.upTo(3000) }, () => String.fromCharCode(1 + r.upTo(255)))
      .join('')
      .replace(/[\r\n]/g, '.')}`,
  (r) =>
    `${TOP}X: ${Array.from({ length: r.upTo(300) }, () => String.fromCharCode(1 + r.upTo(255)))
      .join('')
      .replace(/[\r\n]/g, '.')}${EOL}${EOL}b`,
  (r) => {
    const pieces = [
      '--b',
      '--b--',
      EOL,
      EOL,
      ' ',
      'Content-Type: ',
      'multipart/mixed; boundary=b',
      'message/rfc822',
      'text/plain',
      'x',
      'Subject: y',
      '--c',
      '\t',
    ];
    return mixed('b', Array.from({ length: r.upTo(60) }, () => r.of(pieces)).join(''));
  },
];

export const HOSTILE_KINDS = KINDS.length;
export const hostileLetter = (random: Random): string => random.of(KINDS)(random);
/** The kind of that number, so that each is seen at least once. */
export function hostileOfKind(at: number, random: Random): string {
  const kind = KINDS[at % KINDS.length];
  if (kind === undefined) throw new Error('no kind of hostile letter');
  return kind(random);
}
