/** Queue entries made and ended. An entry holds its body and prefix until it ends. */
import { addressText } from '../../address-text.ts';
import type { EntryRow } from './queue-rows.ts';
import { releaseBody, releasePrefix } from './references.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { StoredBody } from '../body-intake.ts';
import type { Tx } from '../tx.ts';
import type { AcceptInput, QueuedCopy } from '../../intake-store.ts';
import type { QueueEntryId } from '../../../model/ids.ts';
import type { QueueState } from '../../../model/queue.ts';

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
