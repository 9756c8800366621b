import iconv from 'iconv-lite';
import { simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { indexMessage } from './index-message.ts';
import { locatePart } from './locate-section.ts';
import { textContent } from './text-content.ts';

const crlf = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');
const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const envelopes: { name: string; header: string; envelope: string }[] = [
  {
    name: 'full envelope, sender and reply-to from From',
    header:
      'Date: Mon, 7 Feb 1994 21:52:25 -0800 (PST)\nFrom: Terry Gray <gray@cac.example>\nSubject: IMAP\nTo: imap@cac.example\nMessage-Id: <B27397@cac.example>\n',
    envelope:
      '("Mon, 7 Feb 1994 21:52:25 -0800 (PST)" "IMAP" (("Terry Gray" NIL "gray" "cac.example")) (("Terry Gray" NIL "gray" "cac.example")) (("Terry Gray" NIL "gray" "cac.example")) ((NIL NIL "imap" "cac.example")) NIL NIL NIL "<B27397@cac.example>")',
  },
  { name: 'nothing', header: 'X: y\n', envelope: '(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)' },
  {
    name: 'group, quoted names and localparts, comment as name, route',
    header: 'To: Team: "Kaya, A" <a@b.c>, "odd one"@d.e;, f@g.h (Fay), <@x,@y:z@w>\n',
    envelope:
      '(NIL NIL NIL NIL NIL ((NIL NIL "Team" NIL)("Kaya, A" NIL "a" "b.c")(NIL NIL "odd one" "d.e")(NIL NIL NIL NIL)("Fay" NIL "f" "g.h")(NIL "@x,@y" "z" "w")) NIL NIL NIL NIL)',
  },
  {
    name: 'folded subject; 8-bit as literal; quotes escaped',
    header: 'Subject: one\n two "three"\nFrom: \xc7a <a@b>\n',
    envelope:
      '(NIL "one two \\"three\\"" (({2}\r\n\xc7a NIL "a" "b")) (({2}\r\n\xc7a NIL "a" "b")) (({2}\r\n\xc7a NIL "a" "b")) NIL NIL NIL NIL NIL)',
  },
  {
    name: 'no host',
    header: 'From: nobody\n',
    envelope: '(NIL NIL ((NIL NIL "nobody" "")) ((NIL NIL "nobody" "")) ((NIL NIL "nobody" "")) NIL NIL NIL NIL NIL)',
  },
];
test.each(envelopes)('ENVELOPE: $name', ({ header, envelope }) => {
  expect(ascii(indexMessage(crlf(`${header}\nbody\n`)).envelope)).toBe(envelope);
});

const structures: { name: string; message: string; body: string; structure?: string }[] = [
  {
    name: 'plain',
    message: 'Subject: x\n\nhello\nworld\n',
    body: '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 14 2)',
  },
  { name: 'header only', message: 'Subject: x\n', body: '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0)' },
  { name: 'empty', message: '', body: '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0)' },
  {
    name: 'two parts',
    message:
      'Content-Type: multipart/mixed; boundary="a b"\n\npreamble\n--a b\n\nfirst\n\n--a b\nContent-Type: image/PNG; name="x.png"\nContent-Transfer-Encoding: BASE64\nContent-ID: <i@d>\nContent-Description: pic\nContent-MD5: abc=\nContent-Disposition: attachment; filename="x.png"\nContent-Language: tr, en\nContent-Location: http://x/\n\nAAAA\n--a b--\nepilogue\n',
    body: '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1)("image" "png" ("name" "x.png") "<i@d>" "pic" "base64" 4) "mixed")',
    structure:
      '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1 NIL NIL NIL NIL)("image" "png" ("name" "x.png") "<i@d>" "pic" "base64" 4 "abc=" ("attachment" ("filename" "x.png")) ("tr" "en") "http://x/") "mixed" ("boundary" "a b") NIL NIL NIL)',
  },
  {
    name: 'message in a message',
    message: 'Content-Type: message/rfc822\n\nSubject: in\nFrom: a@b\n\nhi\n',
    body: '("message" "rfc822" NIL NIL NIL "7bit" 30 (NIL "in" ((NIL NIL "a" "b")) ((NIL NIL "a" "b")) ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL) ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 4 1) 4)',
  },
  {
    name: 'digest items are messages',
    message: 'Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: one\n\nx\n--d--\n',
    body: '(("message" "rfc822" NIL NIL NIL "7bit" 17 (NIL "one" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0) 2) "digest")',
  },
  {
    name: 'multipart without parts',
    message: 'Content-Type: multipart/mixed; boundary=x\n\nnothing\n',
    body: '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")',
  },
  {
    name: 'multipart without boundary',
    message: 'Content-Type: multipart/mixed\n\nnothing\n',
    body: '(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")',
  },
  {
    name: 'broken type',
    message: 'Content-Type: nonsense; charset=x\n\na',
    body: '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0)',
  },
  {
    name: 'inner boundary left open, outer one closes it; one boundary begins with the other',
    message:
      'Content-Type: multipart/mixed; boundary=AB\n\n--AB\nContent-Type: multipart/alternative; boundary=ABC\n\n--ABC\n\nx\n--AB\n\ny\n--AB--\n',
    body: '((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0) "alternative")("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0) "mixed")',
  },
];
test.each(structures)('BODY: $name', ({ message, body, structure }) => {
  const index = indexMessage(crlf(message));
  expect(ascii(index.body)).toBe(body);
  if (structure !== undefined) expect(ascii(index.bodyStructure)).toBe(structure);
});

test('offsets lead to the octets of each section', () => {
  const source = crlf(
    'Content-Type: multipart/mixed; boundary=b\n\n--b\nX: 1\n\none\n--b\nContent-Type: message/rfc822\n\nSubject: in\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\ndeep\n--c--\n--b--\n',
  );
  const { parts } = indexMessage(source);
  const header = (path: number[]): string | null => {
    const part = locatePart(parts, path);
    return part && ascii(source.subarray(part.headerStart, part.headerEnd));
  };
  const content = (path: number[]): string | null => {
    const part = locatePart(parts, path);
    return part && ascii(source.subarray(part.bodyStart, part.bodyEnd));
  };
  expect(header([1])).toBe('X: 1\r\n\r\n');
  expect(content([1])).toBe('one');
  expect(content([2])?.startsWith('Subject: in\r\n')).toBe(true);
  expect(content([2, 1])).toBe('deep');
  expect([content([3]), content([1, 1]), content([2, 2]), content([2, 1, 1])]).toEqual([null, null, null, null]);
});

describe('header facts', () => {
  const facts = indexMessage(
    Buffer.concat([
      crlf(
        'Subject: =?ISO-8859-9?Q?=DDzmir?= =?utf-8?B?xLHFn8Sxaw==?=\nFrom: =?windows-1254?Q?Ay=FEe?= <ayse@ornek.com>\nTo: a@b, Grup: "=?utf-8?Q?=C3=96mer?=" <o@p>;\nMessage-ID: <m1@x>\nIn-Reply-To: <p@x>\nReferences: <r1@x> <p@x>\nDate: Tue, 24 Nov 2026 00:30:00 +0300\nContent-Type: text/plain; charset=iso-8859-9\nContent-Transfer-Encoding: 8bit\n\n',
      ),
      iconv.encode('Şişli’de  ığüşöç\r\nİkinci satır', 'iso-8859-9'),
    ]),
  );
  test.each([
    ['subject', 'İzmirışık'],
    ['from', 'Ayşe <ayse@ornek.com>'],
    ['to', 'a@b, Ömer <o@p>'],
    ['messageId', 'm1@x'],
    ['inReplyTo', 'p@x'],
    ['references', ['r1@x', 'p@x']],
    ['sentAt', Date.UTC(2026, 10, 23, 21, 30)],
    ['sentDay', '2026-11-24'],
    ['hasAttachment', false],
  ] as const)('%s', (name, value) => expect(facts[name]).toEqual(value));
  test('preview', () => expect(facts.preview).toBe('Şişli?de ığüşöç İkinci satır'));
  test('raw 8-bit subjects: UTF-8, else Turkish', () => {
    expect(indexMessage(Buffer.from('Subject: ığdır\r\n\r\n')).subject).toBe('ığdır');
    expect(
      indexMessage(
        Buffer.concat([Buffer.from('Subject: '), iconv.encode('ığdır', 'windows-1254'), Buffer.from('\r\n\r\n')]),
      ).subject,
    ).toBe('ığdır');
  });
});

const letters = [
  { subject: 'düz metin', text: 'Merhaba dünya\n'.repeat(50) },
  { subject: 'iki hâl', text: 'Merhaba', html: '<p>Merhaba <b>dünya</b></p>' },
  {
    subject: 'ek',
    text: 'ekte',
    attachments: [
      { filename: 'büyük dosya.bin', content: Buffer.alloc(5000, 7) },
      { filename: 'b.txt', content: 'ığüşöç' },
    ],
  },
  {
    subject: 'resim',
    html: '<p>bak <img src="cid:r@x"></p>',
    attachments: [{ filename: 'r.png', cid: 'r@x', content: Buffer.alloc(900, 1) }],
  },
  {
    subject: 'uzun '.repeat(60),
    text: 'x'.repeat(3000),
    attachments: [{ contentType: 'message/rfc822', content: 'Subject: iç\r\n\r\ngövde\r\n' }],
  },
  { subject: 'base64', text: 'şşşşş', textEncoding: 'base64' as const },
];
test.each(letters)('agrees with two other parsers: $subject', async (letter) => {
  const source = await new MailComposer({
    from: '"Ayşe, K." <ayse@ornek.com>',
    to: 'Ömer <omer@ornek.com>, b@c.d',
    date: new Date(1e12),
    ...letter,
  })
    .compile()
    .build();
  const index = indexMessage(source);
  const parsed = await simpleParser(source);
  const postal = await PostalMime.parse(source, { rfc822Attachments: true });
  expect(index.subject).toBe(parsed.subject?.trim());
  expect(index.subject).toBe(postal.subject?.trim());
  expect(index.from).toBe(`${postal.from?.name ?? ''} <${postal.from?.address ?? ''}>`);
  expect(index.sentAt).toBe(parsed.date?.getTime());
  expect(index.messageId).toBe(postal.messageId?.slice(1, -1));
  expect(index.hasAttachment).toBe(parsed.attachments.some((a) => !a.related) || source.includes('message/rfc822'));
  const content = textContent(source, index.parts);
  const names = postal.attachments.map((a) => a.filename).filter((name) => name !== null && name !== undefined);
  expect(content.attachmentNames).toEqual(expect.arrayContaining(names));
  if (letter.text !== undefined)
    expect(content.text.replaceAll('\r', '')).toContain((postal.text ?? '').trim().slice(0, 100));
  if (letter.html !== undefined) expect(content.text).toMatch(/Merhaba dünya|bak/);
});
