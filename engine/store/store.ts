/**
 * The store contract. Every method is one atomic transaction named after its intent; no transaction is held across an
 * await. That lets the same interface sit on SQLite threads (sqlite/), in memory (memory/) and, later, on PostgreSQL
 * with bodies in object storage. Expected refusals are MailErrors: `unavailable` (nothing happened, try again: disk
 * full or failing), `overQuota`, `nonexistent`, `alreadyExists`, `cannot`, `inUse`, `limit`.
 */
import type { BodyStore } from './body-store.ts';
import type { CredentialStore } from './credential-store.ts';
import type { DirectoryStore } from './directory-store.ts';
import type { IntakeStore } from './intake-store.ts';
import type { IntegrityStore } from './integrity-store.ts';
import type { LetterStore } from './letter-store.ts';
import type { MailboxStore } from './mailbox-store.ts';
import type { MessageStore } from './message-store.ts';
import type { MetadataStore } from './metadata-store.ts';
import type { QueueStore } from './queue-store.ts';
import type { SettingsStore } from './settings-store.ts';
import type { MailboxChange } from '../model/mailbox.ts';
import type { AccountId, LetterId, MailboxId, QueueEntryId } from '../model/ids.ts';

export interface Store {
  readonly intake: IntakeStore;
  readonly bodies: BodyStore;
  readonly mailboxes: MailboxStore;
  readonly metadata: MetadataStore;
  readonly messages: MessageStore;
  readonly queue: QueueStore;
  readonly letters: LetterStore;
  readonly directory: DirectoryStore;
  readonly credentials: CredentialStore;
  readonly settings: SettingsStore;
  readonly integrity: IntegrityStore;
  readonly changes: ChangeFeed;
  /** Finishes what was begun, checkpoints, closes. In tests it verifies itself first. */
  close(): Promise<void>;
}

/**
 * What commits changed, in commit order, told after COMMIT and before the command's own answer. Listeners are called
 * synchronously and must only note what they hear.
 */
export interface ChangeFeed {
  /** Changes of one mailbox. @returns the function that ends the subscription */
  mailbox(id: MailboxId, listener: (change: MailboxChange) => void): () => void;
  /**
   * Any change of mailboxes (not messages) of one account: created, renamed, deleted, subscription, rights,
   * metadata; of those of others too, where the account has rights. Id 0 is no mailbox: the server's metadata, a name without one.
   */
  account(id: AccountId, listener: (change: MailboxChange) => void): () => void;
  /** Ids only, for screens and runners. */
  store(listener: (change: StoreChange) => void): () => void;
}
export type StoreChange =
  | { readonly kind: 'queue'; readonly ids: readonly QueueEntryId[] }
  | { readonly kind: 'letters'; readonly ids: readonly LetterId[] }
  | { readonly kind: 'directory' }
  | { readonly kind: 'settings'; readonly names: readonly string[] }
  /** The disk refuses or takes writes again. */
  | { readonly kind: 'writable'; readonly writable: boolean; readonly reason: string };

export interface Page<T> {
  readonly items: readonly T[];
  /** Cursor for the next page; null at the end. */
  readonly next: string | null;
}
export interface PageQuery {
  readonly after?: string | undefined;
  /** 1 to 500; 100 when not said. */
  readonly limit?: number | undefined;
}
