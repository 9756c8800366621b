/** The outbound queue. Leases belong to one run of the engine and never end by wall clock. RFC 5321 4.5.4 */
import type { AcceptInput } from './intake-store.ts';
import type { Page, PageQuery } from './store.ts';
import type { EngineId, QueueEntryId, UnixMs } from '../model/ids.ts';
import type { DeliveryAttempt, QueueEntry, QueueState } from '../model/queue.ts';

export interface QueueFilter extends PageQuery {
  readonly states?: readonly QueueState[] | undefined;
  /** Recipient's domain. */
  readonly domain?: string | undefined;
  /** Part of sender, recipient or subject. */
  readonly text?: string | undefined;
}
export type SettleNext =
  { readonly kind: 'retry'; readonly at: UnixMs } | { readonly kind: 'delivered' } | { readonly kind: 'failed' };
export interface Settlement {
  readonly attempt: DeliveryAttempt;
  readonly next: SettleNext;
  /** A report to accept in the same transaction: bounce, delay or success notice. */
  readonly report: { readonly kind: 'failure' | 'delay' | 'success'; readonly letter: AcceptInput } | null;
}
export interface QueueSummary {
  readonly byState: Readonly<Record<QueueState, number>>;
  readonly oldestWaitingAt: UnixMs | null;
  readonly nextAttemptAt: UnixMs | null;
  readonly paused: boolean;
}
export interface QueueStore {
  /** Frees leases of other engine ids; called once at start. @returns how many were freed */
  freeForeignLeases(engineId: EngineId): Promise<number>;
  /** Marks up to `limit` due entries as ours, oldest due first, none of `busyDomains`. None while paused. */
  leaseDue(
    engineId: EngineId,
    now: UnixMs,
    limit: number,
    busyDomains: readonly string[],
  ): Promise<readonly QueueEntry[]>;
  /** Due time of the earliest scheduled entry; null when none or paused. */
  nextDueAt(): Promise<UnixMs | null>;
  /** Writes attempts, next states and reports in one transaction. An entry no longer leased by us is left as it is. */
  settle(engineId: EngineId, settlements: readonly Settlement[]): Promise<void>;
  /** Gives leased entries back untouched, e.g. at a graceful stop. */
  unlease(engineId: EngineId, ids: readonly QueueEntryId[]): Promise<void>;
  list(filter: QueueFilter): Promise<Page<QueueEntry>>;
  get(id: QueueEntryId): Promise<{ readonly entry: QueueEntry; readonly attempts: readonly DeliveryAttempt[] } | null>;
  summary(): Promise<QueueSummary>;
  setPaused(paused: boolean): Promise<void>;
  /** Each answers how many entries it reached; entries being delivered right now are not touched. */
  retryNow(ids: readonly QueueEntryId[], now: UnixMs, by: string): Promise<number>;
  hold(ids: readonly QueueEntryId[], by: string): Promise<number>;
  release(ids: readonly QueueEntryId[], now: UnixMs, by: string): Promise<number>;
  /** Ends without a report. */
  drop(ids: readonly QueueEntryId[], by: string): Promise<number>;
  /** Ends with the given reports (one per entry, null where none is due), in one transaction. */
  failByHand(
    entries: readonly { readonly id: QueueEntryId; readonly report: AcceptInput | null }[],
    by: string,
  ): Promise<number>;
}
