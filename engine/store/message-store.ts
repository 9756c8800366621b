/** Messages of a mailbox: lists, pages, flags, copies, expunges, searches. RFC 9051 6.4, RFC 7162 */
import type { AccountId, MailboxId, ModSeq } from '../model/ids.ts';
import type { FlagChange, Flags } from '../model/flags.ts';
import type { RowItem } from '../model/fetch-item.ts';
import type { MessageRow, RowField } from '../model/message-row.ts';
import type { SearchStore } from './search-store.ts';

/** Sorted, disjoint inclusive ranges. */
export type UidRanges = readonly (readonly [number, number])[];

export interface UidList {
  readonly uids: Uint32Array;
  /** The commit this list is as of. */
  readonly modSeq: ModSeq;
}
export interface MessagePageQuery {
  readonly mailboxId: MailboxId;
  readonly viewer: AccountId;
  readonly ranges: UidRanges;
  readonly fields: readonly RowField[];
  /** Only rows with a higher modSeq. */
  readonly changedSince?: ModSeq | undefined;
}
export interface FetchQuery {
  readonly mailboxId: MailboxId;
  readonly viewer: AccountId;
  /** The messages asked for, ascending, at least one; and the number each is shown by. */
  readonly uids: Uint32Array;
  readonly numbers: Uint32Array;
  readonly items: readonly RowItem[];
  /** Answers name the message by uid alone. RFC 9586 */
  readonly byUid?: boolean | undefined;
  /** The client takes ASCII headers alone: a message that may need others is left to be read by itself. RFC 6858 */
  readonly isConventional?: boolean | undefined;
}
/** A longer message is not shown whole in a page. */
export const PAGED_MESSAGE_BYTES = 256 * 1024;

export interface FetchPage {
  /** `* n FETCH (...)` of each message that is there. */
  readonly octets: Uint8Array;
  /** Index of the first uid not yet looked at. */
  readonly next: number;
  /** The message at `next` has more octets to show than a page takes, or a header to be shown otherwise: it is to be read by itself. */
  readonly tooLarge: boolean;
  /** The commit this page is as of. */
  readonly asOf: ModSeq;
  /** Largest mod-sequence in the answers; 0 when they show none. */
  readonly highestModSeq: number;
}
export interface FlagResult {
  /** Uids whose flags changed or already were so, with their flags and modSeq now. */
  readonly rows: readonly { readonly uid: number; readonly modSeq: ModSeq; readonly flags: Flags }[];
  /** Uids left alone by UNCHANGEDSINCE. */
  readonly modified: Uint32Array;
  /** The change this command made; null when it changed nothing. */
  readonly modSeq: ModSeq | null;
}
export interface CopyResult {
  readonly uidValidity: number;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
}
/** What the viewer needs is checked with each call (`noPermission`): RFC 4314 4. Lists of uids alone need nothing. */
export interface MessageStore extends SearchStore {
  uids(mailboxId: MailboxId): Promise<UidList>;
  /**
   * Rows in ascending uid order. A page is bounded (256 KiB or 5 ms); `next` is the first uid not yet looked at, or
   * null when the ranges are done.
   */
  page(query: MessagePageQuery): Promise<{ readonly rows: readonly MessageRow[]; readonly next: number | null }>;
  /** FETCH answers as they go to the client. A page is bounded (256 KiB or 5 ms); it gets on by one uid at least. */
  fetch(query: FetchQuery): Promise<FetchPage>;
  /** Uids whose flags, or whose viewer's own \Seen, changed after a mod-sequence; ascending. RFC 7162 3.1.4 */
  changedSince(mailboxId: MailboxId, viewer: AccountId, since: ModSeq): Promise<Uint32Array>;
  /** One transaction, one change. Flags that the viewer may not touch stay; `noPermission` when all are such. */
  setFlags(mailboxId: MailboxId, viewer: AccountId, ranges: UidRanges, change: FlagChange): Promise<FlagResult>;
  copy(from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): Promise<CopyResult>;
  /** Atomic: in the target and gone from the source, or neither. RFC 6851 */
  move(from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): Promise<CopyResult>;
  /** Removes those of the ranges (null: all) that carry \Deleted; POP3 and tools pass `flagged: false` to remove all named. */
  expunge(
    mailboxId: MailboxId,
    viewer: AccountId,
    ranges: UidRanges | null,
    options: { readonly flagged: boolean; readonly by: string },
  ): Promise<Uint32Array>;
  /** Uids expunged after `since`; `complete` is false when tombstones of that age are gone. RFC 7162 3.2.5.2 */
  expungedSince(
    mailboxId: MailboxId,
    since: ModSeq,
  ): Promise<{ readonly uids: Uint32Array; readonly complete: boolean }>;
  /** Keywords in use in the mailbox, as first written. */
  keywords(mailboxId: MailboxId): Promise<readonly string[]>;
}
