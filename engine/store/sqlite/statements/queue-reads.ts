/** The queue as screens and runner read it. */
import { pageLimit } from '../../paging.ts';
import { ENTRY, entryRow, toEntry, type EntryRow } from './queue-rows.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { Sql } from '../sql.ts';
import type { QueueFilter, QueueSummary } from '../../queue-store.ts';
import type { Page } from '../../store.ts';
import type { QueueEntryId, UnixMs } from '../../../model/ids.ts';
import {
  QUEUE_STATES,
  type DeliveryAttempt,
  type DeliveryOutcome,
  type QueueEntry,
  type QueueState,
} from '../../../model/queue.ts';

export function isPaused(sql: Sql): boolean {
  return sql.value<number>("SELECT value FROM counters WHERE name = 'queuePaused'") === 1;
}
export function nextDueAt(sql: Sql): UnixMs | null {
  if (isPaused(sql)) return null;
  return sql.value<number>("SELECT MIN(nextAttemptAt) FROM queue WHERE state = 'scheduled'") as UnixMs | null;
}

/** Newest first. */
export function listQueue(sql: Sql, filter: QueueFilter): Page<QueueEntry> {
  const limit = pageLimit(filter.limit);
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (text: string, ...more: (string | number)[]): void => {
    conditions.push(text);
    values.push(...more);
  };
  if (filter.after !== undefined) add('q.id < ?', Number(filter.after));
  if (filter.states !== undefined) add(`q.state IN (${filter.states.map(() => '?').join(', ')})`, ...filter.states);
  if (filter.domain !== undefined) add('q.recipientDomain = ?', filter.domain);
  if (filter.text) add('instr(q.folded, ?) > 0', foldText(filter.text));
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = sql.rows<EntryRow>(`${ENTRY} ${where} ORDER BY q.id DESC LIMIT ?`, ...values, limit + 1);
  const items = rows.slice(0, limit).map(toEntry);
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null };
}

export function getEntry(sql: Sql, id: QueueEntryId): { entry: QueueEntry; attempts: DeliveryAttempt[] } | null {
  const row = entryRow(sql, id);
  if (row === undefined) return null;
  const attempts = sql.rows<{ startedAt: UnixMs; endedAt: UnixMs; outcome: string }>(
    'SELECT startedAt, endedAt, outcome FROM attempts WHERE entryId = ? ORDER BY id',
    id,
  );
  return {
    entry: toEntry(row),
    attempts: attempts.map(({ startedAt, endedAt, outcome }) => ({
      entryId: id,
      startedAt,
      endedAt,
      outcome: JSON.parse(outcome) as DeliveryOutcome,
    })),
  };
}

export function queueSummary(sql: Sql): QueueSummary {
  const counts = sql.rows<{ state: QueueState; count: number }>(
    'SELECT state, COUNT(*) AS count FROM queue GROUP BY state',
  );
  const byState = Object.fromEntries(QUEUE_STATES.map((state) => [state, 0])) as Record<QueueState, number>;
  for (const { state, count } of counts) byState[state] = count;
  const oldest = sql.value<number>(
    "SELECT MIN(queuedAt) FROM queue WHERE state IN ('scheduled', 'delivering', 'held')",
  );
  return {
    byState,
    oldestWaitingAt: (oldest ?? null) as UnixMs | null,
    nextAttemptAt: nextDueAt(sql),
    paused: isPaused(sql),
  };
}
