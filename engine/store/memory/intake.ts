/** Letters and appended messages into memory, all or none. RFC 5321 6.1, RFC 9051 6.3.12 */
import { addressText } from '../address-text.ts';
import { inlineBodyFacts, prefixFacts } from '../body-facts.ts';
import type { AcceptInput, AppendInput, LocalCopy, QueuedCopy, Receipt, Replaced } from '../intake-store.ts';
import { requireGoodName } from '../mailbox-names.ts';
import { addLetter } from './letters.ts';
import { requireRight } from './mailbox-access.ts';
import { byName, makeWithParents } from './mailboxes.ts';
import { addMessages, expunge, requireMailbox, requireRoom } from './messages.ts';
import type { BodyRecord, MemoryTx } from './state.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId, BodyId, MailboxId, QueueEntryId } from '../../model/ids.ts';
import type { LetterFact, LetterRecipient } from '../../model/letter.ts';
import { permittedFlags } from '../../model/mailbox-rights.ts';

export type Loaded<T extends { readonly body: unknown }> = Omit<T, 'body'> & { readonly body: Uint8Array };
type Done = Pick<Receipt, 'stored' | 'queued'>;
interface Story {
  readonly recipients: LetterRecipient[];
  readonly facts: LetterFact[];
}

function addBody(tx: MemoryTx, bytes: Uint8Array): { readonly id: BodyId; readonly record: BodyRecord } {
  const id = tx.state.nextId() as BodyId;
  const record = { bytes, facts: inlineBodyFacts(bytes) };
  tx.state.bodies.set(id, record);
  return { id, record };
}

export function accept(tx: MemoryTx, input: Loaded<AcceptInput>): Done {
  if (input.local.length + input.remote.length === 0)
    throw new MailError('cannot', 'A letter needs at least one recipient.');
  if (tx.state.letters.has(input.letterId)) throw new MailError('alreadyExists', 'That letter is already here.');
  const { id, record } = addBody(tx, input.body);
  const story: Story = { recipients: [], facts: [] };
  const stored = input.local.map((copy) => addLocal(tx, input, copy, id, record, story));
  const queued = input.remote.map((copy) => addRemote(tx, input, copy, id, record, story));
  const header = record.bytes.subarray(0, record.facts.headerBytes);
  const added = [...input.local, ...input.remote].map(({ prefix }) => prefixFacts(prefix, header)?.messageId);
  addLetter(
    tx,
    {
      id: input.letterId,
      direction: input.direction,
      sender: addressText(input.sender),
      recipients: story.recipients,
      subject: record.facts.subject,
      messageId: added.find((messageId) => messageId !== undefined) ?? record.facts.messageId,
      sizeBytes: record.bytes.byteLength,
    },
    [{ kind: 'accepted', origin: input.origin, sizeBytes: record.bytes.byteLength }, ...input.facts, ...story.facts],
  );
  if (queued.length > 0) tx.noteStore({ kind: 'queue', ids: queued });
  return { stored, queued };
}

function addLocal(
  tx: MemoryTx,
  input: Loaded<AcceptInput>,
  copy: LocalCopy,
  bodyId: BodyId,
  body: BodyRecord,
  story: Story,
): Done['stored'][number] {
  const sizeBytes = copy.prefix.byteLength + body.bytes.byteLength;
  requireRoom(tx.state, copy.accountId, copy.ignoreQuota ? 0 : sizeBytes, copy.ignoreQuota ? 0 : 1);
  const name = requireGoodName(copy.mailbox);
  const mailbox = byName(tx.state, copy.accountId, name) ?? makeWithParents(tx, copy.accountId, name);
  const [uid] = addMessages(tx, mailbox.id, copy.accountId, [
    {
      flags: copy.flags,
      internalDate: copy.internalDate ?? tx.now,
      sizeBytes,
      prefix: copy.prefix,
      prefixFacts: prefixFacts(copy.prefix, body.bytes.subarray(0, body.facts.headerBytes)),
      bodyId,
      letterId: input.letterId,
    },
  ]);
  const account = tx.state.accounts.get(copy.accountId);
  const recipient = addressText(copy.recipient);
  story.recipients.push({
    address: recipient,
    state: 'delivered',
    mailbox: mailbox.name,
    entryId: null,
    nextAttemptAt: null,
  });
  story.facts.push({
    kind: 'stored',
    recipient,
    account: account === undefined ? '' : addressText(account.address),
    mailbox: mailbox.name,
  });
  return { mailboxId: mailbox.id, uidValidity: mailbox.uidValidity, uid: uid as number };
}

function addRemote(
  tx: MemoryTx,
  input: Loaded<AcceptInput>,
  copy: QueuedCopy,
  bodyId: BodyId,
  body: BodyRecord,
  story: Story,
): QueueEntryId {
  const id = tx.state.nextId() as QueueEntryId;
  const held = copy.heldFor !== null;
  tx.state.entries.set(id, {
    entry: {
      id,
      letterId: input.letterId,
      bodyId,
      bodyBytes: body.bytes.byteLength,
      prefix: copy.prefix,
      sender: input.sender,
      recipient: copy.recipient,
      dsn: copy.dsn,
      needsSmtpUtf8: input.needsSmtpUtf8,
      needs8Bit: input.needs8Bit,
      submittedBy: input.submittedBy,
      state: held ? 'held' : 'scheduled',
      attempts: 0,
      nextAttemptAt: tx.now,
      expiresAt: copy.expiresAt,
      queuedAt: tx.now,
      delayReported: false,
      lastOutcome: null,
      subject: body.facts.subject,
    },
    leasedBy: null,
    attempts: [],
  });
  const recipient = addressText(copy.recipient);
  story.recipients.push({
    address: recipient,
    state: held ? 'held' : 'waiting',
    mailbox: null,
    entryId: id,
    nextAttemptAt: null,
  });
  story.facts.push({ kind: 'queued', recipient, entryId: id });
  if (copy.heldFor !== null) story.facts.push({ kind: 'action', action: 'held', recipient, by: copy.heldFor });
  return id;
}

function removeReplaced(tx: MemoryTx, viewer: AccountId, { mailboxId, uid, by }: Replaced): void {
  const gone = expunge(tx, mailboxId, viewer, [[uid, uid]], { flagged: false, by });
  if (gone.length === 0) throw new MailError('nonexistent', 'The message to be replaced is gone.');
}

export function append(
  tx: MemoryTx,
  mailboxId: MailboxId,
  messages: readonly Loaded<AppendInput>[],
  by: AccountId | null,
  replaced: Replaced | null,
): Done {
  const mailbox = requireMailbox(tx.state, mailboxId);
  const viewer = by ?? mailbox.ownerId;
  const rights = requireRight(mailbox, viewer, 'i');
  if (replaced !== null) removeReplaced(tx, viewer, replaced);
  requireRoom(
    tx.state,
    mailbox.ownerId,
    messages.reduce((sum, { body }) => sum + body.byteLength, 0),
    messages.length,
  );
  const rows = messages.map((message) => ({
    flags: permittedFlags(rights, message.flags),
    internalDate: message.internalDate ?? tx.now,
    sizeBytes: message.body.byteLength,
    prefix: new Uint8Array(),
    prefixFacts: null,
    bodyId: addBody(tx, message.body).id,
    letterId: null,
  }));
  const uids = addMessages(tx, mailboxId, viewer, rows);
  return { stored: Array.from(uids, (uid) => ({ mailboxId, uidValidity: mailbox.uidValidity, uid })), queued: [] };
}
