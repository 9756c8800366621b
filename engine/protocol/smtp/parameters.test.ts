import { expect, test } from 'vitest';
import { parseMailParameters, parseRcptParameters } from './parameters.ts';
import { formatReply } from './reply-text.ts';
import { authenticationServerOf, editHeader, readHeader } from './header-block.ts';

const code = (run: () => unknown): number => {
  try {
    run();
    return 0;
  } catch (error) {
    return (error as { reply: { code: number } }).reply.code;
  }
};

test('MAIL parameters', () => {
  expect(parseMailParameters('SIZE=1000 body=8bitmime SMTPUTF8 RET=HDRS ENVID=QQ+2B1 AUTH=<>', true)).toEqual({
    sizeBytes: 1000,
    body: '8bitmime',
    smtpUtf8: true,
    ret: 'headers',
    envid: 'QQ+2B1',
    auth: '<>',
  });
  expect(parseMailParameters('', true)).toEqual({
    sizeBytes: null,
    body: null,
    smtpUtf8: false,
    ret: null,
    envid: null,
    auth: null,
  });
});
test.each([
  ['SIZE=x', 501],
  ['SIZE', 501],
  ['SIZE=1 SIZE=2', 501],
  ['BODY=BINARYMIME', 555],
  ['SMTPUTF8=1', 501],
  ['RET=ALL', 501],
  ['ENVID=a=b', 501],
  ['ENVID=+0a', 501],
  ['FOO=1', 555],
  ['NOTIFY=NEVER', 555],
  ['__proto__=1', 501],
  ['constructor', 555],
])('MAIL %s is refused with %i', (text, expected) => {
  expect(code(() => parseMailParameters(text, true))).toBe(expected);
});
test('other servers are not offered DSN', () => {
  expect(code(() => parseMailParameters('RET=FULL', false))).toBe(555);
  expect(code(() => parseRcptParameters('NOTIFY=NEVER', false))).toBe(555);
});
test('RCPT parameters', () => {
  expect(parseRcptParameters('NOTIFY=SUCCESS,failure ORCPT=rfc822;a+2Bb@example.com', true)).toEqual({
    notify: ['success', 'failure'],
    orcpt: 'rfc822;a+2Bb@example.com',
  });
});
test.each([
  ['NOTIFY=NEVER,DELAY', 501],
  ['NOTIFY=', 501],
  ['NOTIFY=SUCCESS,SUCCESS', 501],
  ['NOTIFY=toString', 501],
  ['ORCPT=x', 501],
  ['SIZE=1', 555],
])('RCPT %s is refused with %i', (text, expected) => {
  expect(code(() => parseRcptParameters(text, true))).toBe(expected);
});
test('a reply of several lines carries its codes on each, and never a control character', () => {
  expect(formatReply({ code: 550, enhanced: '5.1.1', text: 'No such person\nAsk postmaster\rRCPT' })).toBe(
    '550-5.1.1 No such person\r\n550 5.1.1 Ask postmaster RCPT\r\n',
  );
  for (const line of formatReply({ code: 250, enhanced: '2.0.0', text: 'x '.repeat(900) }).split('\r\n'))
    expect(line.length).toBeLessThanOrEqual(512);
});
test('header fields are found, taken out and put in', () => {
  const header = Buffer.from('From: a@b\r\nBcc: c@d,\r\n\te@f\r\nSubject:  x \r\n y\r\n\r\nBcc: not this\r\n');
  const fields = readHeader(header);
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['from', 'a@b'],
    ['bcc', 'c@d,\te@f'],
    ['subject', 'x  y'],
  ]);
  expect(
    Buffer.from(
      editHeader(
        header,
        fields.filter((field) => field.name === 'bcc'),
        'Date: now\r\n',
      ),
    ).toString(),
  ).toBe('Date: now\r\nFrom: a@b\r\nSubject:  x \r\n y\r\n\r\nBcc: not this\r\n');
});
test.each([
  ['mail.example.com; spf=pass', 'mail.example.com'],
  ['(c) "Mail.Example.com" 1; none', 'mail.example.com'],
  ['mail.example.com.', 'mail.example.com'],
  ['', ''],
])('Authentication-Results %j is of %j', (value, expected) => {
  expect(authenticationServerOf(value)).toBe(expected);
});
