/** Mailboxes as IMAP sees them: names, special uses, subscriptions, counters, rights. RFC 9051 6.3, RFC 6154, RFC 4314 */
import type { AccountId, MailboxId } from '../model/ids.ts';
import type { Rights } from '../model/mailbox-rights.ts';
import type { AclEntry, Mailbox, SpecialUse } from '../model/mailbox.ts';

/**
 * `viewer` is the account that looks: it decides names, rights, private \Seen and counters. Rights are checked in the
 * transaction that needs them (`noPermission`); what the viewer has no right to see is `nonexistent`.
 */
export interface MailboxStore {
  /** All mailboxes the viewer owns, ordered by name with INBOX first, at most 10,000. */
  list(viewer: AccountId): Promise<readonly Mailbox[]>;
  /** Mailboxes of other accounts that the viewer may look up, by name, at most 10,000. */
  shared(viewer: AccountId): Promise<readonly Mailbox[]>;
  find(viewer: AccountId, name: string): Promise<Mailbox | null>;
  byId(viewer: AccountId, id: MailboxId): Promise<Mailbox | null>;
  /** Makes missing parents too. uidValidity is never one that the name had before. */
  create(viewer: AccountId, name: string, specialUse: SpecialUse | null): Promise<Mailbox>;
  /** Children follow. Renaming INBOX moves its messages and leaves INBOX empty. RFC 9051 6.3.6 */
  rename(viewer: AccountId, from: string, to: string): Promise<void>;
  /** Refuses INBOX and a mailbox with children (`cannot`, `inUse`). */
  remove(viewer: AccountId, name: string): Promise<void>;
  /** A name may be subscribed without existing. RFC 9051 6.3.7 */
  subscribe(viewer: AccountId, name: string, subscribed: boolean): Promise<void>;
  subscriptions(viewer: AccountId): Promise<readonly string[]>;
  /** What is given to others; the owner, who has all rights, is not in it. */
  acl(id: MailboxId): Promise<readonly AclEntry[]>;
  /** Needs `a`. No rights left removes the entry; the owner's are not changed (`cannot`). */
  changeRights(
    viewer: AccountId,
    id: MailboxId,
    change: {
      /** null: everybody here. */
      readonly grantee: AccountId | null;
      readonly mode: 'replace' | 'add' | 'remove';
      readonly rights: Rights;
    },
  ): Promise<void>;
  /** Each member of the mailbox has its own \Seen from now on. */
  setSeenPrivate(id: MailboxId, isPrivate: boolean): Promise<void>;
}
