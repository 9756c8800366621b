/** Mailboxes in memory: names, counters, subscriptions. RFC 9051 6.3 */
import { INBOX, MAILBOX_LIMITS, normalName, parentNames, requireGoodName } from '../mailbox-names.ts';
import { addMessages, forgetUnused, requireMailbox, takeOut, viewedFlags } from './messages.ts';
import type { MailboxRecord, MemoryState, MemoryTx } from './state.ts';
import { MailError } from '../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import type { Mailbox, SpecialUse } from '../../model/mailbox.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];

export function toMailbox(state: MemoryState, viewer: AccountId, record: MailboxRecord): Mailbox {
  const { messages } = record;
  return {
    id: record.id,
    ownerId: record.ownerId,
    name: record.name,
    uidValidity: record.uidValidity,
    uidNext: record.uidNext,
    highestModSeq: record.modSeq,
    specialUse: record.specialUse,
    subscribed: state.subscriptions.get(record.ownerId)?.has(record.name) ?? false,
    seenIsPrivate: record.seenIsPrivate,
    counts: {
      messages: messages.length,
      unseen: messages.filter((message) => (viewedFlags(record, message, viewer).system & SEEN) === 0).length,
      deleted: messages.filter(({ flags }) => (flags.system & DELETED) !== 0).length,
      bytes: messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    createdAt: record.createdAt,
  };
}
export function ownedBy(state: MemoryState, owner: AccountId): MailboxRecord[] {
  const rank = ({ name }: MailboxRecord): number => (name === INBOX ? 0 : 1);
  return [...state.mailboxes.values()]
    .filter(({ ownerId }) => ownerId === owner)
    .sort((a, b) => rank(a) - rank(b) || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
export function byName(state: MemoryState, owner: AccountId, name: string): MailboxRecord | undefined {
  const normal = normalName(name);
  return [...state.mailboxes.values()].find((record) => record.ownerId === owner && record.name === normal);
}

export function createMailbox(tx: MemoryTx, viewer: AccountId, wanted: string, specialUse: SpecialUse | null): Mailbox {
  const name = requireGoodName(wanted);
  requireFree(tx, viewer, name);
  if (specialUse !== null && ownedBy(tx.state, viewer).some((record) => record.specialUse === specialUse)) {
    throw new MailError('cannot', `Another mailbox is already used for ${specialUse}.`);
  }
  return toMailbox(tx.state, viewer, makeWithParents(tx, viewer, name, specialUse));
}

export function makeWithParents(
  tx: MemoryTx,
  owner: AccountId,
  name: string,
  specialUse: SpecialUse | null = null,
): MailboxRecord {
  if (ownedBy(tx.state, owner).length + name.split('/').length > MAILBOX_LIMITS.perAccount) {
    throw new MailError('limit', `An account has at most ${MAILBOX_LIMITS.perAccount} mailboxes.`);
  }
  makeParents(tx, owner, name);
  return insert(tx, owner, name, specialUse);
}
function makeParents(tx: MemoryTx, owner: AccountId, name: string): void {
  for (const parent of parentNames(name))
    if (byName(tx.state, owner, parent) === undefined) insert(tx, owner, parent, null);
}
function insert(tx: MemoryTx, ownerId: AccountId, name: string, specialUse: SpecialUse | null): MailboxRecord {
  if (!tx.state.accounts.has(ownerId)) throw new MailError('nonexistent', 'That account does not exist (any more).');
  tx.state.lastUidValidity = Math.max(tx.state.lastUidValidity + 1, Math.floor(tx.now / 1000));
  const record: MailboxRecord = {
    id: tx.state.nextId() as MailboxId,
    ownerId,
    name,
    uidValidity: tx.state.lastUidValidity,
    uidNext: 1,
    modSeq: 1 as ModSeq,
    specialUse,
    seenIsPrivate: false,
    createdAt: tx.now,
    messages: [],
    keywords: new Map(),
    tombstones: [],
    tombstoneFloor: 0,
  };
  tx.state.mailboxes.set(record.id, record);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: record.id, change: 'created' }, ownerId);
  return record;
}

export function renameMailbox(tx: MemoryTx, viewer: AccountId, from: string, to: string): void {
  const source = requireByName(tx, viewer, from);
  const name = requireGoodName(to);
  requireFree(tx, viewer, name);
  if (source.name === INBOX) {
    const target = makeWithParents(tx, viewer, name);
    if (source.messages.length === 0) return;
    addMessages(
      tx,
      target.id,
      viewer,
      source.messages.map((row) => ({ ...row, flags: viewedFlags(source, row, viewer) })),
    );
    takeOut(tx, source.id, source.messages);
    return;
  }
  if (name.startsWith(`${source.name}/`)) throw new MailError('cannot', 'A mailbox cannot be moved into itself.');
  makeParents(tx, viewer, name);
  for (const record of [...children(tx, viewer, source.name), source]) {
    const moved = requireGoodName(name + record.name.slice(source.name.length));
    tx.state.mailboxes.set(record.id, { ...record, name: moved });
    tx.noteMailbox({ kind: 'mailbox', mailboxId: record.id, change: 'renamed' }, viewer);
  }
}

export function removeMailbox(tx: MemoryTx, viewer: AccountId, wanted: string): void {
  const record = requireByName(tx, viewer, wanted);
  if (record.name === INBOX) throw new MailError('cannot', 'INBOX cannot be removed.');
  if (children(tx, viewer, record.name).length > 0) {
    throw new MailError('inUse', `"${record.name}" has mailboxes below it; remove those first.`);
  }
  dropMailbox(tx, record);
}
export function dropMailbox(tx: MemoryTx, record: MailboxRecord): void {
  tx.state.mailboxes.delete(record.id);
  forgetUnused(
    tx,
    record.messages.map(({ bodyId }) => bodyId),
  );
  tx.noteMailbox({ kind: 'mailbox', mailboxId: record.id, change: 'deleted' }, record.ownerId);
}

export function subscribe(tx: MemoryTx, viewer: AccountId, wanted: string, subscribed: boolean): void {
  const name = requireGoodName(wanted);
  const names = new Set(tx.state.subscriptions.get(viewer));
  const changed = subscribed ? !names.has(name) && names.add(name) : names.delete(name);
  if (changed === false) return;
  tx.state.subscriptions.set(viewer, names);
  const mailboxId = byName(tx.state, viewer, name)?.id ?? (0 as MailboxId);
  tx.noteMailbox({ kind: 'mailbox', mailboxId, change: 'subscription' }, viewer);
}

export function setSeenPrivate(tx: MemoryTx, id: MailboxId, isPrivate: boolean): void {
  const before = requireMailbox(tx.state, id);
  if (before.seenIsPrivate === isPrivate) return;
  const modSeq = (before.modSeq + 1) as ModSeq;
  const messages = isPrivate
    ? before.messages
    : before.messages.map((message) => ({
        ...message,
        flags: viewedFlags(before, message, before.ownerId),
        modSeq: message.privateSeen.has(before.ownerId) ? modSeq : message.modSeq,
        privateSeen: new Map(),
      }));
  tx.state.mailboxes.set(id, { ...before, seenIsPrivate: isPrivate, modSeq, messages });
}

function requireFree(tx: MemoryTx, owner: AccountId, name: string): void {
  if (byName(tx.state, owner, name) !== undefined)
    throw new MailError('alreadyExists', `There is already a mailbox "${name}".`);
}
function requireByName(tx: MemoryTx, viewer: AccountId, name: string): MailboxRecord {
  const record = byName(tx.state, viewer, name);
  if (record === undefined) throw new MailError('nonexistent', `There is no mailbox "${normalName(name)}".`);
  return record;
}
function children(tx: MemoryTx, owner: AccountId, name: string): MailboxRecord[] {
  return ownedBy(tx.state, owner).filter((record) => record.name.startsWith(`${name}/`));
}
