/** Conditions made from a seed: fields, parts, match types, comparators and keys cut from what the letter holds. */
import { createRandom, type Random } from '../../helpers/random.ts';
import { LETTERS, type LetterName } from './letters.ts';

const FIELDS = [
  'Subject',
  'From',
  'To',
  'Cc',
  'X-Number',
  'X-Caffeine',
  'X-Spaces',
  'Received',
  'X-None',
  'X-Long',
  'Date',
  'Importance',
];
const ADDRESS_FIELDS = ['From', 'To', 'Cc', 'Reply-To', 'Bcc'];
const RELATIONS = ['gt', 'ge', 'lt', 'le', 'eq', 'ne'];

export function generatedConditions(seed: number, letter: LetterName, count: number): string[] {
  const random = createRandom(seed * 31 + letter.length);
  const source = Buffer.from(LETTERS[letter], 'latin1')
    .toString('utf8')
    .replace(/[^\x20-\x7e]+/g, ' ');
  return Array.from({ length: count }, () => condition(random, source, 2));
}

function condition(random: Random, source: string, depth: number): string {
  const kind = random.upTo(depth > 0 ? 12 : 8);
  if (kind < 3) return `header${index(random)}${match(random)} ${list(random, FIELDS)} ${keys(random, source)}`;
  if (kind < 5)
    return `address${random.of(['', ' :all', ' :localpart', ' :domain', ' :user', ' :detail'])}${match(random)} ${list(random, ADDRESS_FIELDS)} ${keys(random, source)}`;
  if (kind === 5)
    return `envelope${random.of(['', ' :localpart', ' :domain', ' :user', ' :detail'])}${match(random)} ${random.of(['"from"', '"to"', '["from", "to"]'])} ${keys(random, source)}`;
  if (kind === 6)
    return `body ${random.of([':raw', ':content "text"', ':content ""'])} :contains ${keys(random, source)}`;
  if (kind === 7) return `string${withComparator(match(random))} ${keys(random, source)} ${keys(random, source)}`;
  if (kind === 8) return `not ${condition(random, source, depth - 1)}`;
  const parts = Array.from({ length: 1 + random.upTo(3) }, () => condition(random, source, depth - 1));
  return `${random.of(['anyof', 'allof'])} (${parts.join(', ')})`;
}

/** Without one the two sides compare otherwise: differences.ts. */
function withComparator(tags: string): string {
  return tags.includes(':comparator') ? tags : `${tags} :comparator "i;ascii-casemap"`;
}

function index(random: Random): string {
  return random.chance(0.2) ? ` :index ${1 + random.upTo(3)}${random.of(['', ' :last'])}` : '';
}

function match(random: Random): string {
  const comparator = random.of(['', '', ' :comparator "i;octet"', ' :comparator "i;ascii-casemap"']);
  const kind = random.upTo(8);
  if (kind < 3) return comparator;
  if (kind < 5) return ` :contains${comparator}`;
  if (kind < 6) return ` :matches${comparator}`;
  const numeric = random.chance(0.6) ? ' :comparator "i;ascii-numeric"' : comparator;
  return kind === 6 ? ` :value "${random.of(RELATIONS)}"${numeric}` : ` :count "${random.of(RELATIONS)}"${numeric}`;
}

function keys(random: Random, source: string): string {
  return list(random, [key(random, source), key(random, source), key(random, source)]);
}

function key(random: Random, source: string): string {
  if (random.chance(0.2)) return random.of(['', '0', '1', '2', '42', '*', '?', 'a', '**', '*?', 'tim', 'example.org']);
  const from = random.upTo(source.length);
  const cut = source.slice(from, from + 1 + random.upTo(12));
  const changed = cut.replace(/./g, (c) =>
    random.chance(0.15) ? random.of(['*', '?', '**', c.toUpperCase(), '\\', c]) : c,
  );
  // The oracle panics on a pattern that ends with a backslash.
  return (random.chance(0.5) ? changed : cut).replace(/\\+$/, '');
}

function list(random: Random, choices: readonly string[]): string {
  const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  if (random.chance(0.6)) return quoted(random.of(choices));
  const some = new Set(Array.from({ length: 1 + random.upTo(3) }, () => random.of(choices)));
  return `[${[...some].map(quoted).join(', ')}]`;
}
