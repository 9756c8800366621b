/** The outbound queue in memory. RFC 5321 4.5.4 */
import { addressText } from '../address-text.ts';
import { pageLimit } from '../paging.ts';
import { accept, type Loaded } from './intake.ts';
import { addFact, setRecipientState } from './letters.ts';
import { forgetUnused } from './messages.ts';
import type { EntryRecord, MemoryState, MemoryTx } from './state.ts';
import type { AcceptInput } from '../intake-store.ts';
import type { QueueFilter, QueueSummary, Settlement } from '../queue-store.ts';
import type { Page } from '../store.ts';
import { foldText } from '../../lib/fold-text.ts';
import type { EngineId, QueueEntryId, UnixMs } from '../../model/ids.ts';
import type { LetterFact } from '../../model/letter.ts';
import { QUEUE_STATES, type QueueEntry, type QueueState } from '../../model/queue.ts';

export type LoadedSettlement = Omit<Settlement, 'report'> & {
  readonly report: { readonly kind: 'failure' | 'delay' | 'success'; readonly letter: Loaded<AcceptInput> } | null;
};

function write(tx: MemoryTx, record: EntryRecord, patch: Partial<QueueEntry>, leasedBy: string | null = null): void {
  tx.state.entries.set(record.entry.id, { ...record, entry: { ...record.entry, ...patch }, leasedBy });
}
function leasedEntries(state: MemoryState): EntryRecord[] {
  return [...state.entries.values()].filter(({ entry }) => entry.state === 'delivering');
}

export function freeForeignLeases(tx: MemoryTx, engineId: EngineId): number {
  const foreign = leasedEntries(tx.state).filter(({ leasedBy }) => leasedBy !== engineId);
  for (const record of foreign) write(tx, record, { state: 'scheduled' });
  note(
    tx,
    foreign.map(({ entry }) => entry.id),
  );
  return foreign.length;
}
export function leaseDue(
  tx: MemoryTx,
  engineId: EngineId,
  now: UnixMs,
  limit: number,
  busyDomains: readonly string[],
): QueueEntry[] {
  if (tx.state.paused) return [];
  const due = [...tx.state.entries.values()]
    .filter(
      ({ entry }) =>
        entry.state === 'scheduled' && entry.nextAttemptAt <= now && !busyDomains.includes(entry.recipient.domain),
    )
    .sort((a, b) => a.entry.nextAttemptAt - b.entry.nextAttemptAt || a.entry.id - b.entry.id)
    .slice(0, limit);
  for (const record of due) write(tx, record, { state: 'delivering' }, engineId);
  note(
    tx,
    due.map(({ entry }) => entry.id),
  );
  return due.map(({ entry }) => ({ ...entry, state: 'delivering' }));
}
export function unlease(tx: MemoryTx, engineId: EngineId, ids: readonly QueueEntryId[]): void {
  const own = leasedEntries(tx.state).filter(({ entry, leasedBy }) => leasedBy === engineId && ids.includes(entry.id));
  for (const record of own) write(tx, record, { state: 'scheduled' });
  note(
    tx,
    own.map(({ entry }) => entry.id),
  );
}

export function settle(tx: MemoryTx, engineId: EngineId, settlements: readonly LoadedSettlement[]): void {
  for (const settlement of settlements) {
    const record = tx.state.entries.get(settlement.attempt.entryId);
    if (record?.entry.state === 'delivering' && record.leasedBy === engineId) settleOne(tx, record, settlement);
  }
}
function settleOne(tx: MemoryTx, record: EntryRecord, { attempt, next, report }: LoadedSettlement): void {
  const { entry } = record;
  const nextAttemptAt = next.kind === 'retry' ? next.at : null;
  const tried: Partial<QueueEntry> = {
    attempts: entry.attempts + 1,
    lastOutcome: attempt.outcome,
    delayReported: entry.delayReported || report?.kind === 'delay',
  };
  addFact(tx, entry.letterId, {
    kind: 'attempt',
    recipient: addressText(entry.recipient),
    entryId: entry.id,
    number: entry.attempts + 1,
    outcome: attempt.outcome,
    durationMs: attempt.endedAt - attempt.startedAt,
    nextAttemptAt,
  });
  const withAttempt = { ...record, attempts: [...record.attempts, attempt] };
  if (next.kind === 'retry') write(tx, withAttempt, { ...tried, state: 'scheduled', nextAttemptAt: next.at });
  else end(tx, withAttempt, { ...tried, state: next.kind });
  setRecipientState(tx, entry.letterId, entry.id, next.kind === 'retry' ? 'waiting' : next.kind);
  if (report !== null) acceptReport(tx, entry, report.kind, report.letter);
  note(tx, [entry.id]);
}
function end(tx: MemoryTx, record: EntryRecord, patch: Partial<QueueEntry>): void {
  write(tx, record, { ...patch, prefix: new Uint8Array() });
  forgetUnused(tx, [record.entry.bodyId]);
}
function acceptReport(
  tx: MemoryTx,
  entry: QueueEntry,
  report: 'failure' | 'delay' | 'success',
  letter: Loaded<AcceptInput>,
): void {
  accept(tx, letter);
  addFact(tx, entry.letterId, {
    kind: 'reported',
    recipient: addressText(entry.recipient),
    report,
    reportLetterId: letter.letterId,
  });
}

export function setPaused(tx: MemoryTx, paused: boolean): void {
  tx.state.paused = paused;
  tx.noteStore({ kind: 'queue', ids: [] });
}
export function retryNow(tx: MemoryTx, ids: readonly QueueEntryId[], now: UnixMs, by: string): number {
  return forEach(tx, ids, ['scheduled'], by, 'retried', (record) => {
    write(tx, record, { nextAttemptAt: now });
    setRecipientState(tx, record.entry.letterId, record.entry.id, 'waiting');
  });
}
export function hold(tx: MemoryTx, ids: readonly QueueEntryId[], by: string): number {
  return forEach(tx, ids, ['scheduled'], by, 'held', (record) => {
    write(tx, record, { state: 'held' });
    setRecipientState(tx, record.entry.letterId, record.entry.id, 'held');
  });
}
export function release(tx: MemoryTx, ids: readonly QueueEntryId[], now: UnixMs, by: string): number {
  return forEach(tx, ids, ['held'], by, 'released', (record) => {
    write(tx, record, { state: 'scheduled', nextAttemptAt: now });
    setRecipientState(tx, record.entry.letterId, record.entry.id, 'waiting');
  });
}
export function drop(tx: MemoryTx, ids: readonly QueueEntryId[], by: string): number {
  return forEach(tx, ids, ['scheduled', 'held'], by, 'dropped', (record) => {
    end(tx, record, { state: 'dropped' });
    setRecipientState(tx, record.entry.letterId, record.entry.id, 'dropped');
  });
}
export function failByHand(
  tx: MemoryTx,
  entries: readonly { readonly id: QueueEntryId; readonly report: Loaded<AcceptInput> | null }[],
  by: string,
): number {
  const reports = new Map(entries.map(({ id, report }) => [id, report]));
  return forEach(
    tx,
    entries.map(({ id }) => id),
    ['scheduled', 'held'],
    by,
    'failedByHand',
    (record) => {
      end(tx, record, {
        state: 'failed',
        lastOutcome: { kind: 'failed', reason: 'cancelled', remote: null, reply: null, detail: by },
      });
      setRecipientState(tx, record.entry.letterId, record.entry.id, 'failed');
      const report = reports.get(record.entry.id) ?? null;
      if (report !== null) acceptReport(tx, record.entry, 'failure', report);
    },
  );
}
function forEach(
  tx: MemoryTx,
  ids: readonly QueueEntryId[],
  states: readonly QueueState[],
  by: string,
  action: Extract<LetterFact, { kind: 'action' }>['action'],
  act: (record: EntryRecord) => void,
): number {
  const reached: QueueEntryId[] = [];
  for (const id of new Set(ids)) {
    const record = tx.state.entries.get(id);
    if (record === undefined || !states.includes(record.entry.state)) continue;
    act(record);
    addFact(tx, record.entry.letterId, { kind: 'action', action, recipient: addressText(record.entry.recipient), by });
    reached.push(id);
  }
  note(tx, reached);
  return reached.length;
}
function note(tx: MemoryTx, ids: readonly QueueEntryId[]): void {
  if (ids.length > 0) tx.noteStore({ kind: 'queue', ids });
}

export function nextDueAt(state: MemoryState): UnixMs | null {
  const times = [...state.entries.values()]
    .filter(({ entry }) => entry.state === 'scheduled')
    .map(({ entry }) => entry.nextAttemptAt);
  return state.paused || times.length === 0 ? null : (Math.min(...times) as UnixMs);
}
export function listQueue(state: MemoryState, filter: QueueFilter): Page<QueueEntry> {
  const limit = pageLimit(filter.limit);
  const found = [...state.entries.values()]
    .map(({ entry }) => entry)
    .reverse()
    .filter(
      (entry) =>
        (filter.after === undefined || entry.id < Number(filter.after)) &&
        (filter.states === undefined || filter.states.includes(entry.state)) &&
        (filter.domain === undefined || entry.recipient.domain === filter.domain) &&
        (!filter.text ||
          foldText([addressText(entry.sender), addressText(entry.recipient), entry.subject].join('\n')).includes(
            foldText(filter.text),
          )),
    );
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? String(items.at(-1)?.id) : null };
}
export function queueSummary(state: MemoryState): QueueSummary {
  const byState = Object.fromEntries(QUEUE_STATES.map((name) => [name, 0])) as Record<QueueState, number>;
  const waiting: number[] = [];
  for (const { entry } of state.entries.values()) {
    byState[entry.state] += 1;
    if (entry.state === 'scheduled' || entry.state === 'delivering' || entry.state === 'held')
      waiting.push(entry.queuedAt);
  }
  return {
    byState,
    oldestWaitingAt: waiting.length === 0 ? null : (Math.min(...waiting) as UnixMs),
    nextAttemptAt: nextDueAt(state),
    paused: state.paused,
  };
}
