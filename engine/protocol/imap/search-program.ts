/**
 * SEARCH programs. RFC 9051 6.4.4, RFC 7162 3.1.5 (MODSEQ), RFC 5032 (WITHIN), RFC 6203 3 (FUZZY), RFC 8474 6 (EMAILID,
 * THREADID), RFC 8514 4.3 (SAVEDATE); NEW, OLD and RECENT of RFC 3501. Sequence numbers stay as written: `resolveSearch`
 * turns them into uids when the session's view is known.
 */
import { SYSTEM_FLAGS, type SystemFlag } from '../../model/flags.ts';
import type { UnixMs } from '../../model/ids.ts';
import type { SearchQuery } from '../../model/search-query.ts';
import type { CommandParser } from './command-parser.ts';
import { date } from './date-time.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { sequenceSet, type SequenceSet } from './sequence-set.ts';

/** A search key as written. Texts are octet strings in the program's charset. */
export type SearchKey =
  | { readonly kind: 'and'; readonly of: readonly SearchKey[] }
  | { readonly kind: 'or'; readonly of: readonly [SearchKey, SearchKey] }
  | { readonly kind: 'not' | 'fuzzy'; readonly of: SearchKey }
  | { readonly kind: 'sequence' | 'uidSet'; readonly set: SequenceSet }
  | { readonly kind: 'within'; readonly test: 'older' | 'younger'; readonly seconds: number }
  | Exclude<SearchQuery, { readonly kind: 'and' | 'or' | 'not' | 'fuzzy' | 'uids' | 'age' }>;

/** What follows the options: charset and keys. */
export interface SearchProgram {
  /** Upper case; null when none was named. */
  readonly charset: string | null;
  readonly key: SearchKey;
  /** MODSEQ was asked for: the answer ends with the highest mod-sequence of what was found. */
  readonly usesModSeq: boolean;
  /** FUZZY was asked for: what was found has a relevancy. */
  readonly usesFuzzy: boolean;
  /** Message numbers or `$` stand in it, which mean something in the selected mailbox alone. */
  readonly usesSelected: boolean;
}
const OBJECT_ID = /[A-Za-z0-9_-]{1,255}/y;
const DEEPEST = 50;
const MOST_KEYS = 1_000;
const NONE: SearchKey = { kind: 'not', of: { kind: 'all' } };

/** ["CHARSET" SP charset SP] search-key *(SP search-key), to the end of the line */
export function searchProgram(line: CommandParser): SearchProgram {
  let charset: string | null = null;
  if (line.maybeWord('CHARSET')) {
    line.space();
    charset = charsetName(line);
    line.space();
  }
  return searchKeys(line, charset);
}
/** charset SP search-key *(SP search-key): SORT and THREAD cannot do without it. RFC 5256 5 */
export function charsetAndKeys(line: CommandParser): SearchProgram {
  const charset = charsetName(line);
  line.space();
  return searchKeys(line, charset);
}
function charsetName(line: CommandParser): string {
  return line.astring('charset').toUpperCase();
}
function searchKeys(line: CommandParser, charset: string | null): SearchProgram {
  const reader = new SearchReader(line);
  const keys = [reader.key(0)];
  while (line.maybe(' ')) keys.push(reader.key(0));
  line.end();
  const { usesModSeq, usesFuzzy, usesSelected } = reader;
  return { charset, key: conjunction(keys), usesModSeq, usesFuzzy, usesSelected };
}

function conjunction(keys: readonly SearchKey[]): SearchKey {
  return keys.length === 1 && keys[0] !== undefined ? keys[0] : { kind: 'and', of: keys };
}

function flagKey(flag: SystemFlag, set: boolean): SearchKey {
  return { kind: 'systemFlag', bit: SYSTEM_FLAGS[flag], set };
}

class SearchReader {
  readonly #line: CommandParser;
  #count = 0;
  usesModSeq = false;
  usesFuzzy = false;
  usesSelected = false;

  constructor(line: CommandParser) {
    this.#line = line;
  }

  key(depth: number): SearchKey {
    this.#count += 1;
    if (depth > DEEPEST) throw new ImapSyntaxError(`search keys may be nested ${DEEPEST} deep`);
    if (this.#count > MOST_KEYS) throw new ImapSyntaxError(`a search may have ${MOST_KEYS} keys`);
    const line = this.#line;
    if (line.peek() === '(') return conjunction(line.list(() => this.key(depth + 1)));
    if (/[\d*$]/.test(line.peek())) {
      this.usesSelected = true;
      return { kind: 'sequence', set: sequenceSet(line) };
    }
    const word = line.word('search key');
    return this.#flagOrAll(word) ?? this.#combined(word, depth) ?? this.#dateOrSize(word) ?? this.#text(word);
  }

  /** SAVEDATESUPPORTED is true of every message here: RFC 8514 4.3. */
  #flagOrAll(word: string): SearchKey | null {
    switch (word) {
      case 'ALL':
      case 'OLD':
      case 'SAVEDATESUPPORTED':
        return { kind: 'all' };
      case 'RECENT':
      case 'NEW':
        return NONE;
      case 'ANSWERED':
      case 'DELETED':
      case 'DRAFT':
      case 'FLAGGED':
      case 'SEEN':
        return flagKey(flagName(word), true);
      case 'UNANSWERED':
      case 'UNDELETED':
      case 'UNDRAFT':
      case 'UNFLAGGED':
      case 'UNSEEN':
        return flagKey(flagName(word.slice(2)), false);
      case 'KEYWORD':
      case 'UNKEYWORD':
        this.#line.space();
        return { kind: 'keyword', keyword: this.#line.atom('keyword'), set: word === 'KEYWORD' };
      default:
        return null;
    }
  }

  #combined(word: string, depth: number): SearchKey | null {
    const line = this.#line;
    switch (word) {
      case 'NOT':
        line.space();
        return { kind: 'not', of: this.key(depth + 1) };
      case 'OR': {
        line.space();
        const first = this.key(depth + 1);
        line.space();
        return { kind: 'or', of: [first, this.key(depth + 1)] };
      }
      case 'FUZZY':
        line.space();
        this.usesFuzzy = true;
        return { kind: 'fuzzy', of: this.key(depth + 1) };
      case 'UID': {
        line.space();
        const set = sequenceSet(line);
        this.usesSelected ||= set.kind === 'saved';
        return { kind: 'uidSet', set };
      }
      case 'EMAILID':
      case 'THREADID':
        line.space();
        return { kind: word === 'EMAILID' ? 'emailId' : 'threadId', id: line.match(OBJECT_ID, 'object id') };
      case 'MODSEQ':
        line.space();
        return this.#modSeq();
      default:
        return null;
    }
  }

  /** "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer. We keep one mod-sequence for all flags. */
  #modSeq(): SearchKey {
    const line = this.#line;
    this.usesModSeq = true;
    if (line.peek() === '"') {
      const entry = line.string('entry name');
      if (!/^\/flags\//i.test(entry)) throw new ImapSyntaxError('a MODSEQ entry name begins with /flags/');
      line.space();
      line.oneOf(['PRIV', 'SHARED', 'ALL'], 'entry type');
      line.space();
    }
    return { kind: 'modSeq', atLeast: line.number('mod-sequence', Number.MAX_SAFE_INTEGER) };
  }

  #dateOrSize(word: string): SearchKey | null {
    const line = this.#line;
    const dated = /^(SENT|SAVED)?(BEFORE|ON|SINCE)$/.exec(word);
    if (dated !== null) {
      line.space();
      const kind = dated[1] === 'SENT' ? 'sentDate' : dated[1] === 'SAVED' ? 'savedDate' : 'internalDate';
      return { kind, test: (dated[2] ?? '').toLowerCase() as 'before' | 'on' | 'since', day: date(line) };
    }
    switch (word) {
      case 'LARGER':
      case 'SMALLER':
        line.space();
        return {
          kind: 'size',
          test: word === 'LARGER' ? 'larger' : 'smaller',
          bytes: line.number('size', Number.MAX_SAFE_INTEGER),
        };
      case 'OLDER':
      case 'YOUNGER':
        line.space();
        return { kind: 'within', test: word === 'OLDER' ? 'older' : 'younger', seconds: line.nzNumber('seconds') };
      default:
        return null;
    }
  }

  #text(word: string): SearchKey {
    const line = this.#line;
    switch (word) {
      case 'FROM':
      case 'TO':
      case 'CC':
      case 'BCC':
        line.space();
        return {
          kind: 'address',
          field: word.toLowerCase() as 'from' | 'to' | 'cc' | 'bcc',
          text: line.astring('text'),
        };
      case 'SUBJECT':
        line.space();
        return { kind: 'subject', text: line.astring('text') };
      case 'BODY':
        line.space();
        return { kind: 'bodyText', text: line.astring('text') };
      case 'TEXT':
        line.space();
        return { kind: 'anyText', text: line.astring('text') };
      case 'HEADER': {
        line.space();
        const field = line.astring('field name');
        line.space();
        return { kind: 'header', field, text: line.astring('text') };
      }
      default:
        throw new ImapSyntaxError(`unknown search key: ${word.slice(0, 100)}`);
    }
  }
}

function flagName(word: string): SystemFlag {
  return `\\${word.charAt(0)}${word.slice(1).toLowerCase()}` as SystemFlag;
}

export interface SearchContext {
  /** Uids of a set of sequence numbers, as sorted disjoint ranges. */
  sequence(set: SequenceSet): readonly (readonly [number, number])[];
  uids(set: SequenceSet): readonly (readonly [number, number])[];
  /** Octets in the program's charset to Unicode. */
  text(octets: string): string;
  now(): UnixMs;
}

/** The key as the store understands it. */
export function resolveSearch(key: SearchKey, context: SearchContext): SearchQuery {
  switch (key.kind) {
    case 'and':
      return { kind: 'and', of: key.of.map((inner) => resolveSearch(inner, context)) };
    case 'or':
      return { kind: 'or', of: [resolveSearch(key.of[0], context), resolveSearch(key.of[1], context)] };
    case 'not':
    case 'fuzzy':
      return { kind: key.kind, of: resolveSearch(key.of, context) };
    case 'sequence':
      return { kind: 'uids', ranges: context.sequence(key.set) };
    case 'uidSet':
      return { kind: 'uids', ranges: context.uids(key.set) };
    case 'within':
      return { kind: 'age', test: key.test, seconds: key.seconds, now: context.now() };
    case 'header':
    case 'address':
    case 'subject':
    case 'bodyText':
    case 'anyText':
      return { ...key, text: context.text(key.text) };
    default:
      return key;
  }
}
