/**
 * Octets that RFC 5322 does not know, beside Debian's Dovecot: bare LF and CR, NUL. We give back what was appended; Dovecot
 * makes CRLF of a bare LF and drops a CR at the end.
 *
 * RFC 9051 2.3.4: RFC822.SIZE is "the number of octets in the message when the message is expressed in [RFC5322] format", and
 * "SHOULD match the result of a FETCH BODY[] command": it does, on both sides, each with its own octets.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { append, sections, structures } from './helpers/observe.ts';
import { startPair, type Pair } from './helpers/pair.ts';

const head = 'Subject: octets\r\nFrom: a@b.test\r\n';
const LETTERS = [
  'Subject: bare\nFrom: a@b.test\n\none\ntwo\n',
  `${head}\r\nmixed\nends\r\nof\nlines\r\n`,
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\n\none\n--b\r\n\r\ntwo\r\n--b--\n`,
  `${head}\r\na bare\rCR\r\n`,
  `${head}\r\nends with CR\r`,
  `${head}\r\n\xff\xfe\x80\r\n`,
];
const ITEMS = ['BODY.PEEK[]', 'BODY.PEEK[HEADER]', 'BODY.PEEK[TEXT]', 'BODY.PEEK[1]'];
/** As Dovecot keeps it: every line ends with CRLF, and a CR at the very end is lost. */
const asCrlf = (octets: string): string => octets.replace(/\r?\n/g, '\r\n').replace(/\r$/, '');
let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
  for (const peer of [pair.ours, pair.theirs]) {
    const letters = LETTERS.map((octets) => ({
      octets,
      isWellMade: false,
      internalDate: '01-Jan-2020 00:00:00 +0000',
      flags: '',
    }));
    await append(peer, 'INBOX', letters);
    await peer.fine('SELECT INBOX');
  }
}, 60_000);
afterAll(() => pair.stop());

test('line ends come back as they were sent; Dovecot gives the same letter with CRLF', async () => {
  const wanted = LETTERS.map(() => ITEMS);
  const [own, other] = [await sections(pair.ours, wanted), await sections(pair.theirs, wanted)];
  const [ownFacts, otherFacts] = [await structures(pair.ours), await structures(pair.theirs)];
  for (const [at, octets] of LETTERS.entries()) {
    const sent = JSON.stringify(octets);
    expect(own[at]?.get('BODY[]'), sent).toBe(octets);
    expect(other[at]?.get('BODY[]'), sent).toBe(asCrlf(octets));
    for (const name of ['BODY[HEADER]', 'BODY[TEXT]', 'BODY[1]'])
      expect(asCrlf(String(own[at]?.get(name))), `${name} ${sent}`).toBe(other[at]?.get(name));
    expect(ownFacts[at]?.get('RFC822.SIZE'), sent).toBe(octets.length);
    expect(otherFacts[at]?.get('RFC822.SIZE'), sent).toBe(asCrlf(octets).length);
    expect(ownFacts[at]?.get('ENVELOPE'), sent).toEqual(otherFacts[at]?.get('ENVELOPE'));
  }
});

test('a NUL is kept where a literal8 brings it, and none is shown where strings cannot have one', async () => {
  const octets = `Subject: a\0b\r\nFrom: a@b.test\r\n\r\nx\0y\r\n`;
  await pair.ours.fine(`APPEND INBOX ~{${octets.length}+}\r\n${octets}`);
  const number = LETTERS.length + 1;
  const [answer = ''] = await pair.ours.fine(`FETCH ${number} (ENVELOPE BINARY.PEEK[1])`);
  expect(answer.includes('x\0y')).toBe(true);
  expect(/ENVELOPE \(NIL "a.?b"/.test(answer)).toBe(true);
  expect(answer.split('BINARY')[0]).not.toContain('\0');
});
