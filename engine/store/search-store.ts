/** Searches of one mailbox: found, found in an order, found as threads. RFC 9051 6.4.4, RFC 5256 3 */
import type { AccountId, MailboxId, ModSeq } from '../model/ids.ts';
import type { SortCriterion, ThreadAlgorithm } from '../model/message-order.ts';
import type { SearchQuery } from '../model/search-query.ts';

export interface SearchResult {
  /** Ascending, or as the criteria order them. */
  readonly uids: Uint32Array;
  readonly highestModSeq: ModSeq;
  /** Relevancy of each, 1 to 100; null when nothing was asked fuzzily. RFC 6203 4 */
  readonly scores: Uint8Array | null;
}
export interface ThreadResult {
  /** Depth first; 0 where the message that a thread's first ones have in common is missing. */
  readonly uids: Uint32Array;
  /** Of each, 0 for the first of a thread. */
  readonly depths: Uint32Array;
  readonly highestModSeq: ModSeq;
}
/** Shared memory that a running search writes: messages looked at, and all it has to look at. */
export type SearchProgress = Int32Array<SharedArrayBuffer>;
export function searchProgress(): SearchProgress {
  return new Int32Array(new SharedArrayBuffer(8));
}

/**
 * Each is as of one commit, needs the right `r`, and is bounded by time: beyond it MailError `limit`, never a short
 * answer.
 */
export interface SearchStore {
  search(mailboxId: MailboxId, viewer: AccountId, query: SearchQuery, progress?: SearchProgress): Promise<SearchResult>;
  sort(
    mailboxId: MailboxId,
    viewer: AccountId,
    query: SearchQuery,
    criteria: readonly SortCriterion[],
    progress?: SearchProgress,
  ): Promise<SearchResult>;
  thread(
    mailboxId: MailboxId,
    viewer: AccountId,
    query: SearchQuery,
    algorithm: ThreadAlgorithm,
    progress?: SearchProgress,
  ): Promise<ThreadResult>;
}
