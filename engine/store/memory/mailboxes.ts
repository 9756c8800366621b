/** Mailboxes in memory: names, counters, subscriptions. RFC 9051 6.3, RFC 4314 4 */
import {
  INBOX,
  MAILBOX_LIMITS,
  normalName,
  parentNames,
  requireGoodName,
  requireOwnName,
  sharedName,
  splitSharedName,
} from '../mailbox-names.ts';
import { memberIds, requireOwner, requireRight, rightsOn } from './mailbox-access.ts';
import { addMessages, forgetUnused, requireMailbox, takeOut, viewedFlags } from './messages.ts';
import { sameAddress, type MailboxRecord, type MemoryState, type MemoryTx } from './state.ts';
import { MailError } from '../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import type { Mailbox, SpecialUse } from '../../model/mailbox.ts';
import { has, isVisible } from '../../model/mailbox-rights.ts';
import { foldLocalpart } from '../../lib/fold-text.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];

export function toMailbox(state: MemoryState, viewer: AccountId, record: MailboxRecord): Mailbox {
  const { messages } = record;
  const name = nameFor(state, viewer, record);
  const deleted = messages.filter(({ flags }) => (flags.system & DELETED) !== 0);
  return {
    id: record.id,
    ownerId: record.ownerId,
    name,
    uidValidity: record.uidValidity,
    uidNext: record.uidNext,
    highestModSeq: record.modSeq,
    specialUse: record.ownerId === viewer ? record.specialUse : null,
    subscribed: state.subscriptions.get(viewer)?.has(name) ?? false,
    seenIsPrivate: record.seenIsPrivate,
    rights: rightsOn(record, viewer),
    counts: {
      messages: messages.length,
      unseen: messages.filter((message) => (viewedFlags(record, message, viewer).system & SEEN) === 0).length,
      deleted: deleted.length,
      deletedBytes: deleted.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      bytes: messages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
    createdAt: record.createdAt,
  };
}
function nameFor(state: MemoryState, viewer: AccountId, record: MailboxRecord): string {
  const owner = state.accounts.get(record.ownerId);
  return record.ownerId === viewer || owner === undefined ? record.name : sharedName(owner.address, record.name);
}
export function sharedWith(state: MemoryState, viewer: AccountId): MailboxRecord[] {
  const key = (id: AccountId): string => {
    const address = state.accounts.get(id)?.address;
    return address === undefined ? '' : `${address.domain}\n${foldLocalpart(address.localpart)}`;
  };
  const owners = new Set(
    [...state.mailboxes.values()]
      .filter((record) => record.ownerId !== viewer && has(rightsOn(record, viewer), 'l'))
      .map(({ ownerId }) => ownerId),
  );
  return [...owners]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap((owner) => ownedBy(state, owner).filter((record) => has(rightsOn(record, viewer), 'l')));
}
/** As the viewer may know of it. */
export function seenById(state: MemoryState, viewer: AccountId, id: MailboxId): MailboxRecord | undefined {
  const found = state.mailboxes.get(id);
  return found !== undefined && isVisible(rightsOn(found, viewer)) ? found : undefined;
}
/** By the name that the viewer sees. */
export function seenByName(state: MemoryState, viewer: AccountId, wanted: string): MailboxRecord | undefined {
  const shared = splitSharedName(wanted);
  if (shared === null) return byName(state, viewer, wanted);
  const found = [...state.mailboxes.values()].find(
    (record) => record.ownerId !== viewer && nameFor(state, viewer, record) === canonicalShared(state, shared),
  );
  return found === undefined ? undefined : seenById(state, viewer, found.id);
}
function canonicalShared(state: MemoryState, { owner, name }: NonNullable<ReturnType<typeof splitSharedName>>): string {
  const wanted = { ...owner, domain: owner.domain.toLowerCase() };
  const account = [...state.accounts.values()].find(({ address }) => sameAddress(address, wanted, foldLocalpart));
  return account === undefined ? '' : sharedName(account.address, name);
}
/** Whose mailbox a name means, and its name among the owner's. @throws MailError cannot */
function place(state: MemoryState, viewer: AccountId, wanted: string): { owner: AccountId; name: string } {
  const shared = splitSharedName(wanted);
  if (shared === null) return { owner: viewer, name: requireOwnName(wanted) };
  return { owner: requireOwner(state, shared.owner), name: requireGoodName(shared.name) };
}
/** Needs `k` on the nearest mailbox above; for the highest level, on the owner's INBOX. RFC 4314 4 */
function requireCreate(state: MemoryState, viewer: AccountId, owner: AccountId, name: string): void {
  const nearest = [INBOX, ...parentNames(name)]
    .map((parent) => byName(state, owner, parent))
    .findLast((record) => record !== undefined);
  if (nearest === undefined) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  requireRight(nearest, viewer, 'k');
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
  const { owner, name } = place(tx.state, viewer, wanted);
  if (owner !== viewer) {
    requireCreate(tx.state, viewer, owner, name);
    if (specialUse !== null) throw new MailError('cannot', "Special uses are for one's own mailboxes.");
  }
  requireFree(tx, owner, name);
  if (specialUse !== null && ownedBy(tx.state, viewer).some((record) => record.specialUse === specialUse)) {
    throw new MailError('cannot', `Another mailbox is already used for ${specialUse}.`);
  }
  return toMailbox(tx.state, viewer, makeWithParents(tx, owner, name, specialUse, owner === viewer ? null : INBOX));
}

export function makeWithParents(
  tx: MemoryTx,
  owner: AccountId,
  name: string,
  specialUse: SpecialUse | null = null,
  rootLike: string | null = null,
): MailboxRecord {
  if (ownedBy(tx.state, owner).length + name.split('/').length > MAILBOX_LIMITS.perAccount) {
    throw new MailError('limit', `An account has at most ${MAILBOX_LIMITS.perAccount} mailboxes.`);
  }
  makeParents(tx, owner, name, rootLike);
  return insert(tx, owner, name, specialUse, rootLike);
}
function makeParents(tx: MemoryTx, owner: AccountId, name: string, rootLike: string | null): void {
  for (const parent of parentNames(name))
    if (byName(tx.state, owner, parent) === undefined) insert(tx, owner, parent, null, rootLike);
}
/** Shared as the mailbox above it, one of the highest level as `rootLike`. */
function insert(
  tx: MemoryTx,
  ownerId: AccountId,
  name: string,
  specialUse: SpecialUse | null,
  rootLike: string | null,
): MailboxRecord {
  if (!tx.state.accounts.has(ownerId)) throw new MailError('nonexistent', 'That account does not exist (any more).');
  tx.state.lastUidValidity = Math.max(tx.state.lastUidValidity + 1, Math.floor(tx.now / 1000));
  const above = parentNames(name).at(-1) ?? rootLike;
  const parent = above === null ? undefined : byName(tx.state, ownerId, above);
  const record: MailboxRecord = {
    id: tx.state.nextId() as MailboxId,
    ownerId,
    name,
    uidValidity: tx.state.lastUidValidity,
    uidNext: 1,
    modSeq: 1 as ModSeq,
    specialUse,
    seenIsPrivate: parent?.seenIsPrivate ?? false,
    createdAt: tx.now,
    messages: [],
    keywords: new Map(),
    tombstones: [],
    tombstoneFloor: 0,
    grants: new Map(parent?.grants),
  };
  tx.state.mailboxes.set(record.id, record);
  tx.noteMailbox({ kind: 'mailbox', mailboxId: record.id, change: 'created' }, ownerId, memberIds(tx.state, record));
  return record;
}

export function renameMailbox(tx: MemoryTx, viewer: AccountId, from: string, to: string): void {
  const source = requireByName(tx, viewer, from);
  const { owner, name } = place(tx.state, viewer, to);
  if (owner !== source.ownerId) throw new MailError('cannot', 'A mailbox stays with its owner; copy its messages.');
  requireRight(source, viewer, 'x');
  if (owner !== viewer) requireCreate(tx.state, viewer, owner, name);
  requireFree(tx, owner, name);
  if (source.name === INBOX) {
    if (owner !== viewer) throw new MailError('cannot', 'INBOX can be renamed by its owner alone.');
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
  makeParents(tx, owner, name, owner === viewer ? null : INBOX);
  for (const record of [...children(tx, owner, source.name), source]) {
    const moved = requireGoodName(name + record.name.slice(source.name.length));
    tx.state.mailboxes.set(record.id, { ...record, name: moved });
    tx.noteMailbox({ kind: 'mailbox', mailboxId: record.id, change: 'renamed' }, owner, memberIds(tx.state, record));
  }
}

export function removeMailbox(tx: MemoryTx, viewer: AccountId, wanted: string): void {
  const record = requireByName(tx, viewer, wanted);
  requireRight(record, viewer, 'x');
  if (record.name === INBOX) throw new MailError('cannot', 'INBOX cannot be removed.');
  if (children(tx, record.ownerId, record.name).length > 0) {
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
  tx.noteMailbox(
    { kind: 'mailbox', mailboxId: record.id, change: 'deleted' },
    record.ownerId,
    memberIds(tx.state, record),
  );
}

export function subscribe(tx: MemoryTx, viewer: AccountId, wanted: string, subscribed: boolean): void {
  const name = requireGoodName(wanted);
  const names = new Set(tx.state.subscriptions.get(viewer));
  const changed = subscribed ? !names.has(name) && names.add(name) : names.delete(name);
  if (changed === false) return;
  tx.state.subscriptions.set(viewer, names);
  const mailboxId = seenByName(tx.state, viewer, name)?.id ?? (0 as MailboxId);
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
  const record = seenByName(tx.state, viewer, name);
  if (record === undefined) throw new MailError('nonexistent', `There is no mailbox "${normalName(name)}".`);
  return record;
}
function children(tx: MemoryTx, owner: AccountId, name: string): MailboxRecord[] {
  return ownedBy(tx.state, owner).filter((record) => record.name.startsWith(`${name}/`));
}
