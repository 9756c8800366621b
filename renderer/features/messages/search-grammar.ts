/**
 * The typed search of letters: `from:ayse status:waiting "two words"`. Words of both languages are understood everywhere.
 *   search = *( SP / term )    term = [ word ":" ] value    value = DQUOTE *text DQUOTE / 1*non-space
 */
import { LETTER_STATES, type LetterDirection, type LetterState } from '../../../engine/model/letter.ts';

export interface LetterFilter {
  readonly text?: string;
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string;
  readonly states?: LetterState[];
  readonly direction?: LetterDirection;
  /** Unix ms; `since` is inside, `before` is not. */
  readonly since?: number;
  readonly before?: number;
}
export type SearchProblem =
  | { readonly kind: 'unknownKey'; readonly word: string }
  | { readonly kind: 'badValue'; readonly word: string; readonly value: string; readonly allowed: readonly string[] }
  | { readonly kind: 'badDate'; readonly word: string; readonly value: string };
export interface SearchTerm {
  /** As typed, so that one term can be taken out again. */
  readonly source: string;
  readonly word: string | null;
  readonly value: string;
}
export interface ParsedSearch {
  readonly filter: LetterFilter;
  readonly terms: readonly SearchTerm[];
  readonly problems: readonly SearchProblem[];
}
type Key = 'from' | 'to' | 'subject' | 'messageId' | 'status' | 'direction' | 'since' | 'before';

const WORDS: Readonly<Record<string, Key>> = {
  from: 'from',
  kimden: 'from',
  to: 'to',
  kime: 'to',
  subject: 'subject',
  konu: 'subject',
  msgid: 'messageId',
  status: 'status',
  durum: 'status',
  direction: 'direction',
  yön: 'direction',
  after: 'since',
  sonra: 'since',
  before: 'before',
  önce: 'before',
};
const STATES: Readonly<Record<string, LetterState>> = {
  ...(Object.fromEntries(LETTER_STATES.map((state) => [state, state])) as Record<LetterState, LetterState>),
  teslim: 'delivered',
  bekliyor: 'waiting',
  bekletilen: 'held',
  başarısız: 'failed',
  kısmen: 'partly',
};
const DIRECTIONS: Readonly<Record<string, LetterDirection>> = {
  in: 'in',
  out: 'out',
  internal: 'internal',
  gelen: 'in',
  giden: 'out',
  iç: 'internal',
};
// Words are compared without the rules of any language: Turkish would fold I to ı.
const fold = (word: string): string => word.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export function splitTerms(search: string): readonly SearchTerm[] {
  const pattern = /(\p{L}+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)/gu;
  return [...search.matchAll(pattern)].map(([source, word, quotedValue, value, quoted, plain]) => ({
    source,
    word: word === undefined ? null : fold(word),
    value: quotedValue ?? value ?? quoted ?? plain ?? '',
  }));
}
/** Midnight of a local day in Unix ms, or null when there is no such day. */
export function dayStart(day: string): number | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day);
  if (match === null) return null;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  const at = new Date(year, month - 1, date);
  return at.getMonth() === month - 1 && at.getDate() === date ? at.getTime() : null;
}

interface Draft {
  filter: { -readonly [K in keyof LetterFilter]: LetterFilter[K] };
  readonly free: string[];
  readonly problems: SearchProblem[];
}
export function parseSearch(search: string): ParsedSearch {
  const draft: Draft = { filter: {}, free: [], problems: [] };
  const terms = splitTerms(search);
  for (const term of terms) takeTerm(term, draft);
  const text = draft.free.join(' ').trim();
  return { filter: text === '' ? draft.filter : { ...draft.filter, text }, terms, problems: draft.problems };
}
function takeTerm({ source, word, value }: SearchTerm, draft: Draft): void {
  if (word === null) return void draft.free.push(value);
  const key = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (key === undefined) {
    draft.free.push(source);
    return void draft.problems.push({ kind: 'unknownKey', word });
  }
  // `from:` while one is still typing asks for nothing yet.
  if (value !== '') takeValue(key, word, value, draft);
}
function takeValue(key: Key, word: string, value: string, { filter, problems }: Draft): void {
  switch (key) {
    case 'status': {
      const state = find(STATES, value);
      if (state === undefined) problems.push({ kind: 'badValue', word, value, allowed: LETTER_STATES });
      else filter.states = [...new Set([...(filter.states ?? []), state])];
      return;
    }
    case 'direction': {
      const direction = find(DIRECTIONS, value);
      if (direction === undefined) problems.push({ kind: 'badValue', word, value, allowed: ['in', 'out', 'internal'] });
      else filter.direction = direction;
      return;
    }
    case 'since':
    case 'before': {
      const day = dayStart(value);
      if (day === null) problems.push({ kind: 'badDate', word, value });
      else filter[key] = day;
      return;
    }
    default:
      filter[key] = value;
  }
}
const find = <T>(table: Readonly<Record<string, T>>, value: string): T | undefined => {
  const folded = fold(value);
  return Object.hasOwn(table, folded) ? table[folded] : undefined;
};
/** The search without one of its terms. */
export const withoutTerm = (terms: readonly SearchTerm[], taken: SearchTerm): string =>
  terms
    .filter((term) => term !== taken)
    .map((term) => term.source)
    .join(' ');
/** Midnight of today, as a typed day. */
export function dayText(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
