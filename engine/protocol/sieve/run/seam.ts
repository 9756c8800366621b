/**
 * What delivery gives the interpreter and gets back: a view of the letter, facts preloaded for this run, and a list of
 * actions as values. Nothing here does I/O; the caller carries the actions out with the delivery, all or nothing.
 * RFC 5228 2.10, 4 and the extensions that `compile/extensions.ts` lists.
 */
import type { UnixMs } from '../../../model/ids.ts';
import type { HeaderField } from '../../mime/header-fields.ts';

/** One MIME part's content as the `body` test sees it. RFC 5173 */
export interface SieveBodyPart {
  /** Lower case. */
  readonly type: string;
  readonly subtype: string;
  /** Transfer encoding and charset undone; for a multipart its prologue and epilogue, for a message its header. */
  readonly text: string;
}
export interface SieveMessage {
  /** In order; values are octet strings, unfolded and trimmed. */
  readonly fields: readonly HeaderField[];
  readonly sizeBytes: number;
  /** Octets behind the header, undecoded. Called at most once a run. */
  rawBody(): string;
  /** Every part in order, decoded. Called at most once a run. */
  bodyParts(): readonly SieveBodyPart[];
  /** All text parts as people read them, HTML without its tags. Called at most once a run. */
  bodyText(): string;
}
export interface SieveMailboxes {
  /** True when the mailbox is there and this account may add to it. RFC 5490 3.1 */
  exists(name: string): boolean;
  /** RFC 9042 */
  idExists(id: string): boolean;
  /** Is that use (`\Junk`) given to this mailbox, or with null to any? Compared without case. RFC 8579 4 */
  hasSpecialUse(name: string | null, use: string): boolean;
}
export interface SieveContext {
  /** MAIL FROM; '' for the null reverse-path. */
  readonly envelopeFrom: string;
  /** RCPT TO as it was given. */
  readonly envelopeTo: string;
  /** Every address of the script's owner; vacation answers letters to these only. */
  readonly ownAddresses: readonly string[];
  readonly now: UnixMs;
  /** Minutes east of UTC of the owner's clock at that time; `currentdate` and `date` without `:zone`. */
  zoneMinutes(at: UnixMs): number;
  readonly mailboxes: SieveMailboxes;
  /** Items of RFC 5183 that are known: `domain`, `host`, `location`, `name`, `phase`, `remote-host`, `remote-ip`, `version`. */
  readonly environment: ReadonlyMap<string, string>;
  /** 0 (surely wanted) to 100 (surely spam); null when no filter looked at it. RFC 5235 */
  readonly spamPercent: number | null;
  /** Was this already marked and not yet forgotten? RFC 7352 */
  isDuplicate(mark: DuplicateMark): boolean;
  readonly limits?: Partial<SieveRunLimits>;
}
export interface SieveRunLimits {
  /** Work units: a command, a test, or a character looked at. */
  readonly steps: number;
  /** Characters that texts made at run time may have in all. */
  readonly characters: number;
  readonly actions: number;
  readonly redirects: number;
}
export interface DuplicateMark {
  readonly handle: string;
  readonly id: string;
  /** How long the mark is remembered. */
  readonly seconds: number;
  /** The time starts again at each letter with this id. */
  readonly last: boolean;
}
/** Header edits apply in order to the letter as it is stored or sent on. RFC 5293 */
export type HeaderEdit =
  | { readonly kind: 'add'; readonly name: string; readonly value: string; readonly last: boolean }
  /** The n-th field of this name (from 1, at the time of this edit) is removed. */
  | { readonly kind: 'remove'; readonly name: string; readonly occurrence: number };

/** Where a letter or a copy goes. Of several that are given the first that exists counts: id, special use, name. */
export interface MailboxTarget {
  readonly name: string;
  readonly create: boolean;
  readonly specialUse: string | null;
  readonly mailboxId: string | null;
  /** System flags and keywords as written, each once; `\Seen` in any case. */
  readonly flags: readonly string[];
}
export type SieveAction =
  /** `name` is INBOX for keep. `edits`: so many of the outcome's header edits are in this copy. */
  | {
      readonly kind: 'store';
      readonly by: 'keep' | 'fileinto' | 'implicit';
      readonly target: MailboxTarget;
      readonly edits: number;
    }
  | { readonly kind: 'redirect'; readonly address: string; readonly edits: number }
  | { readonly kind: 'discard' }
  /** `ereject` is refused within the SMTP dialogue where that is still possible. RFC 5429 */
  | { readonly kind: 'reject' | 'ereject'; readonly reason: string }
  | VacationAction;

/** Why vacation stays silent. RFC 5230 4.5, 4.6 */
export type VacationSilence = 'nullSender' | 'systemSender' | 'automatic' | 'list' | 'ownLetter' | 'notAddressed';
export interface VacationAction {
  readonly kind: 'vacation';
  readonly to: string;
  /** Not null: no reply is sent. */
  readonly silence: VacationSilence | null;
  /** One reply to one sender within this time; 0: every time. */
  readonly seconds: number;
  /** Replies with one handle share their memory of who was answered. */
  readonly handle: string;
  readonly subject: string;
  /** A mailbox, perhaps with a name before it; null: the address the letter came to. */
  readonly from: string | null;
  readonly reason: string;
  /** `reason` is a MIME entity with its header. */
  readonly mime: boolean;
  /** The reply is also filed there. RFC 8580 */
  readonly fcc: MailboxTarget | null;
}
export type SieveFailureCode =
  'budget' | 'memory' | 'tooManyActions' | 'conflict' | 'badValue' | 'stopped' | 'internal';
export interface SieveFailure {
  readonly code: SieveFailureCode;
  /** Line of the command that failed; 0 when none is known. */
  readonly line: number;
  /** A sentence for the script's owner. */
  readonly message: string;
}
export interface SieveOutcome {
  /**
   * In order, each once. The letter is stored where a `store` says; with neither store, redirect, reject nor discard it would
   * be lost, and that never happens: such a run holds an implicit store to INBOX.
   */
  readonly actions: readonly SieveAction[];
  readonly edits: readonly HeaderEdit[];
  /** To remember when the letter is delivered. RFC 7352 3 */
  readonly marks: readonly DuplicateMark[];
  /** Not null: `actions` holds the implicit store alone and the owner is to be told. RFC 5228 2.10.6 */
  readonly failure: SieveFailure | null;
  readonly steps: number;
}
