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
  /** Substring of a decoded header field; an empty text asks only that the field is there. */
  | { readonly kind: 'header'; readonly field: string; readonly text: string }
  | { readonly kind: 'address'; readonly field: 'from' | 'to' | 'cc' | 'bcc'; readonly text: string }
  | { readonly kind: 'subject'; readonly text: string }
  /** Text parts only. */
  | { readonly kind: 'bodyText'; readonly text: string }
  /** Header and text parts. */
  | { readonly kind: 'anyText'; readonly text: string };
