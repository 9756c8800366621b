/** The way into the store: a letter's local copies and queue entries, all or none, durable before the answer. RFC 5321 6.1 */
import type { Address, ReversePath } from '../model/account.ts';
import type { AccountId, LetterId, MailboxId, QueueEntryId, UnixMs } from '../model/ids.ts';
import type { Flags } from '../model/flags.ts';
import type { LetterDirection, LetterFact, LetterOrigin } from '../model/letter.ts';
import type { DsnRequest } from '../model/queue.ts';

declare const durable: unique symbol;
/** Proof that a letter is on disk. Only a Store can make one; only a Receipt can become a 250. */
export interface Receipt {
  readonly [durable]: true;
  readonly letterId: LetterId;
  /** Where local copies went, in the order of `local`. */
  readonly stored: readonly { readonly mailboxId: MailboxId; readonly uidValidity: number; readonly uid: number }[];
  readonly queued: readonly QueueEntryId[];
}

/**
 * Body bytes on their way in. `inline` (up to 4 MiB) travels to the writer and is appended, synced and committed with
 * its group; the store may detach the buffer. `spooled` is a file under `BodyStore.spoolFolder`, already fsynced by
 * the caller; it becomes a segment by rename and the store owns it from the call on, whatever the outcome.
 */
export type BodyInput =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'spooled'; readonly path: string; readonly sizeBytes: number; readonly sha256: string };
export const INLINE_BODY_LIMIT_BYTES = 4 * 1024 * 1024;

export interface LocalCopy {
  readonly accountId: AccountId;
  /** Name of the mailbox; made when missing. INBOX always exists. */
  readonly mailbox: string;
  readonly recipient: Address;
  /** Headers we add, with their CRLFs; the message is prefix + body. */
  readonly prefix: Uint8Array;
  readonly flags: Flags;
  /** postmaster and abuse mail is never refused for quota. */
  readonly ignoreQuota: boolean;
  /** APPEND's date-time; when not given, the time of acceptance. RFC 9051 6.3.12 */
  readonly internalDate?: UnixMs;
}
export interface QueuedCopy {
  readonly recipient: Address;
  readonly prefix: Uint8Array;
  readonly expiresAt: UnixMs;
  readonly dsn: DsnRequest | null;
  /** Held at once, for the reason; null: due now. */
  readonly heldFor: string | null;
}
export interface AcceptInput {
  readonly letterId: LetterId;
  readonly body: BodyInput;
  readonly direction: LetterDirection;
  readonly sender: ReversePath;
  readonly origin: LetterOrigin;
  readonly needsSmtpUtf8: boolean;
  readonly needs8Bit: boolean;
  readonly submittedBy: AccountId | null;
  readonly local: readonly LocalCopy[];
  readonly remote: readonly QueuedCopy[];
  /** Further facts of the story, e.g. `checked`, `signed`. `accepted`, `stored`, `queued` are written by the store. */
  readonly facts: readonly LetterFact[];
}
export interface IntakeStore {
  /** Adds all local copies and all queue entries of one letter, or none. Rejects with `overQuota` naming the account. */
  accept(input: AcceptInput): Promise<Receipt>;
  /**
   * IMAP APPEND, one or several (MULTIAPPEND) into one mailbox, all or none; no letter, no story. RFC 9051 6.3.12
   * @param by who appends, when it is not the owner: needs `i`; flags it may not set are left out. RFC 4314 4
   * @param replaced goes away in the same transaction; `nonexistent` when it is not there. RFC 8508
   */
  append(mailboxId: MailboxId, messages: readonly AppendInput[], by?: AccountId, replaced?: Replaced): Promise<Receipt>;
}
/** A message that another takes the place of. `by`: who removes it, for the story. */
export interface Replaced {
  readonly mailboxId: MailboxId;
  readonly uid: number;
  readonly by: string;
}
export interface AppendInput {
  readonly body: BodyInput;
  readonly flags: Flags;
  readonly internalDate: UnixMs | null;
}
