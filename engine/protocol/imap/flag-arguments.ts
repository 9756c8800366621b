/** Flags on the wire. RFC 9051 2.3.2 and 9 (flag, store-att-flags), RFC 7162 3.1.3 (UNCHANGEDSINCE) */
import { SYSTEM_FLAGS, type FlagChange, type Flags, type SystemFlag } from '../../model/flags.ts';
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { modSequenceOrZero } from './mod-sequence.ts';
import { sequenceSet, type SequenceSet } from './sequence-set.ts';

const NAMES = Object.keys(SYSTEM_FLAGS) as SystemFlag[];
const KEYWORD_LIMIT_BYTES = 100;

/** flag-list = "(" [flag *(SP flag)] ")" */
export function flagList(line: CommandParser): Flags {
  return collect(line.listOrEmpty(() => flag(line)));
}

function flag(line: CommandParser): string {
  const system = line.maybe('\\');
  const word = line.atom('flag');
  if (!system) {
    if (word.length > KEYWORD_LIMIT_BYTES)
      throw new ImapSyntaxError(`a keyword may have at most ${KEYWORD_LIMIT_BYTES} octets`);
    return word;
  }
  const name = NAMES.find((candidate) => candidate.toLowerCase() === `\\${word.toLowerCase()}`);
  if (name !== undefined) return name;
  // RFC 3501 2.3.2: \Recent is the server's alone; old clients send it back with the rest.
  if (word.toLowerCase() === 'recent') return '';
  throw new ImapSyntaxError(`unknown system flag \\${word}`);
}

function collect(words: readonly string[]): Flags {
  let system = 0;
  const keywords = new Map<string, string>();
  for (const word of words) {
    if (word.startsWith('\\')) system |= SYSTEM_FLAGS[word as SystemFlag];
    else if (word !== '' && !keywords.has(word.toLowerCase())) keywords.set(word.toLowerCase(), word);
  }
  return { system, keywords: [...keywords.values()].sort() };
}

export interface StoreArguments {
  readonly set: SequenceSet;
  readonly change: FlagChange;
  readonly silent: boolean;
}
/** sequence-set SP ["(" UNCHANGEDSINCE SP n ")" SP] ["+" / "-"] "FLAGS" [".SILENT"] SP flags */
export function storeArguments(line: CommandParser): StoreArguments {
  line.space();
  const set = sequenceSet(line);
  line.space();
  const modifiers = line.peek() === '(' ? line.list(() => storeModifier(line)) : [];
  if (modifiers.length > 1) throw new ImapSyntaxError('UNCHANGEDSINCE can be given once');
  if (modifiers.length > 0) line.space();
  const mode = line.maybe('+') ? 'add' : line.maybe('-') ? 'remove' : 'replace';
  const item = line.oneOf(['FLAGS', 'FLAGS.SILENT'], 'store item');
  line.space();
  const flags = line.peek() === '(' ? flagList(line) : bareFlags(line);
  line.end();
  const unchangedSince = modifiers[0];
  const change = { mode, flags, ...(unchangedSince === undefined ? {} : { unchangedSince }) } as const;
  return { set, change, silent: item === 'FLAGS.SILENT' };
}

function storeModifier(line: CommandParser): number {
  line.oneOf(['UNCHANGEDSINCE'], 'store modifier');
  line.space();
  return modSequenceOrZero(line);
}

function bareFlags(line: CommandParser): Flags {
  const words = [flag(line)];
  while (line.maybe(' ')) words.push(flag(line));
  return collect(words);
}

/** `(\Seen $Important)` */
export function formatFlags(flags: Flags): string {
  const system = NAMES.filter((name) => (flags.system & SYSTEM_FLAGS[name]) !== 0);
  return `(${[...system, ...flags.keywords].join(' ')})`;
}
