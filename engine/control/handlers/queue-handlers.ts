/** The queue: lists, groups by reason, and actions on entries or on all that a filter finds. */
import type { Emit } from '../../events/bus.ts';
import type { Clock } from '../../lib/clock.ts';
import { formatAddress, formatReversePath } from '../../model/address-text.ts';
import type { QueueEntryId } from '../../model/ids.ts';
import type { QueueEntry, QueueState } from '../../model/queue.ts';
import type { AcceptInput } from '../../store/intake-store.ts';
import type { QueueFilter, QueueStore } from '../../store/queue-store.ts';
import type { QueueGroup, QueueItem, Request } from '../contract.ts';
import { refusal, type Handlers } from '../dispatcher.ts';

export interface QueueHandlerDeps {
  readonly queue: QueueStore;
  readonly clock: Clock;
  readonly emit: Emit;
  /** The report of an entry that is failed by hand; null when its sender wants none. */
  readonly failureReport: (entry: QueueEntry) => Promise<AcceptInput | null>;
}
type Names = Extract<keyof Handlers, `queue.${string}`>;
type Target = Request<'queue.hold'>;
type QueueActionEvent = 'queue.retried' | 'queue.held' | 'queue.released' | 'queue.dropped' | 'queue.failed';
const LIVE: readonly QueueState[] = ['scheduled', 'delivering', 'held'];
const PAGE = 500;

export function queueHandlers({ queue, clock, emit, failureReport }: QueueHandlerDeps): Pick<Handlers, Names> {
  async function* entriesOf(filter: QueueFilter): AsyncGenerator<QueueEntry> {
    let after: string | undefined;
    do {
      const page = await queue.list({ ...filter, after, limit: PAGE });
      yield* page.items;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
  async function idsOf(target: Target): Promise<readonly QueueEntryId[]> {
    if ('ids' in target) return target.ids as readonly number[] as readonly QueueEntryId[];
    const ids: QueueEntryId[] = [];
    for await (const entry of entriesOf({ ...target.filter, states: target.filter.states ?? LIVE })) ids.push(entry.id);
    return ids;
  }
  const act =
    (code: QueueActionEvent, run: (ids: readonly QueueEntryId[], by: string) => Promise<number>) =>
    async (target: Target, caller: { readonly name: string }) => {
      const ids = await idsOf(target);
      const affected = ids.length === 0 ? 0 : await run(ids, caller.name);
      emit(code, { entries: affected, by: caller.name });
      return { affected };
    };
  return {
    async 'queue.list'(filter) {
      const page = await queue.list(filter);
      return { items: page.items.map(itemOf), next: page.next };
    },
    async 'queue.get'({ id }) {
      const found = await queue.get(id as QueueEntryId);
      if (found === null) throw refusal('nonexistent', `there is no queue entry ${id}`);
      return { item: itemOf(found.entry), attempts: found.attempts };
    },
    'queue.summary': () => queue.summary(),
    async 'queue.groups'() {
      const groups = new Map<string, QueueGroup>();
      for await (const entry of entriesOf({ states: LIVE })) addToGroups(groups, entry);
      return [...groups.values()].sort((a, b) => b.entries - a.entries);
    },
    'queue.retryNow': act('queue.retried', (ids, by) => queue.retryNow(ids, clock.now(), by)),
    'queue.hold': act('queue.held', (ids, by) => queue.hold(ids, by)),
    'queue.release': act('queue.released', (ids, by) => queue.release(ids, clock.now(), by)),
    'queue.drop': act('queue.dropped', (ids, by) => queue.drop(ids, by)),
    'queue.fail': act('queue.failed', async (ids, by) => {
      const entries = await Promise.all(ids.map(async (id) => ({ id, found: await queue.get(id) })));
      const ends = entries.flatMap(({ id, found }) => (found === null ? [] : [{ id, entry: found.entry }]));
      return queue.failByHand(
        await Promise.all(ends.map(async ({ id, entry }) => ({ id, report: await failureReport(entry) }))),
        by,
      );
    }),
    async 'queue.pause'(_request, caller) {
      await queue.setPaused(true);
      emit('queue.paused', { by: caller.name });
    },
    async 'queue.resume'(_request, caller) {
      await queue.setPaused(false);
      emit('queue.resumed', { by: caller.name });
    },
  };
}

function itemOf(entry: QueueEntry): QueueItem {
  return {
    id: entry.id,
    letterId: entry.letterId,
    sender: formatReversePath(entry.sender),
    recipient: formatAddress(entry.recipient),
    subject: entry.subject,
    sizeBytes: entry.prefix.length + entry.bodyBytes,
    state: entry.state,
    attempts: entry.attempts,
    queuedAt: entry.queuedAt,
    nextAttemptAt: entry.nextAttemptAt,
    expiresAt: entry.expiresAt,
    lastOutcome: entry.lastOutcome,
  };
}

function addToGroups(groups: Map<string, QueueGroup>, entry: QueueEntry): void {
  const reason =
    entry.state === 'held'
      ? 'held'
      : entry.lastOutcome === null || entry.lastOutcome.kind === 'delivered'
        ? 'notTried'
        : entry.lastOutcome.reason;
  const { domain } = entry.recipient;
  const key = `${reason} ${domain}`;
  const known = groups.get(key);
  const next = entry.state === 'held' ? null : entry.nextAttemptAt;
  const words = entry.lastOutcome?.reply ?? null;
  groups.set(key, {
    key,
    reason,
    domain,
    entries: (known?.entries ?? 0) + 1,
    oldestAt: Math.min(known?.oldestAt ?? Infinity, entry.queuedAt),
    nextAttemptAt: next === null ? (known?.nextAttemptAt ?? null) : Math.min(known?.nextAttemptAt ?? Infinity, next),
    lastReply: words === null ? (known?.lastReply ?? null) : `${words.code} ${words.enhanced} ${words.text}`,
  });
}
