/** The outbound queue: one entry per recipient, every attempt kept. RFC 5321 4.5.4, RFC 3464 */
import type { Address, ReversePath } from './account.ts';
import type { AccountId, BodyId, LetterId, QueueEntryId, UnixMs } from './ids.ts';
import type { SmtpReply } from './smtp-reply.ts';

export const QUEUE_STATES = ['scheduled', 'delivering', 'held', 'delivered', 'failed', 'dropped'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

export interface DsnRequest {
  /** NOTIFY of RFC 3461 4.1; null when the client did not say. */
  readonly notify: readonly ('never' | 'success' | 'failure' | 'delay')[] | null;
  readonly orcpt: string | null;
  readonly ret: 'full' | 'headers' | null;
  readonly envid: string | null;
}
/** One recipient of one queued letter: the unit of retry. */
export interface QueueEntry {
  readonly id: QueueEntryId;
  readonly letterId: LetterId;
  readonly bodyId: BodyId;
  readonly bodyBytes: number;
  readonly prefix: Uint8Array;
  readonly sender: ReversePath;
  readonly recipient: Address;
  readonly dsn: DsnRequest | null;
  readonly needsSmtpUtf8: boolean;
  readonly needs8Bit: boolean;
  readonly submittedBy: AccountId | null;
  readonly state: QueueState;
  readonly attempts: number;
  readonly nextAttemptAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly queuedAt: UnixMs;
  /** A delay notice was sent. */
  readonly delayReported: boolean;
  readonly lastOutcome: DeliveryOutcome | null;
  readonly subject: string;
}
export const DEFER_REASONS = ['dns', 'connect', 'tls', 'timeout', 'remoteReply', 'localLimit', 'unclassified'] as const;
export const FAIL_REASONS = [
  'nullMx',
  'noSuchDomain',
  'remoteReply',
  'tlsPolicy',
  'smtpUtf8Unsupported',
  'forbiddenAddress',
  'loop',
  'expired',
  'cancelled',
] as const;
export type DeferReason = (typeof DEFER_REASONS)[number];
export type FailReason = (typeof FAIL_REASONS)[number];

export type DeliveryOutcome =
  | {
      readonly kind: 'delivered';
      readonly remote: RemoteHost;
      readonly reply: SmtpReply;
      /** The remote took over the sender's DSN wishes: reports are its duty now. RFC 3461 5.2.2 */
      readonly dsnPassedOn: boolean;
    }
  | {
      readonly kind: 'deferred';
      readonly reason: DeferReason;
      readonly remote: RemoteHost | null;
      readonly reply: SmtpReply | null;
      readonly detail: string;
    }
  | {
      readonly kind: 'failed';
      readonly reason: FailReason;
      readonly remote: RemoteHost | null;
      readonly reply: SmtpReply | null;
      readonly detail: string;
    };

export interface RemoteHost {
  readonly name: string;
  readonly ip: string;
  readonly port: number;
  readonly tls: { readonly version: string; readonly cipher: string; readonly verified: boolean } | null;
}
export interface DeliveryAttempt {
  readonly entryId: QueueEntryId;
  readonly startedAt: UnixMs;
  readonly endedAt: UnixMs;
  readonly outcome: DeliveryOutcome;
}
