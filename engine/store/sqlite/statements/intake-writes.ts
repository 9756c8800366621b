/** A letter's local copies and queue entries, all or none; and APPEND. RFC 5321 6.1, RFC 9051 6.3.12 */
import { addMessages, chargeQuota, type NewMessage } from './add-messages.ts';
import { addLetter } from './letter-writes.ts';
import { requireRight } from './mailbox-access.ts';
import { makeWithParents } from './mailbox-writes.ts';
import { requireMailbox, rowByName, type MailboxRow } from './mailbox-rows.ts';
import { addEntry } from './queue-entries.ts';
import { requireMessageRoom } from './quota.ts';
import { PrefixWriter } from './references.ts';
import { expunge, ownerAddress } from './remove-messages.ts';
import { addressText } from '../../address-text.ts';
import { requireGoodName } from '../../mailbox-names.ts';
import type { PreparedBody, StoredBody } from '../body-intake.ts';
import type { Tx } from '../tx.ts';
import type { AcceptInput, AppendInput, LocalCopy, QueuedCopy, Replaced } from '../../intake-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId, QueueEntryId } from '../../../model/ids.ts';
import type { LetterFact, LetterRecipient } from '../../../model/letter.ts';
import { permittedFlags } from '../../../model/mailbox-rights.ts';

export type PreparedAccept = Omit<AcceptInput, 'body'> & { readonly body: PreparedBody };
export type PreparedAppend = Omit<AppendInput, 'body'> & { readonly body: PreparedBody };
/** A receipt before it is durable. */
export interface Stored {
  readonly stored: readonly { readonly mailboxId: MailboxId; readonly uidValidity: number; readonly uid: number }[];
  readonly queued: readonly QueueEntryId[];
}
interface Outcome {
  readonly recipients: Pick<LetterRecipient, 'address' | 'state' | 'mailbox' | 'entryId'>[];
  readonly facts: LetterFact[];
}

export function accept(tx: Tx, input: PreparedAccept): Stored {
  const copies = input.local.length + input.remote.length;
  if (copies === 0) throw new MailError('cannot', 'A letter needs at least one recipient.');
  if (tx.sql.value<number>('SELECT 1 FROM letters WHERE id = ?', input.letterId) !== undefined) {
    throw new MailError('alreadyExists', 'That letter is already here.');
  }
  const body = tx.bodies.add(tx.sql, input.body, copies, tx.now);
  const prefixes = new PrefixWriter(tx, body.header);
  const outcome: Outcome = { recipients: [], facts: [] };
  const stored = input.local.map((local) => addLocal(tx, input, local, body, prefixes, outcome));
  const queued = input.remote.map((remote) => addRemote(tx, input, remote, body, prefixes, outcome));
  const accepted: LetterFact = { kind: 'accepted', origin: input.origin, sizeBytes: body.sizeBytes };
  addLetter(
    tx,
    {
      id: input.letterId,
      direction: input.direction,
      sender: input.sender,
      subject: body.facts.subject,
      messageId: prefixes.messageId ?? body.facts.messageId,
      sizeBytes: body.sizeBytes,
      recipients: outcome.recipients,
    },
    [accepted, ...input.facts, ...outcome.facts],
  );
  if (queued.length > 0) tx.noteStore({ kind: 'queue', ids: queued });
  return { stored, queued };
}

function addLocal(
  tx: Tx,
  input: PreparedAccept,
  local: LocalCopy,
  body: StoredBody,
  prefixes: PrefixWriter,
  outcome: Outcome,
): Stored['stored'][number] {
  const sizeBytes = local.prefix.byteLength + body.sizeBytes;
  chargeQuota(tx, local.accountId, sizeBytes, local.ignoreQuota);
  if (!local.ignoreQuota) requireMessageRoom(tx, local.accountId, 1);
  const mailbox = deliveryMailbox(tx, local);
  const message: NewMessage = {
    flags: local.flags,
    internalDate: local.internalDate ?? tx.now,
    sizeBytes,
    prefixBytes: local.prefix.byteLength,
    bodyId: body.id,
    prefixId: prefixes.add(local.prefix),
    letterId: input.letterId,
  };
  const [uid] = addMessages(tx, mailbox.id, local.accountId, [message]);
  const address = addressText(local.recipient);
  outcome.recipients.push({ address, state: 'delivered', mailbox: mailbox.name, entryId: null });
  outcome.facts.push({
    kind: 'stored',
    recipient: address,
    account: ownerAddress(tx, local.accountId),
    mailbox: mailbox.name,
  });
  return { mailboxId: mailbox.id, uidValidity: mailbox.uidValidity, uid: uid as number };
}

function deliveryMailbox(tx: Tx, local: LocalCopy): MailboxRow {
  const name = requireGoodName(local.mailbox);
  return rowByName(tx.sql, local.accountId, name) ?? requireMailbox(tx.sql, makeWithParents(tx, local.accountId, name));
}

function addRemote(
  tx: Tx,
  input: PreparedAccept,
  remote: QueuedCopy,
  body: StoredBody,
  prefixes: PrefixWriter,
  outcome: Outcome,
): QueueEntryId {
  const entryId = addEntry(tx, input, remote, body, prefixes.add(remote.prefix));
  const recipient = addressText(remote.recipient);
  outcome.recipients.push({
    address: recipient,
    state: remote.heldFor === null ? 'waiting' : 'held',
    mailbox: null,
    entryId,
  });
  outcome.facts.push({ kind: 'queued', recipient, entryId });
  if (remote.heldFor !== null) outcome.facts.push({ kind: 'action', action: 'held', recipient, by: remote.heldFor });
  return entryId;
}

/** First, so that its octets count no more when the new message needs room. */
function removeReplaced(tx: Tx, viewer: AccountId, { mailboxId, uid, by }: Replaced): void {
  const gone = expunge(tx, mailboxId, viewer, [[uid, uid]], { flagged: false, by });
  if (gone.length === 0) throw new MailError('nonexistent', 'The message to be replaced is gone.');
}

export function append(
  tx: Tx,
  mailboxId: MailboxId,
  messages: readonly PreparedAppend[],
  by: AccountId | null = null,
  replaced: Replaced | null = null,
): Stored {
  const mailbox = requireMailbox(tx.sql, mailboxId);
  const viewer = by ?? mailbox.ownerId;
  const rights = requireRight(tx.sql, mailbox, viewer, 'i');
  requireMessageRoom(tx, mailbox.ownerId, messages.length);
  if (replaced !== null) removeReplaced(tx, viewer, replaced);
  const rows = messages.map((message): NewMessage => {
    const body = tx.bodies.add(tx.sql, message.body, 1, tx.now);
    chargeQuota(tx, mailbox.ownerId, body.sizeBytes);
    return {
      flags: permittedFlags(rights, message.flags),
      internalDate: message.internalDate ?? tx.now,
      sizeBytes: body.sizeBytes,
      prefixBytes: 0,
      bodyId: body.id,
      prefixId: null,
      letterId: null,
    };
  });
  const uids = addMessages(tx, mailboxId, viewer, rows);
  const stored = Array.from(uids, (uid) => ({ mailboxId, uidValidity: mailbox.uidValidity, uid }));
  return { stored, queued: [] };
}
