/** Does a message match? The SEARCH tree over one message, cheap keys first, texts only when they decide. RFC 9051 6.4.4 */
import { foldKeyword } from './keyword-text.ts';
import type { DecodedField } from './searched-text.ts';
import { inRanges } from './uid-ranges.ts';
import { assertNever } from '../lib/assert.ts';
import { foldText } from '../lib/fold-text.ts';
import type { Flags } from '../model/flags.ts';
import type { SearchQuery } from '../model/search-query.ts';

/** A message as the matcher sees it; texts are fetched when asked for. */
export interface SearchedMessage {
  readonly uid: number;
  readonly modSeq: number;
  readonly flags: Flags;
  readonly internalDate: number;
  readonly savedAt: number;
  readonly sizeBytes: number;
  /** YYYY-MM-DD of the Date field. */
  sentDay(): string | null;
  subject(): string;
  addresses(field: 'from' | 'to' | 'cc' | 'bcc'): string;
  fields(): readonly DecodedField[];
  partsText(): string;
  /** False when an index knows that the text is nowhere in the message. */
  mayHold(text: string): boolean;
}

export function matches(message: SearchedMessage, query: SearchQuery): boolean {
  switch (query.kind) {
    case 'all':
      return true;
    case 'and':
      return byCost(query.of).every((part) => matches(message, part));
    case 'or':
      return byCost(query.of).some((part) => matches(message, part));
    case 'not':
      return !matches(message, query.of);
    case 'uids':
      return inRanges(query.ranges, message.uid);
    case 'systemFlag':
      return ((message.flags.system & query.bit) !== 0) === query.set;
    case 'keyword':
      return (
        message.flags.keywords.some((keyword) => foldKeyword(keyword) === foldKeyword(query.keyword)) === query.set
      );
    case 'internalDate':
      return compareDay(localDay(message.internalDate), query.test, query.day);
    case 'savedDate':
      return compareDay(localDay(message.savedAt), query.test, query.day);
    case 'sentDate': {
      const day = message.sentDay();
      return day !== null && compareDay(day, query.test, query.day);
    }
    case 'size':
      return query.test === 'larger' ? message.sizeBytes > query.bytes : message.sizeBytes < query.bytes;
    case 'modSeq':
      return message.modSeq >= query.atLeast;
    case 'age': {
      const seconds = (query.now - message.internalDate) / 1000;
      return query.test === 'older' ? seconds >= query.seconds : seconds <= query.seconds;
    }
    case 'header':
      return matchesHeader(message, query.field, query.text);
    case 'address':
      return holds(message, query.text, () => message.addresses(query.field));
    case 'subject':
      return holds(message, query.text, () => message.subject());
    case 'bodyText':
      return holds(message, query.text, () => message.partsText());
    case 'anyText':
      return holds(
        message,
        query.text,
        () =>
          `${message
            .fields()
            .map(({ name, text }) => `${name}: ${text}`)
            .join('\n')}\n${message.partsText()}`,
      );
    default:
      return assertNever(query, 'search key');
  }
}

function holds(message: SearchedMessage, text: string, source: () => string): boolean {
  if (text === '') return true;
  return message.mayHold(text) && foldText(source()).includes(foldText(text));
}
function matchesHeader(message: SearchedMessage, field: string, text: string): boolean {
  if (text !== '' && !message.mayHold(text)) return false;
  const name = field.toLowerCase();
  const folded = foldText(text);
  return message.fields().some((one) => one.name === name && foldText(one.text).includes(folded));
}
function compareDay(day: string, test: 'before' | 'on' | 'since', wanted: string): boolean {
  if (test === 'on') return day === wanted;
  return test === 'before' ? day < wanted : day >= wanted;
}
/** YYYY-MM-DD in the server's zone. */
export function localDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const COSTS: Partial<Record<SearchQuery['kind'], number>> = {
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
  return query.kind === 'not' ? costOf(query.of) : (COSTS[query.kind] ?? 0);
}
