/** The store's check of itself: counts, references, uidNext, quota, checksums; what can be repaired is repaired and said. */
export const FINDING_CODES = [
  'countsWrong',
  'uidNextTooLow',
  'quotaWrong',
  'referencesWrong',
  'bodyMissing',
  'bodyDamaged',
  'segmentMissing',
  'orphanSegment',
  'queueBodyMissing',
  'databaseDamaged',
] as const;
export interface IntegrityFinding {
  readonly code: (typeof FINDING_CODES)[number];
  /** What exactly, e.g. mailbox and numbers. */
  readonly detail: string;
  readonly repaired: boolean;
}
export interface IntegrityReport {
  readonly mailboxes: number;
  readonly messages: number;
  readonly bodies: number;
  readonly bodyBytes: number;
  readonly findings: readonly IntegrityFinding[];
}
export interface IntegrityStore {
  /** `bodies`: also read and hash every body (slow). `repair`: mend what can be mended. */
  check(options: { readonly bodies: boolean; readonly repair: boolean }): Promise<IntegrityReport>;
  /** Rewrites sealed segments whose live share is under a half, and removes what nothing refers to. @returns bytes freed */
  compact(): Promise<{ readonly freedBytes: number }>;
  /** Throws the search index away and builds it again; searches stay right meanwhile. */
  rebuildSearch(): Promise<void>;
  /** Bodies are indexed in the order of their ids: up to `indexed` of `last`. */
  searchProgress(): Promise<{ readonly indexed: number; readonly last: number }>;
}
