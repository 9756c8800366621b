/** Mailboxes, what they count, and what a commit changed in them. RFC 9051 2.3, RFC 6154, RFC 7162 */
import type { Address } from './account.ts';
import type { AccountId, MailboxId, ModSeq, UnixMs } from './ids.ts';
import type { Flags } from './flags.ts';
import type { Rights } from './mailbox-rights.ts';

export const SPECIAL_USES = ['archive', 'drafts', 'junk', 'sent', 'trash'] as const;
export type SpecialUse = (typeof SPECIAL_USES)[number];

export interface MailboxCounts {
  readonly messages: number;
  /** As the viewer sees it: private \Seen where the mailbox is shared so. */
  readonly unseen: number;
  readonly deleted: number;
  /** Octets of the deleted ones. */
  readonly deletedBytes: number;
  readonly bytes: number;
}
export interface Mailbox {
  readonly id: MailboxId;
  readonly ownerId: AccountId;
  /**
   * As the viewer sees it: decoded Unicode, '/' separated; INBOX is always spelled "INBOX". Those of other accounts are
   * `Other Users/<address>/<name>`. RFC 9051 6.3.10
   */
  readonly name: string;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly highestModSeq: ModSeq;
  readonly specialUse: SpecialUse | null;
  readonly subscribed: boolean;
  /** \Seen is kept per member (own modSeq and unseen count), not once for all. */
  readonly seenIsPrivate: boolean;
  /** What the viewer may do; its owner may do everything. RFC 4314 */
  readonly rights: Rights;
  readonly counts: MailboxCounts;
  readonly createdAt: UnixMs;
}
/** Rights given to an account, or to everybody here (`grantee` null). */
export interface AclEntry {
  readonly grantee: Address | null;
  readonly rights: Rights;
}
/** What one command's commit changed in one mailbox; `uids` ascend. Sent in commit order. */
export type MailboxChange =
  | { readonly kind: 'added'; readonly mailboxId: MailboxId; readonly modSeq: ModSeq; readonly uids: Uint32Array }
  | {
      readonly kind: 'flags';
      readonly mailboxId: MailboxId;
      readonly modSeq: ModSeq;
      readonly uids: Uint32Array;
      /** New flags, one per uid; those of `viewer` where `viewer` is not null (a private \Seen). */
      readonly flags: readonly Flags[];
      readonly viewer: AccountId | null;
    }
  | { readonly kind: 'expunged'; readonly mailboxId: MailboxId; readonly modSeq: ModSeq; readonly uids: Uint32Array }
  | {
      readonly kind: 'mailbox';
      readonly mailboxId: MailboxId;
      readonly change: 'created' | 'renamed' | 'deleted' | 'subscription' | 'rights' | 'metadata';
      /** Of `metadata`: names of the entries set or removed. RFC 5464 */
      readonly entries?: readonly string[];
    };
