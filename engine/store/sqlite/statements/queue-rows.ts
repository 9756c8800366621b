/** Queue entries as rows are read. */
import { addressOf } from '../../address-text.ts';
import type { Sql } from '../sql.ts';
import type { AccountId, BodyId, LetterId, QueueEntryId, UnixMs } from '../../../model/ids.ts';
import type { DeliveryOutcome, DsnRequest, QueueEntry, QueueState } from '../../../model/queue.ts';

export interface EntryRow {
  readonly id: QueueEntryId;
  readonly letterId: LetterId;
  readonly bodyId: BodyId;
  readonly bodyBytes: number;
  readonly prefixId: number | null;
  readonly prefix: Buffer | null;
  readonly sender: string | null;
  readonly recipient: string;
  readonly recipientDomain: string;
  readonly dsn: string | null;
  readonly needsSmtpUtf8: number;
  readonly needs8Bit: number;
  readonly submittedBy: AccountId | null;
  readonly state: QueueState;
  readonly attempts: number;
  readonly nextAttemptAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly queuedAt: UnixMs;
  readonly delayReported: number;
  readonly lastOutcome: string | null;
  readonly subject: string;
  readonly leasedBy: string | null;
}
export const ENTRY = 'SELECT q.*, p.bytes AS prefix FROM queue q LEFT JOIN prefixes p ON p.id = q.prefixId';

export function toEntry(row: EntryRow): QueueEntry {
  return {
    id: row.id,
    letterId: row.letterId,
    bodyId: row.bodyId,
    bodyBytes: row.bodyBytes,
    prefix: row.prefix === null ? new Uint8Array() : Uint8Array.from(row.prefix),
    sender: row.sender === null ? null : addressOf(row.sender),
    recipient: addressOf(row.recipient),
    dsn: row.dsn === null ? null : (JSON.parse(row.dsn) as DsnRequest),
    needsSmtpUtf8: row.needsSmtpUtf8 === 1,
    needs8Bit: row.needs8Bit === 1,
    submittedBy: row.submittedBy,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    expiresAt: row.expiresAt,
    queuedAt: row.queuedAt,
    delayReported: row.delayReported === 1,
    lastOutcome: row.lastOutcome === null ? null : (JSON.parse(row.lastOutcome) as DeliveryOutcome),
    subject: row.subject,
  };
}

export function entryRow(sql: Sql, id: QueueEntryId): EntryRow | undefined {
  return sql.row<EntryRow>(`${ENTRY} WHERE q.id = ?`, id);
}
