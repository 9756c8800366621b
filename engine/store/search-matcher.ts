/** Does a message match? The SEARCH tree over one message, cheap keys first, texts only when they decide. RFC 9051 6.4.4 */
import { foldKeyword } from './keyword-text.ts';
import { soughtText, foldedHolds, textHolds, type DecodedField, type SoughtText } from './searched-text.ts';
import { inRanges } from './uid-ranges.ts';
import { assertNever } from '../lib/assert.ts';
import type { SearchQuery, TextQuery } from '../model/search-query.ts';

export type ShownField = 'subject' | 'from' | 'to' | 'cc' | 'bcc';

/** A message as the matcher sees it; texts are fetched when asked for. */
export interface SearchedMessage {
  readonly uid: number;
  readonly modSeq: number;
  readonly system: number;
  readonly internalDate: number;
  readonly savedAt: number;
  readonly sizeBytes: number;
  keywords(): readonly string[];
  /** YYYY-MM-DD of the Date field. */
  sentDay(): string | null;
  /** A field as people read it, folded by `foldText`. */
  shown(field: ShownField): string;
  fields(): readonly DecodedField[];
  partsHold(sought: SoughtText): boolean;
  /** False when an index knows that the text is nowhere in the message. */
  mayHold(sought: SoughtText): boolean;
  emailId(): string;
  threadId(): string;
}
export type Matcher = (message: SearchedMessage) => boolean;

/** @param loosely whether FUZZY keys ignore marks; without, they compare as all others do */
export function compileSearch(query: SearchQuery, loosely = true): Matcher {
  return compile(query, { loosely, isFuzzy: false });
}
/** Relevancy of a message that was found: 100 when it matches to the letter. RFC 6203 4 */
export function compileScore(query: SearchQuery): (message: SearchedMessage) => number {
  const exact = compileSearch(query, false);
  return (message) => (exact(message) ? 100 : 50);
}

interface Mode {
  readonly loosely: boolean;
  readonly isFuzzy: boolean;
}

function compile(query: SearchQuery, mode: Mode): Matcher {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const parts = byCost(query.of).map((part) => compile(part, mode));
      return (message) => parts.every((part) => part(message));
    }
    case 'or': {
      const parts = byCost(query.of).map((part) => compile(part, mode));
      return (message) => parts.some((part) => part(message));
    }
    case 'not': {
      const part = compile(query.of, mode);
      return (message) => !part(message);
    }
    case 'fuzzy':
      return compile(query.of, { ...mode, isFuzzy: mode.loosely });
    case 'header':
    case 'address':
    case 'subject':
    case 'bodyText':
    case 'anyText':
      return compileText(query, soughtText(query.text, mode.isFuzzy));
    default:
      return compileFact(query);
  }
}

type FactQuery = Exclude<SearchQuery, TextQuery | { readonly kind: 'all' | 'and' | 'or' | 'not' | 'fuzzy' }>;

function compileFact(query: FactQuery): Matcher {
  switch (query.kind) {
    case 'uids':
      return ({ uid }) => inRanges(query.ranges, uid);
    case 'systemFlag':
      return ({ system }) => ((system & query.bit) !== 0) === query.set;
    case 'keyword': {
      const wanted = foldKeyword(query.keyword);
      return (message) => message.keywords().some((keyword) => foldKeyword(keyword) === wanted) === query.set;
    }
    case 'internalDate': {
      const compare = timeCompare(query.test, query.day);
      return ({ internalDate }) => compare(internalDate);
    }
    case 'savedDate': {
      const compare = timeCompare(query.test, query.day);
      return ({ savedAt }) => compare(savedAt);
    }
    case 'sentDate': {
      const compare = dayCompare(query.test, query.day);
      return (message) => {
        const day = message.sentDay();
        return day !== null && compare(day);
      };
    }
    case 'size':
      return query.test === 'larger' ? (m) => m.sizeBytes > query.bytes : (m) => m.sizeBytes < query.bytes;
    case 'modSeq':
      return ({ modSeq }) => modSeq >= query.atLeast;
    case 'age': {
      const limit = query.now - query.seconds * 1000;
      return query.test === 'older' ? (m) => m.internalDate <= limit : (m) => m.internalDate >= limit;
    }
    case 'emailId':
      return (message) => message.emailId() === query.id;
    case 'threadId':
      return (message) => message.threadId() === query.id;
    default:
      return assertNever(query, 'search key');
  }
}

function compileText(query: TextQuery, sought: SoughtText): Matcher {
  switch (query.kind) {
    case 'header': {
      const name = query.field.toLowerCase();
      const has: Matcher = (m) => m.fields().some((field) => field.name === name && textHolds(field.text, sought));
      return sought.folded === '' ? has : (m) => m.mayHold(sought) && has(m);
    }
    case 'address':
      return shownHolds(query.field, sought);
    case 'subject':
      return shownHolds('subject', sought);
    case 'bodyText':
      return (m) => sought.folded === '' || (m.mayHold(sought) && m.partsHold(sought));
    case 'anyText':
      return (m) => sought.folded === '' || (m.mayHold(sought) && (m.partsHold(sought) || fieldsHold(m, sought)));
    default:
      return assertNever(query, 'text key');
  }
}
function shownHolds(field: ShownField, sought: SoughtText): Matcher {
  return (message) => sought.folded === '' || (message.mayHold(sought) && foldedHolds(message.shown(field), sought));
}
function fieldsHold(message: SearchedMessage, sought: SoughtText): boolean {
  return message.fields().some(({ name, text }) => textHolds(`${name}: ${text}`, sought));
}

function dayCompare(test: 'before' | 'on' | 'since', wanted: string): (day: string) => boolean {
  if (test === 'on') return (day) => day === wanted;
  return test === 'before' ? (day) => day < wanted : (day) => day >= wanted;
}
/** Compares times with a day in the server's zone. */
function timeCompare(test: 'before' | 'on' | 'since', wanted: string): (at: number) => boolean {
  const [year = 0, month = 1, day = 1] = wanted.split('-').map(Number);
  const midnight = (days: number): number => {
    const date = new Date(2000, 0, 1);
    date.setFullYear(year, month - 1, day + days);
    return date.getTime();
  };
  const [start, end] = [midnight(0), midnight(1)];
  if (test === 'on') return (at) => at >= start && at < end;
  return test === 'before' ? (at) => at < start : (at) => at >= start;
}

const COSTS: Partial<Record<SearchQuery['kind'], number>> = {
  threadId: 1,
  sentDate: 1,
  subject: 1,
  address: 1,
  header: 2,
  bodyText: 3,
  anyText: 4,
};

function byCost(parts: readonly SearchQuery[]): SearchQuery[] {
  return [...parts].sort((a, b) => costOf(a) - costOf(b));
}
function costOf(query: SearchQuery): number {
  if (query.kind === 'and' || query.kind === 'or') return Math.max(0, ...query.of.map(costOf));
  return query.kind === 'not' || query.kind === 'fuzzy' ? costOf(query.of) : (COSTS[query.kind] ?? 0);
}
