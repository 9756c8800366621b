/** Scripts that follow the grammar more or less, with noise: for the fuzz test. The same for the same seed. */
import { createRandom, type Random } from '../../helpers/random.ts';

const WORDS =
  'require if elsif else stop keep discard fileinto redirect reject ereject vacation set addflag setflag removeflag addheader deleteheader error not anyof allof true false header address envelope exists size body date currentdate environment string hasflag ihave duplicate spamtest mailboxexists mailboxidexists specialuse_exists nonsense text'.split(
    ' ',
  );
const TAGS =
  'is contains matches count value comparator all localpart domain user detail over under raw content text zone originalzone index last copy create flags specialuse mailboxid fcc days seconds subject from addresses mime handle header uniqueid percent lower upper lowerfirst upperfirst quotewildcard length nonsense'.split(
    ' ',
  );
const TEXTS = [
  'Subject',
  'From',
  'To',
  'X-Long',
  'a@example.com',
  'INBOX',
  '*',
  '?*?*',
  '*a*b*a*b*a*b*a*c',
  '\\\\*',
  '${1}',
  '${a}',
  '${hex:24}{a}',
  '',
  'gt',
  'i;octet',
  'i;ascii-numeric',
  'i;unicode-casemap',
  'i;ascii-casemap',
  'year',
  'zone',
  '+0300',
  '\\\\Seen',
  '\\\\Junk',
  'a',
  'Şeker İıI',
  'text/html',
  '\u{1f600}',
  'x'.repeat(3_000),
  '0',
  '42',
  'fileinto',
  'variables',
] as const;
/** Texts that no compiler takes. */
const WRONG_TEXTS = ['${a.b}', '${hex:41 ff}', '${unicode:d800}'] as const;
const EXTENSIONS =
  'body comparator-i;ascii-numeric comparator-i;unicode-casemap copy date duplicate editheader encoded-character envelope environment ereject fcc fileinto ihave imap4flags index mailbox mailboxid reject relational spamtestplus special-use subaddress vacation-seconds variables'.split(
    ' ',
  );

/** Every third follows the grammar, every third has words and marks in any order, every third has octets changed. */
export function noisyScript(seed: number): Uint8Array {
  const random = createRandom(seed);
  const head = `require [${EXTENSIONS.map((name) => `"${name}"`).join(',')}];\n`;
  const kind = seed % 3;
  const body =
    kind === 1 ? anyWords(random) : Array.from({ length: 1 + random.upTo(8) }, () => command(random, 4)).join('\n');
  const octets = Buffer.from(random.chance(0.9) ? head + body : body);
  if (kind === 2)
    for (let left = 1 + random.upTo(6); left > 0; left -= 1)
      octets[random.upTo(octets.length)] = random.upTo(random.chance(0.1) ? 256 : 128);
  return octets;
}

function anyWords(random: Random): string {
  const piece = (): string => {
    const kind = random.upTo(6);
    if (kind === 0) return random.of(WORDS);
    if (kind === 1) return `:${random.of(TAGS)}`;
    if (kind === 2) return `"${random.of(TEXTS)}"`;
    if (kind === 3) return `${random.upTo(1_000)}${random.of(['', 'K', 'M', 'G', 'x'])}`;
    return kind === 4
      ? random.of(['text:\r\n.x\r\n.\r\n', '/*', '*/', '#', '"', '\\', '\r\n'])
      : random.of([...'{}()[],;;;']);
  };
  return Array.from({ length: 1 + random.upTo(200) }, piece).join(' ');
}

const someText = (random: Random): string => `"${random.of(random.chance(0.02) ? WRONG_TEXTS : TEXTS)}"`;

function command(random: Random, depth: number): string {
  const text = (): string => someText(random);
  const block = (): string =>
    `{ ${Array.from({ length: random.upTo(3) }, () => command(random, depth - 1)).join(' ')} }`;
  const choice = random.upTo(depth > 0 ? 14 : 10);
  if (choice === 0)
    return `fileinto ${random.of(['', ':copy ', ':create ', ':flags "a" ', ':specialuse "\\\\Junk" ', ':mailboxid "x" '])}${text()};`;
  if (choice === 1)
    return `set ${random.of(['', ':lower ', ':upper ', ':length ', ':quotewildcard '])}"${random.of(['a', 'b'])}" "${random.of(TEXTS)}\${a}\${a}\${b}";`;
  if (choice === 2) return `${random.of(['addflag', 'setflag', 'removeflag'])} ${random.of(['', '"a" '])}${text()};`;
  if (choice === 3)
    return random.of(['keep;', 'discard;', 'stop;', 'reject "no";', 'redirect "a@example.com";', 'ereject "no";']);
  if (choice === 4) return `vacation ${random.of(['', ':days 3 ', ':seconds 9 ', ':fcc "Sent" ', ':mime '])}${text()};`;
  if (choice === 5) return `addheader ${random.of(['', ':last '])}"X-A" ${text()};`;
  if (choice === 6) return `deleteheader ${random.of(['', ':index 1 ', ':matches '])}${text()} ${text()};`;
  return `if ${condition(random, depth)} ${block()} ${random.chance(0.3) ? `else ${block()}` : ''}`;
}

function condition(random: Random, depth: number): string {
  const text = (): string => someText(random);
  const match = random.of([
    '',
    ':contains',
    ':matches',
    ':matches',
    ':value "gt"',
    ':count "ge"',
    ':comparator "i;octet"',
    ':matches :comparator "i;unicode-casemap"',
  ]);
  const choice = random.upTo(depth > 0 ? 12 : 9);
  if (choice < 3) return `header ${match} [${text()}, "X-Long"] [${text()}, ${text()}]`;
  if (choice === 3) return `address ${match} ["From", "To"] ${text()}`;
  if (choice === 4) return `body ${random.of([':raw', ':text', ':content "text"'])} ${match} ${text()}`;
  if (choice === 5) return `string ${match} [${text()}, "\${a}"] ${text()}`;
  if (choice === 6) return `date ${match} "Date" ${random.of(['"year"', '"std11"', text()])} ${text()}`;
  if (choice === 7)
    return random.of([
      'true',
      'false',
      'duplicate',
      'exists "To"',
      'size :over 1K',
      'spamtest "0"',
      'envelope "from" "x"',
      'ihave "nonsense"',
    ]);
  if (choice === 8) return `hasflag ${match} ${text()}`;
  if (choice === 9) return `not ${condition(random, depth - 1)}`;
  return `${random.of(['anyof', 'allof'])} (${condition(random, depth - 1)}, ${condition(random, depth - 1)})`;
}
