/**
 * Generated and hostile letters as a client without UTF8=ACCEPT is shown them: as they are, or with internationalized addresses
 * in ASCII. What it is shown is one whole letter: appended again, it has the same ENVELOPE and BODYSTRUCTURE. RFC 6858 2, 3
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { SQLITE } from '../helpers/mail-stores.ts';
import { ImapPeer } from './helpers/imap-peer.ts';
import { shown } from './helpers/imap-values.ts';
import { lettersOf } from './helpers/letters.ts';
import { append, sections, structures } from './helpers/observe.ts';

const LETTERS = process.env.POSTANE_TEST_FULL === '1' ? 1600 : 300;
const letters = lettersOf(Number(process.env.POSTANE_TEST_SEED ?? 20261125), LETTERS);
const WHOLE = ['BODY.PEEK[]', 'BODY.PEEK[HEADER]'];

let imap: ImapHarness;
let close: () => Promise<void>;
let plain: ImapPeer;
let utf8: ImapPeer;
beforeAll(async () => {
  const opened = await SQLITE.open();
  ({ close } = opened);
  imap = await startImap(opened.store);
  const password = Buffer.from(PASSWORD).toString('latin1');
  [plain, utf8] = [await ImapPeer.connect(imap.tlsPort, true), await ImapPeer.connect(imap.tlsPort, true)];
  for (const peer of [plain, utf8]) await peer.fine(`LOGIN ayse@ornek.test {${password.length}+}\r\n${password}`);
  await utf8.fine('ENABLE UTF8=ACCEPT');
  await append(plain, 'INBOX', letters);
  for (const peer of [plain, utf8]) await peer.fine('SELECT INBOX');
}, 300_000);
afterAll(async () => {
  plain.close();
  utf8.close();
  await imap.stop();
  await close();
});

test(`${LETTERS} letters are shown as they are, or as one letter in ASCII headers`, async () => {
  const wanted = letters.map(() => WHOLE);
  const [asShown, asStored] = [await sections(plain, wanted), await sections(utf8, wanted)];
  const [facts, storedFacts] = [await structures(plain), await structures(utf8)];
  const changed = letters.map((_, at) => at).filter((at) => octetsOf(asShown[at]) !== octetsOf(asStored[at]));
  for (const [at, letter] of letters.entries()) {
    expect(octetsOf(asStored[at])).toBe(letter.octets);
    expect(facts[at]?.get('RFC822.SIZE')).toBe(storedFacts[at]?.get('RFC822.SIZE'));
    if (!changed.includes(at)) expect(factsOf(facts[at])).toEqual(factsOf(storedFacts[at]));
  }
  expect(changed.length).toBeGreaterThan(LETTERS / 30);
  for (const at of changed) {
    const header = String(asShown[at]?.get('BODY[HEADER]'));
    expect(header).toMatch(/^[\x00-\x7f]*$/);
    expect(header).toContain('invalid@internationalized-address.invalid');
    expect(octetsOf(asShown[at]).startsWith(header)).toBe(true);
  }
  await plain.fine('CREATE Again');
  const again = changed.map((at) => ({ ...letters[at]!, octets: octetsOf(asShown[at]) }));
  await append(plain, 'Again', again);
  await plain.fine('SELECT Again');
  for (const [index, found] of (await structures(plain)).entries()) {
    const at = changed[index]!;
    expect(factsOf(found), `letter ${at}: ${JSON.stringify(letters[at]?.octets)}`).toEqual(factsOf(facts[at]));
  }
  console.log(`${LETTERS} letters, ${changed.length} of them shown in ASCII`);
  expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
}, 600_000);

type Values = Awaited<ReturnType<typeof structures>>[number];
const octetsOf = (values: Values | undefined): string => String(values?.get('BODY[]'));
const factsOf = (values: Values | undefined): string[] =>
  ['ENVELOPE', 'BODYSTRUCTURE', 'BODY'].map((name) => shown(values?.get(name)));
