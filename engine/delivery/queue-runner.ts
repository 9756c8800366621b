/**
 * Drives the outbound queue: sleeps until something is due, leases it, attempts it, settles it. Its state is only what is
 * under way; the truth is in the store. RFC 5321 4.5.4.1
 */
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { formatAddress } from '../model/address-text.ts';
import { MailError } from '../model/errors.ts';
import type { EngineId, UnixMs } from '../model/ids.ts';
import type { DeliveryOutcome, QueueEntry } from '../model/queue.ts';
import type { QueueStore, Settlement } from '../store/queue-store.ts';
import type { ChangeFeed } from '../store/store.ts';
import type { AttemptGroup } from './attempt.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { destinationOf, groupEntries } from './entry-groups.ts';
import { settlementsFor } from './settlements.ts';
import type { ReportDeps } from './report-letter.ts';

export interface QueueRunnerDeps {
  readonly engineId: EngineId;
  readonly queue: QueueStore;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly settings: () => DeliverySettings;
  readonly attempt: (group: AttemptGroup, settings: DeliverySettings) => Promise<readonly DeliveryOutcome[]>;
  readonly reports: ReportDeps;
  readonly random: () => number;
}
export interface QueueRunner {
  /** Frees leases of engines that are gone, then begins. */
  start(): Promise<void>;
  /** Something may be due: look now. */
  kick(): void;
  /** Leases nothing more and waits for attempts under way, at most `limitMs`; the rest is given back. */
  stop(limitMs: number): Promise<void>;
}
const LEASE_BATCH = 100;
/** We look at least so often, whatever the store said: a missed change costs a minute, never a letter. */
const LONGEST_SLEEP_MS = 60_000;
const STORE_AWAY_WAIT_MS = 1000;

export function createQueueRunner(deps: QueueRunnerDeps): QueueRunner {
  const underWay = new Map<Promise<void>, AttemptGroup>();
  const busy = new Map<string, number>();
  let stopped = false;
  let looking = false;
  let lookAgain = false;
  let cancelSleep = () => {};
  let unsubscribe = () => {};

  const kick = () => {
    if (stopped) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    cancelSleep();
    looking = true;
    void look().finally(() => {
      looking = false;
      if (lookAgain) {
        lookAgain = false;
        kick();
      }
    });
  };

  /** Fills the free places, then sleeps until the next due time. */
  async function look(): Promise<void> {
    try {
      const { concurrency } = deps.settings();
      while (!stopped && underWay.size < concurrency) {
        if (!(await leaseSome(concurrency - underWay.size))) break;
      }
      await sleepUntilDue();
    } catch (error) {
      if (!(error instanceof MailError)) deps.emit('engine.bug', { where: 'queue runner', error: String(error) });
      cancelSleep = deps.clock.after(STORE_AWAY_WAIT_MS, kick);
    }
  }

  /** @returns whether more may be due right now */
  async function leaseSome(places: number): Promise<boolean> {
    const settings = deps.settings();
    const full = [...busy].filter(([, count]) => count >= settings.concurrencyPerDestination).map(([domain]) => domain);
    const limit = Math.min(LEASE_BATCH, places * 10);
    const entries = await deps.queue.leaseDue(deps.engineId, deps.clock.now(), limit, full);
    for (const group of groupEntries(entries)) begin(group, settings);
    return entries.length === limit;
  }

  async function sleepUntilDue(): Promise<void> {
    if (stopped) return;
    const due = await deps.queue.nextDueAt();
    // While all places are taken, the end of an attempt wakes us.
    if (underWay.size >= deps.settings().concurrency) return;
    const wait = due === null ? LONGEST_SLEEP_MS : Math.max(underWay.size > 0 ? 200 : 20, due - deps.clock.now());
    cancelSleep();
    cancelSleep = deps.clock.after(Math.min(wait, LONGEST_SLEEP_MS), kick);
  }

  function begin(group: AttemptGroup, settings: DeliverySettings): void {
    const destination = destinationOf(group[0]);
    busy.set(destination, (busy.get(destination) ?? 0) + 1);
    const work = run(group, settings).finally(() => {
      underWay.delete(work);
      const left = (busy.get(destination) ?? 1) - 1;
      if (left > 0) busy.set(destination, left);
      else busy.delete(destination);
      kick();
    });
    underWay.set(work, group);
  }

  async function run(group: AttemptGroup, settings: DeliverySettings): Promise<void> {
    const startedAt = deps.clock.now();
    const began = deps.clock.monotonic();
    const outcomes = await deps.attempt(group, settings);
    const endedAt = (startedAt + Math.round(deps.clock.monotonic() - began)) as UnixMs;
    await settle(group, outcomes, { startedAt, endedAt });
    group.forEach((entry, index) => tell(entry, outcomes[index]!));
  }

  /** The remote has answered: that must reach the store, however long the store is away. */
  async function settle(
    group: AttemptGroup,
    outcomes: readonly DeliveryOutcome[],
    times: { readonly startedAt: UnixMs; readonly endedAt: UnixMs },
  ): Promise<void> {
    for (;;) {
      try {
        const settlements: readonly Settlement[] = await settlementsFor(group, outcomes, times, deps);
        return await deps.queue.settle(deps.engineId, settlements);
      } catch (error) {
        if (!(error instanceof MailError && error.code === 'unavailable')) {
          deps.emit('engine.bug', { where: 'queue settle', error: String(error) }, { letter: group[0].letterId });
        }
        if (stopped) return;
        await new Promise<void>((resolve) => deps.clock.after(STORE_AWAY_WAIT_MS, resolve));
      }
    }
  }

  function tell(entry: QueueEntry, outcome: DeliveryOutcome): void {
    const recipient = formatAddress(entry.recipient);
    const context = { letter: entry.letterId };
    switch (outcome.kind) {
      case 'delivered':
        return deps.emit(
          'delivery.delivered',
          { recipient, remote: outcome.remote.name, reply: `${outcome.reply.code} ${outcome.reply.text}` },
          context,
        );
      case 'deferred':
        return deps.emit('delivery.deferred', { recipient, reason: outcome.reason, detail: outcome.detail }, context);
      case 'failed':
        return deps.emit('delivery.failed', { recipient, reason: outcome.reason, detail: outcome.detail }, context);
    }
  }

  return {
    kick,
    async start() {
      await deps.queue.freeForeignLeases(deps.engineId);
      unsubscribe = deps.changes.store((change) => {
        if (change.kind === 'queue' || (change.kind === 'writable' && change.writable)) kick();
      });
      kick();
    },
    async stop(limitMs) {
      stopped = true;
      cancelSleep();
      unsubscribe();
      let cancelLimit = () => {};
      const limit = new Promise<void>((resolve) => (cancelLimit = deps.clock.after(limitMs, resolve)));
      await Promise.race([Promise.allSettled(underWay.keys()), limit]);
      cancelLimit();
      const left = [...underWay.values()].flatMap((group) => group.map((entry) => entry.id));
      if (left.length > 0) await deps.queue.unlease(deps.engineId, left);
    },
  };
}
