/** Letters and the facts of their stories, written in the transaction that makes them true. */
import { addressText } from '../../address-text.ts';
import { letterState } from '../../letter-state.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { Tx } from '../tx.ts';
import type { ReversePath } from '../../../model/account.ts';
import type { LetterId, QueueEntryId } from '../../../model/ids.ts';
import type { LetterDirection, LetterFact, LetterRecipient } from '../../../model/letter.ts';

type RecipientState = LetterRecipient['state'];

export interface NewLetter {
  readonly id: LetterId;
  readonly direction: LetterDirection;
  readonly sender: ReversePath;
  readonly subject: string;
  readonly messageId: string;
  readonly sizeBytes: number;
  readonly recipients: readonly Pick<LetterRecipient, 'address' | 'state' | 'mailbox' | 'entryId'>[];
}

export function addLetter(tx: Tx, letter: NewLetter, facts: readonly LetterFact[]): void {
  const sender = addressText(letter.sender);
  const searched = [
    sender,
    ...letter.recipients.map((recipient) => recipient.address),
    letter.subject,
    letter.messageId,
  ];
  const seq = tx.sql.run(
    'INSERT INTO letters (id, acceptedAt, direction, sender, subject, messageId, sizeBytes, state, folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    letter.id,
    tx.now,
    letter.direction,
    sender,
    letter.subject,
    letter.messageId,
    letter.sizeBytes,
    letterState(letter.recipients.map(({ state }) => state)),
    foldText(searched.join('\n')),
  ).id;
  letter.recipients.forEach((recipient, position) => {
    tx.sql.run(
      'INSERT INTO letterRecipients (letterSeq, position, address, state, mailbox, entryId) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      position,
      recipient.address,
      recipient.state,
      recipient.mailbox,
      recipient.entryId,
    );
  });
  for (const fact of facts) insertFact(tx, seq, fact);
  tx.noteStore({ kind: 'letters', ids: [letter.id] });
}

/** Adds a fact to a letter that is still known. */
export function addFact(tx: Tx, id: LetterId, fact: LetterFact): void {
  const seq = tx.sql.value<number>('SELECT seq FROM letters WHERE id = ?', id);
  if (seq === undefined) return;
  insertFact(tx, seq, fact);
}
function insertFact(tx: Tx, seq: number, fact: LetterFact): void {
  tx.sql.run('INSERT INTO facts (letterSeq, at, fact) VALUES (?, ?, ?)', seq, tx.now, JSON.stringify(fact));
}

/** The entry's recipient has a new state; the letter's own follows from all of them. */
export function setRecipientState(tx: Tx, letterId: LetterId, entryId: QueueEntryId, state: RecipientState): void {
  const seq = tx.sql.value<number>(
    'UPDATE letterRecipients SET state = ? WHERE entryId = ? RETURNING letterSeq',
    state,
    entryId,
  );
  if (seq === undefined) return;
  const states = tx.sql.rows<{ state: RecipientState }>('SELECT state FROM letterRecipients WHERE letterSeq = ?', seq);
  tx.sql.run('UPDATE letters SET state = ? WHERE seq = ?', letterState(states.map((row) => row.state)), seq);
  tx.noteStore({ kind: 'letters', ids: [letterId] });
}
