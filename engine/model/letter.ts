/** The story of a letter: accepted, checked, routed, each attempt, each end. Facts are rows; sentences are made by the screen. */
import type { AuthResult } from './auth-result.ts';
import type { DeliveryOutcome } from './queue.ts';
import type { AccountId, LetterId, QueueEntryId, UnixMs } from './ids.ts';

export type LetterDirection = 'in' | 'out' | 'internal';
export const LETTER_STATES = ['delivered', 'waiting', 'held', 'failed', 'partly'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

export interface Letter {
  readonly id: LetterId;
  readonly acceptedAt: UnixMs;
  readonly direction: LetterDirection;
  /** Address text, or '' for the null reverse-path. */
  readonly sender: string;
  readonly recipients: readonly LetterRecipient[];
  readonly subject: string;
  /** Message-ID header, without angle brackets where it had them; '' when none. */
  readonly messageId: string;
  readonly sizeBytes: number;
  readonly state: LetterState;
}
export interface LetterRecipient {
  readonly address: string;
  readonly state: 'delivered' | 'waiting' | 'held' | 'failed' | 'dropped';
  readonly mailbox: string | null;
  readonly entryId: QueueEntryId | null;
  readonly nextAttemptAt: UnixMs | null;
}
/** How the letter came in; part of the `accepted` fact. */
export interface LetterOrigin {
  readonly via: 'mx' | 'submission' | 'append' | 'bounce' | 'local';
  readonly peer: string | null;
  readonly helo: string | null;
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly accountId: AccountId | null;
  readonly login: string | null;
}
/** One thing that became true about a letter, written in the transaction that made it true. */
export type LetterFact =
  | { readonly kind: 'accepted'; readonly origin: LetterOrigin; readonly sizeBytes: number }
  | { readonly kind: 'checked'; readonly result: AuthResult }
  | { readonly kind: 'signed'; readonly domain: string; readonly selector: string }
  | { readonly kind: 'stored'; readonly recipient: string; readonly account: string; readonly mailbox: string }
  | { readonly kind: 'queued'; readonly recipient: string; readonly entryId: QueueEntryId }
  | {
      readonly kind: 'attempt';
      readonly recipient: string;
      readonly entryId: QueueEntryId;
      readonly number: number;
      readonly outcome: DeliveryOutcome;
      readonly durationMs: number;
      readonly nextAttemptAt: UnixMs | null;
    }
  | {
      readonly kind: 'reported';
      readonly recipient: string;
      readonly report: 'failure' | 'delay' | 'success';
      readonly reportLetterId: LetterId;
    }
  | {
      readonly kind: 'action';
      readonly action: 'held' | 'released' | 'retried' | 'failedByHand' | 'dropped';
      readonly recipient: string;
      readonly by: string;
    }
  | { readonly kind: 'expunged'; readonly account: string; readonly mailbox: string; readonly by: string };
export interface DatedFact {
  readonly at: UnixMs;
  readonly fact: LetterFact;
}
