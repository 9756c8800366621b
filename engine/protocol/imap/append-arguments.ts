/**
 * APPEND and REPLACE, message by message up to each literal. RFC 9051 6.3.12, RFC 3502 (several), RFC 3516 (~{n}), RFC 4469
 * (CATENATE), RFC 6855 4 (UTF8), RFC 8508 (REPLACE)
 */
import { NO_FLAGS, type Flags } from '../../model/flags.ts';
import type { UnixMs } from '../../model/ids.ts';
import type { CommandPieces } from './command-framer.ts';
import type { CommandParser } from './command-parser.ts';
import { dateTime } from './date-time.ts';
import { flagList } from './flag-arguments.ts';

export interface AppendOptions {
  readonly flags: Flags;
  /** null: the time of acceptance. */
  readonly internalDate: UnixMs | null;
  /** How its octets come: a literal next, one within `UTF8 (...)`, or parts in a list of which the first is next. */
  readonly data: 'literal' | 'utf8' | 'catenate';
}
export type CatPart =
  { readonly kind: 'text' } | { readonly kind: 'url'; readonly url: string } | { readonly kind: 'urlLiteral' };

const LITERAL_NEXT = /~?\{\d{1,10}\+?\}$/y;

/** [SP flag-list] [SP date-time] SP append-data; reads up to the first literal's announcement or catenate part. */
export function appendOptions(line: CommandParser): AppendOptions {
  line.space();
  let flags = NO_FLAGS;
  if (line.peek() === '(') {
    flags = flagList(line);
    line.space();
  }
  let internalDate: UnixMs | null = null;
  if (line.peek() === '"') {
    internalDate = dateTime(line);
    line.space();
  }
  return { flags, internalDate, data: appendData(line) };
}

function appendData(line: CommandParser): AppendOptions['data'] {
  if (line.maybeWord('CATENATE')) {
    line.space();
    line.take('(');
    return 'catenate';
  }
  const isUtf8 = line.maybeWord('UTF8');
  if (isUtf8) {
    line.space();
    line.take('(');
  }
  line.match(LITERAL_NEXT, 'message literal');
  return isUtf8 ? 'utf8' : 'literal';
}

/** cat-part = "URL" SP astring / "TEXT" SP literal; a literal's octets come next. */
export function catPart(line: CommandParser): CatPart {
  const word = line.oneOf(['URL', 'TEXT'], 'part of CATENATE');
  line.space();
  const c = line.peek();
  if (word === 'URL' && c !== '{' && c !== '~') return { kind: 'url', url: line.astring('URL') };
  line.match(LITERAL_NEXT, word === 'URL' ? 'URL' : 'text literal');
  return { kind: word === 'URL' ? 'urlLiteral' : 'text' };
}

const HEAD = /^[^ ]+ (?:APPEND|(?:UID )?REPLACE [^ ]+) /i;
const NAME_IS_LITERAL = /^[^ ]+ (?:APPEND|(?:UID )?REPLACE [^ ]+) ~?\{\d+\+?\}$/i;

/**
 * Whether the literal just announced is part of a message rather than the mailbox's name.
 * `pieces` is the command so far, its tag included.
 */
export function announcesMessage(pieces: CommandPieces): boolean {
  const first = pieces[0];
  if (typeof first !== 'string' || !HEAD.test(first)) return false;
  return NAME_IS_LITERAL.test(first) ? pieces.length > 2 : true;
}
