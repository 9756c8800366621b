/** Queue entries as rows. An entry holds its body and prefix until it ends. */
import { addressOf, addressText } from '../../address-text.ts';
import { releaseBody, releasePrefix } from './references.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { StoredBody } from '../body-intake.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { AcceptInput, QueuedCopy } from '../../intake-store.ts';
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

type Sender = Pick<AcceptInput, 'letterId' | 'sender' | 'needsSmtpUtf8' | 'needs8Bit' | 'submittedBy'>;

export function addEntry(
  tx: Tx,
  input: Sender,
  copy: QueuedCopy,
  body: StoredBody,
  prefixId: number | null,
): QueueEntryId {
  const sender = input.sender === null ? null : addressText(input.sender);
  const recipient = addressText(copy.recipient);
  return tx.sql.run(
    `INSERT INTO queue (letterId, bodyId, bodyBytes, prefixId, sender, recipient, recipientDomain, dsn, needsSmtpUtf8, needs8Bit,
       submittedBy, state, nextAttemptAt, expiresAt, queuedAt, subject, folded)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    input.letterId,
    body.id,
    body.sizeBytes,
    prefixId,
    sender,
    recipient,
    copy.recipient.domain,
    copy.dsn === null ? null : JSON.stringify(copy.dsn),
    input.needsSmtpUtf8 ? 1 : 0,
    input.needs8Bit ? 1 : 0,
    input.submittedBy,
    copy.heldFor === null ? 'scheduled' : 'held',
    tx.now,
    copy.expiresAt,
    tx.now,
    body.facts.subject,
    foldText([sender ?? '', recipient, body.facts.subject].join('\n')),
  ).id as QueueEntryId;
}

/** The entry ends: its place in the queue stays as history, what it held is given free. */
export function endEntry(tx: Tx, row: EntryRow, state: QueueState): void {
  tx.sql.run('UPDATE queue SET state = ?, leasedBy = NULL, prefixId = NULL WHERE id = ?', state, row.id);
  releaseBody(tx, row.bodyId);
  releasePrefix(tx, row.prefixId);
}
export function entryRow(sql: Sql, id: QueueEntryId): EntryRow | undefined {
  return sql.row<EntryRow>(`${ENTRY} WHERE q.id = ?`, id);
}
