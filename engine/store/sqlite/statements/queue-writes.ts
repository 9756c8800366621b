/** Leases, settlements and what people do with the queue. RFC 5321 4.5.4 */
import { accept, type PreparedAccept } from './intake-writes.ts';
import { addFact, setRecipientState } from './letter-writes.ts';
import { endEntry } from './queue-entries.ts';
import { ENTRY, entryRow, toEntry, type EntryRow } from './queue-rows.ts';
import { isPaused } from './queue-reads.ts';
import type { Tx } from '../tx.ts';
import type { Settlement } from '../../queue-store.ts';
import type { EngineId, QueueEntryId, UnixMs } from '../../../model/ids.ts';
import type { LetterFact } from '../../../model/letter.ts';
import type { DeliveryOutcome, QueueEntry, QueueState } from '../../../model/queue.ts';

export type PreparedSettlement = Omit<Settlement, 'report'> & {
  readonly report: { readonly kind: 'failure' | 'delay' | 'success'; readonly letter: PreparedAccept } | null;
};

export function freeForeignLeases(tx: Tx, engineId: EngineId): number {
  const freed = tx.sql.rows<{ id: QueueEntryId }>(
    "UPDATE queue SET state = 'scheduled', leasedBy = NULL WHERE state = 'delivering' AND leasedBy IS NOT ? RETURNING id",
    engineId,
  );
  note(
    tx,
    freed.map(({ id }) => id),
  );
  return freed.length;
}

export function leaseDue(
  tx: Tx,
  engineId: EngineId,
  now: UnixMs,
  limit: number,
  busyDomains: readonly string[],
): QueueEntry[] {
  if (isPaused(tx.sql)) return [];
  const rows = tx.sql.rows<EntryRow>(
    `${ENTRY} WHERE q.state = 'scheduled' AND q.nextAttemptAt <= ? AND q.recipientDomain NOT IN (SELECT value FROM json_each(?))
     ORDER BY q.nextAttemptAt, q.id LIMIT ?`,
    now,
    JSON.stringify(busyDomains),
    limit,
  );
  for (const row of rows)
    tx.sql.run("UPDATE queue SET state = 'delivering', leasedBy = ? WHERE id = ?", engineId, row.id);
  note(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toEntry({ ...row, state: 'delivering' }));
}

export function settle(tx: Tx, engineId: EngineId, settlements: readonly PreparedSettlement[]): void {
  for (const settlement of settlements) {
    const row = entryRow(tx.sql, settlement.attempt.entryId);
    if (row?.state === 'delivering' && row.leasedBy === engineId) settleOne(tx, row, settlement);
  }
}

function settleOne(tx: Tx, row: EntryRow, { attempt, next, report }: PreparedSettlement): void {
  tx.sql.run(
    'INSERT INTO attempts (entryId, startedAt, endedAt, outcome) VALUES (?, ?, ?, ?)',
    row.id,
    attempt.startedAt,
    attempt.endedAt,
    JSON.stringify(attempt.outcome),
  );
  tx.sql.run(
    'UPDATE queue SET attempts = attempts + 1, lastOutcome = ?, delayReported = MAX(delayReported, ?) WHERE id = ?',
    JSON.stringify(attempt.outcome),
    report?.kind === 'delay' ? 1 : 0,
    row.id,
  );
  const nextAttemptAt = next.kind === 'retry' ? next.at : null;
  addFact(tx, row.letterId, {
    kind: 'attempt',
    recipient: row.recipient,
    entryId: row.id,
    number: row.attempts + 1,
    outcome: attempt.outcome,
    durationMs: attempt.endedAt - attempt.startedAt,
    nextAttemptAt,
  });
  if (next.kind === 'retry') {
    tx.sql.run(
      "UPDATE queue SET state = 'scheduled', leasedBy = NULL, nextAttemptAt = ? WHERE id = ?",
      next.at,
      row.id,
    );
    setRecipientState(tx, row.letterId, row.id, 'waiting');
  } else {
    endEntry(tx, row, next.kind);
    setRecipientState(tx, row.letterId, row.id, next.kind);
  }
  if (report !== null) acceptReport(tx, row, report.kind, report.letter);
  note(tx, [row.id]);
}

function acceptReport(tx: Tx, row: EntryRow, report: 'failure' | 'delay' | 'success', letter: PreparedAccept): void {
  accept(tx, letter);
  addFact(tx, row.letterId, { kind: 'reported', recipient: row.recipient, report, reportLetterId: letter.letterId });
}

export function unlease(tx: Tx, engineId: EngineId, ids: readonly QueueEntryId[]): void {
  const freed = ids.filter(
    (id) =>
      tx.sql.run(
        "UPDATE queue SET state = 'scheduled', leasedBy = NULL WHERE id = ? AND state = 'delivering' AND leasedBy = ?",
        id,
        engineId,
      ).changes === 1,
  );
  note(tx, freed);
}

export function setPaused(tx: Tx, paused: boolean): void {
  tx.sql.run(
    "INSERT INTO counters (name, value) VALUES ('queuePaused', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    paused ? 1 : 0,
  );
  tx.noteStore({ kind: 'queue', ids: [] });
}

export function retryNow(tx: Tx, ids: readonly QueueEntryId[], now: UnixMs, by: string): number {
  return forEach(tx, ids, ['scheduled'], by, 'retried', (row) => {
    tx.sql.run('UPDATE queue SET nextAttemptAt = ? WHERE id = ?', now, row.id);
    setRecipientState(tx, row.letterId, row.id, 'waiting');
  });
}
export function hold(tx: Tx, ids: readonly QueueEntryId[], by: string): number {
  return forEach(tx, ids, ['scheduled'], by, 'held', (row) => {
    tx.sql.run("UPDATE queue SET state = 'held' WHERE id = ?", row.id);
    setRecipientState(tx, row.letterId, row.id, 'held');
  });
}
export function release(tx: Tx, ids: readonly QueueEntryId[], now: UnixMs, by: string): number {
  return forEach(tx, ids, ['held'], by, 'released', (row) => {
    tx.sql.run("UPDATE queue SET state = 'scheduled', nextAttemptAt = ? WHERE id = ?", now, row.id);
    setRecipientState(tx, row.letterId, row.id, 'waiting');
  });
}
export function drop(tx: Tx, ids: readonly QueueEntryId[], by: string): number {
  return forEach(tx, ids, ['scheduled', 'held'], by, 'dropped', (row) => {
    endEntry(tx, row, 'dropped');
    setRecipientState(tx, row.letterId, row.id, 'dropped');
  });
}
export function failByHand(
  tx: Tx,
  entries: readonly { readonly id: QueueEntryId; readonly report: PreparedAccept | null }[],
  by: string,
): number {
  const outcome: DeliveryOutcome = { kind: 'failed', reason: 'cancelled', remote: null, reply: null, detail: by };
  const reports = new Map(entries.map(({ id, report }) => [id, report]));
  return forEach(
    tx,
    entries.map(({ id }) => id),
    ['scheduled', 'held'],
    by,
    'failedByHand',
    (row) => {
      tx.sql.run('UPDATE queue SET lastOutcome = ? WHERE id = ?', JSON.stringify(outcome), row.id);
      endEntry(tx, row, 'failed');
      setRecipientState(tx, row.letterId, row.id, 'failed');
      const report = reports.get(row.id) ?? null;
      if (report !== null) acceptReport(tx, row, 'failure', report);
    },
  );
}

/** Does it to each entry in one of the states and says so in its story. @returns how many it reached */
function forEach(
  tx: Tx,
  ids: readonly QueueEntryId[],
  states: readonly QueueState[],
  by: string,
  action: Extract<LetterFact, { kind: 'action' }>['action'],
  act: (row: EntryRow) => void,
): number {
  const reached: QueueEntryId[] = [];
  for (const id of new Set(ids)) {
    const row = entryRow(tx.sql, id);
    if (row === undefined || !states.includes(row.state)) continue;
    act(row);
    addFact(tx, row.letterId, { kind: 'action', action, recipient: row.recipient, by });
    reached.push(id);
  }
  note(tx, reached);
  return reached.length;
}
function note(tx: Tx, ids: readonly QueueEntryId[]): void {
  if (ids.length > 0) tx.noteStore({ kind: 'queue', ids });
}
