/** In what order messages can be told: SORT and THREAD. RFC 5256 3, RFC 5957 3, RFC 6203 5 */
export const SORT_KEYS = [
  'arrival',
  'cc',
  'date',
  'displayFrom',
  'displayTo',
  'from',
  'relevancy',
  'size',
  'subject',
  'to',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export interface SortCriterion {
  readonly key: SortKey;
  readonly reverse: boolean;
}
export type ThreadAlgorithm = 'orderedSubject' | 'references';
