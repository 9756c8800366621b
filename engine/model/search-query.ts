/** The SEARCH criteria as a tree, after parsing and after sequence numbers became uids. RFC 9051 6.4.4 */
import type { UnixMs } from './ids.ts';

export type SearchQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly of: readonly SearchQuery[] }
  | { readonly kind: 'or'; readonly of: readonly [SearchQuery, SearchQuery] }
  | { readonly kind: 'not'; readonly of: SearchQuery }
  /** Sorted, disjoint [first, last] ranges. */
  | { readonly kind: 'uids'; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'systemFlag'; readonly bit: number; readonly set: boolean }
  | { readonly kind: 'keyword'; readonly keyword: string; readonly set: boolean }
  /** Day compare on INTERNALDATE in the server's zone; `on` covers [at, at + 1 day). */
  | { readonly kind: 'internalDate'; readonly test: 'before' | 'on' | 'since'; readonly day: string }
  /** Day compare on the Date header, without time and zone. `day` is YYYY-MM-DD. */
  | { readonly kind: 'sentDate'; readonly test: 'before' | 'on' | 'since'; readonly day: string }
  | { readonly kind: 'savedDate'; readonly test: 'before' | 'on' | 'since'; readonly day: string }
  | { readonly kind: 'size'; readonly test: 'larger' | 'smaller'; readonly bytes: number }
  | { readonly kind: 'modSeq'; readonly atLeast: number }
  /** RFC 5032 */
  | { readonly kind: 'age'; readonly test: 'older' | 'younger'; readonly seconds: number; readonly now: UnixMs }
  /** Objects by their ids, as FETCH shows them. RFC 8474 6 */
  | { readonly kind: 'emailId' | 'threadId'; readonly id: string }
  /** Texts inside may differ in marks: "ışık" finds "isik". RFC 6203 3 */
  | { readonly kind: 'fuzzy'; readonly of: SearchQuery }
  /** Substring of a decoded header field; an empty text asks only that the field is there. */
  | { readonly kind: 'header'; readonly field: string; readonly text: string }
  | { readonly kind: 'address'; readonly field: 'from' | 'to' | 'cc' | 'bcc'; readonly text: string }
  | { readonly kind: 'subject'; readonly text: string }
  /** Text parts only. */
  | { readonly kind: 'bodyText'; readonly text: string }
  /** Header and text parts. */
  | { readonly kind: 'anyText'; readonly text: string };

/** Keys that look at texts. */
export type TextQuery = Extract<SearchQuery, { readonly text: string }>;

/** Every key of a query that is not made of others, in the order they stand. */
export function leavesOf(query: SearchQuery): readonly SearchQuery[] {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.flatMap(leavesOf);
    case 'not':
    case 'fuzzy':
      return leavesOf(query.of);
    default:
      return [query];
  }
}
/** Messages found have a relevancy. RFC 6203 4 */
export function isFuzzy(query: SearchQuery): boolean {
  switch (query.kind) {
    case 'and':
    case 'or':
      return query.of.some(isFuzzy);
    case 'not':
      return isFuzzy(query.of);
    default:
      return query.kind === 'fuzzy';
  }
}
