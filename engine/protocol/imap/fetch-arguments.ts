/**
 * What FETCH asks for. RFC 9051 6.4.5, RFC 3501 6.4.5 (RFC822 items), RFC 7162 3.1.4 (CHANGEDSINCE), RFC 8474 5 (EMAILID,
 * THREADID), RFC 8514 (SAVEDATE), RFC 8970 (PREVIEW), RFC 9394 3.3 (PARTIAL)
 */
import type { RowItem } from '../../model/fetch-item.ts';
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import {
  binarySection,
  formatSection,
  partial,
  section,
  type Partial as PartialOctets,
  type Section,
} from './section.ts';
import { modSequence } from './mod-sequence.ts';
import { partialRange, type PartialRange } from './search-arguments.ts';
import { sequenceSet, type SequenceSet } from './sequence-set.ts';

export type FetchItem =
  | Exclude<RowItem, { readonly kind: 'header' }>
  | {
      readonly kind: 'section';
      readonly section: Section;
      readonly partial: PartialOctets | null;
      /** Does not set \Seen. */
      readonly peek: boolean;
      /** Name in the response, e.g. `BODY[TEXT]<0>` or `RFC822`. */
      readonly label: string;
    }
  | {
      readonly kind: 'binary';
      readonly path: readonly number[];
      readonly partial: PartialOctets | null;
      readonly peek: boolean;
      readonly label: string;
    }
  | { readonly kind: 'binarySize'; readonly path: readonly number[]; readonly label: string };
export interface FetchArguments {
  readonly set: SequenceSet;
  readonly items: readonly FetchItem[];
  readonly changedSince: number | null;
  /** What was expunged since is told too; only with `changedSince`. RFC 7162 3.2.6 */
  readonly vanished: boolean;
  /** Of the messages of the set, those in these places. RFC 9394 3.3 */
  readonly partial: PartialRange | null;
}
const SIMPLE = {
  FLAGS: 'flags',
  UID: 'uid',
  ENVELOPE: 'envelope',
  INTERNALDATE: 'internalDate',
  'RFC822.SIZE': 'size',
  BODYSTRUCTURE: 'bodyStructure',
  MODSEQ: 'modSeq',
  SAVEDATE: 'saveDate',
  EMAILID: 'emailId',
  THREADID: 'threadId',
} as const;
const FAST = ['flags', 'internalDate', 'size'] as const;
const MACROS = { FAST, ALL: [...FAST, 'envelope'], FULL: [...FAST, 'envelope', 'body'] } as const;
const NAME = /[A-Za-z0-9.]+/y;
const MOST_ITEMS = 200;
const WHOLE: Section = { path: [], text: { kind: 'all' } };

/** SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")") [SP "(" modifiers ")"] */
export function fetchArguments(line: CommandParser): FetchArguments {
  line.space();
  const set = sequenceSet(line);
  line.space();
  const items = line.peek() === '(' ? line.list(() => fetchItem(line)) : macroOrItem(line);
  if (items.length > MOST_ITEMS) throw new ImapSyntaxError(`at most ${MOST_ITEMS} items in one FETCH`);
  const modifiers = line.maybe(' ') ? line.list(() => fetchModifier(line)) : [];
  line.end();
  return { set, items, ...collected(modifiers) };
}

function macroOrItem(line: CommandParser): FetchItem[] {
  for (const name of ['ALL', 'FULL', 'FAST'] as const) {
    if (line.maybeWord(name)) return MACROS[name].map((kind) => ({ kind }));
  }
  return [fetchItem(line)];
}

type FetchModifiers = Pick<FetchArguments, 'changedSince' | 'vanished' | 'partial'>;

function fetchModifier(line: CommandParser): Partial<FetchModifiers> {
  const word = line.oneOf(['CHANGEDSINCE', 'VANISHED', 'PARTIAL'], 'fetch modifier');
  if (word === 'VANISHED') return { vanished: true };
  line.space();
  return word === 'PARTIAL' ? { partial: partialRange(line) } : { changedSince: modSequence(line) };
}

function collected(modifiers: readonly Partial<FetchModifiers>[]): FetchModifiers {
  const all: FetchModifiers = Object.assign({ changedSince: null, vanished: false, partial: null }, ...modifiers);
  const names = modifiers.flatMap((modifier) => Object.keys(modifier));
  if (new Set(names).size < names.length) throw new ImapSyntaxError('a fetch modifier can be given once');
  if (all.vanished && all.changedSince === null) throw new ImapSyntaxError('VANISHED needs CHANGEDSINCE beside it');
  return all;
}

export function fetchItem(line: CommandParser): FetchItem {
  const name = line.match(NAME, 'fetch item').toUpperCase();
  if (name in SIMPLE) return { kind: SIMPLE[name as keyof typeof SIMPLE] };
  switch (name) {
    case 'BODY':
      return line.peek() === '[' ? bodySection(line, false) : { kind: 'body' };
    case 'PREVIEW':
      return previewItem(line);
    case 'BODY.PEEK':
      return bodySection(line, true);
    case 'RFC822':
      return { kind: 'section', section: WHOLE, partial: null, peek: false, label: name };
    case 'RFC822.HEADER':
      return {
        kind: 'section',
        section: { path: [], text: { kind: 'header' } },
        partial: null,
        peek: true,
        label: name,
      };
    case 'RFC822.TEXT':
      return {
        kind: 'section',
        section: { path: [], text: { kind: 'text' } },
        partial: null,
        peek: false,
        label: name,
      };
    case 'BINARY':
      return binaryItem(line, false);
    case 'BINARY.PEEK':
      return binaryItem(line, true);
    case 'BINARY.SIZE': {
      const path = binarySection(line);
      return { kind: 'binarySize', path, label: `BINARY.SIZE[${path.join('.')}]` };
    }
    default:
      throw new ImapSyntaxError(`unknown fetch item: ${name.slice(0, 100)}`);
  }
}

/** "PREVIEW" [SP "(" "LAZY" ")"]: ours is always at hand, so LAZY changes nothing. */
function previewItem(line: CommandParser): FetchItem {
  line.maybeWord(' (LAZY)');
  return { kind: 'preview' };
}

function bodySection(line: CommandParser, peek: boolean): FetchItem {
  const asked = section(line);
  const range = partial(line);
  return {
    kind: 'section',
    section: asked,
    partial: range,
    peek,
    label: `BODY[${formatSection(asked)}]${origin(range)}`,
  };
}

function binaryItem(line: CommandParser, peek: boolean): FetchItem {
  const path = binarySection(line);
  const range = partial(line);
  return { kind: 'binary', path, partial: range, peek, label: `BINARY[${path.join('.')}]${origin(range)}` };
}

function origin(range: PartialOctets | null): string {
  return range === null ? '' : `<${range.offset}>`;
}
