/** Messages in memory: added, taken out, flagged, copied, moved. RFC 9051 6.4, RFC 7162 */
import { changedFlags, foldKeyword, sameFlags, sortedKeywords } from '../keyword-text.ts';
import { MAILBOX_LIMITS } from '../mailbox-names.ts';
import { inRanges } from '../uid-ranges.ts';
import { addressText } from '../address-text.ts';
import type { CopyResult, FlagResult, UidRanges } from '../message-store.ts';
import { addFact } from './letters.ts';
import { requireRight } from './mailbox-access.ts';
import type { MailboxRecord, MemoryState, MemoryTx, MessageRecord } from './state.ts';
import { MailError } from '../../model/errors.ts';
import { SYSTEM_FLAGS, type FlagChange, type Flags } from '../../model/flags.ts';
import type { AccountId, BodyId, MailboxId, ModSeq } from '../../model/ids.ts';
import { mayChange, mergedFlags, permittedFlags } from '../../model/mailbox-rights.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];
const TOMBSTONE_MS = 90 * 24 * 3_600_000;

export type NewMessage = Pick<
  MessageRecord,
  'flags' | 'internalDate' | 'sizeBytes' | 'prefix' | 'prefixFacts' | 'bodyId' | 'letterId'
>;

/** @throws MailError nonexistent */
export function requireMailbox(state: MemoryState, id: MailboxId): MailboxRecord {
  const found = state.mailboxes.get(id);
  if (found === undefined) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  return found;
}
export function viewedFlags(mailbox: MailboxRecord, message: MessageRecord, viewer: AccountId): Flags {
  const own = mailbox.seenIsPrivate ? message.privateSeen.get(viewer) : undefined;
  return own === undefined ? message.flags : withSeen(message.flags, own.seen);
}
export function viewedModSeq(mailbox: MailboxRecord, message: MessageRecord, viewer: AccountId): ModSeq {
  const own = mailbox.seenIsPrivate ? message.privateSeen.get(viewer) : undefined;
  return Math.max(message.modSeq, own?.modSeq ?? 0) as ModSeq;
}
function withSeen(flags: Flags, seen: boolean): Flags {
  return { ...flags, system: seen ? flags.system | SEEN : flags.system & ~SEEN };
}

export function addMessages(
  tx: MemoryTx,
  mailboxId: MailboxId,
  viewer: AccountId,
  added: readonly NewMessage[],
): Uint32Array {
  const before = requireMailbox(tx.state, mailboxId);
  const modSeq = (before.modSeq + 1) as ModSeq;
  const keywords = new Map(before.keywords);
  const messages = added.map((message, i): MessageRecord => {
    const flags = { system: message.flags.system, keywords: sortedKeywords(spelled(keywords, message.flags.keywords)) };
    const seen = (flags.system & SEEN) !== 0;
    const own = before.seenIsPrivate && seen ? [[viewer, { seen, modSeq }] as const] : [];
    return {
      ...message,
      uid: before.uidNext + i,
      modSeq,
      flags: before.seenIsPrivate ? withSeen(flags, false) : flags,
      privateSeen: new Map(own),
      savedAt: tx.now,
    };
  });
  tx.state.mailboxes.set(mailboxId, {
    ...before,
    modSeq,
    keywords,
    uidNext: before.uidNext + added.length,
    messages: [...before.messages, ...messages],
  });
  const uids = uidsOf(messages);
  tx.noteMailbox({ kind: 'added', mailboxId, modSeq, uids });
  return uids;
}

/** Keywords in the mailbox's spelling; new ones are noted in `known`. @throws MailError limit */
function spelled(known: Map<string, string>, keywords: readonly string[]): string[] {
  return keywords.map((keyword) => {
    const folded = foldKeyword(keyword);
    const spelling = known.get(folded) ?? keyword;
    known.set(folded, spelling);
    if (known.size > MAILBOX_LIMITS.keywords)
      throw new MailError('limit', `A mailbox has at most ${MAILBOX_LIMITS.keywords} keywords.`);
    return spelling;
  });
}

export function takeOut(tx: MemoryTx, mailboxId: MailboxId, gone: readonly MessageRecord[]): Uint32Array {
  const before = requireMailbox(tx.state, mailboxId);
  const modSeq = (before.modSeq + 1) as ModSeq;
  const uids = uidsOf(gone);
  const goneUids = new Set(uids);
  const old = before.tombstones.filter(({ expungedAt }) => expungedAt < tx.now - TOMBSTONE_MS);
  tx.state.mailboxes.set(mailboxId, {
    ...before,
    modSeq,
    messages: before.messages.filter(({ uid }) => !goneUids.has(uid)),
    tombstones: [...before.tombstones.slice(old.length), { modSeq, expungedAt: tx.now, uids }],
    tombstoneFloor: old.at(-1)?.modSeq ?? before.tombstoneFloor,
  });
  tx.noteMailbox({ kind: 'expunged', mailboxId, modSeq, uids });
  return uids;
}

export function expunge(
  tx: MemoryTx,
  mailboxId: MailboxId,
  viewer: AccountId,
  ranges: UidRanges | null,
  options: { readonly flagged: boolean; readonly by: string },
): Uint32Array {
  const mailbox = requireMailbox(tx.state, mailboxId);
  requireRight(mailbox, viewer, 'e');
  if (!options.flagged) requireRight(mailbox, viewer, 't');
  const gone = mailbox.messages.filter(
    ({ uid, flags }) =>
      (ranges === null || inRanges(ranges, uid)) && (!options.flagged || (flags.system & DELETED) !== 0),
  );
  if (gone.length === 0) return new Uint32Array();
  const uids = takeOut(tx, mailboxId, gone);
  const owner = tx.state.accounts.get(mailbox.ownerId);
  const account = owner === undefined ? '' : addressText(owner.address);
  for (const { letterId } of gone) {
    if (letterId !== null) addFact(tx, letterId, { kind: 'expunged', account, mailbox: mailbox.name, by: options.by });
  }
  forgetUnused(
    tx,
    gone.map(({ bodyId }) => bodyId),
  );
  return uids;
}

export function setFlags(
  tx: MemoryTx,
  mailboxId: MailboxId,
  viewer: AccountId,
  ranges: UidRanges,
  change: FlagChange,
): FlagResult {
  const before = requireMailbox(tx.state, mailboxId);
  const rights = requireRight(before, viewer, 'r');
  if (!mayChange(rights, change))
    throw new MailError('noPermission', 'None of those flags may be changed with the rights given on this mailbox.');
  const known = new Map(before.keywords);
  const keywords = change.mode === 'remove' ? change.flags.keywords : spelled(known, change.flags.keywords);
  const modSeq = (before.modSeq + 1) as ModSeq;
  const rows: { uid: number; modSeq: ModSeq; flags: Flags }[] = [];
  const modified: number[] = [];
  const shared: MessageRecord[] = [];
  const own: { uid: number; flags: Flags }[] = [];
  const messages = before.messages.map((message) => {
    if (!inRanges(ranges, message.uid)) return message;
    if (viewedModSeq(before, message, viewer) > (change.unchangedSince ?? Infinity)) {
      modified.push(message.uid);
      return message;
    }
    const was = viewedFlags(before, message, viewer);
    const flags = mergedFlags(rights, was, changedFlags(was, change.mode, { system: change.flags.system, keywords }));
    const after = withFlags(before, message, viewer, was, flags, modSeq);
    if (after.flags !== message.flags) shared.push(after);
    if (after.privateSeen !== message.privateSeen) own.push({ uid: message.uid, flags });
    rows.push({ uid: message.uid, modSeq: viewedModSeq(before, after, viewer), flags });
    return after;
  });
  const changed = shared.length + own.length > 0;
  tx.state.mailboxes.set(mailboxId, { ...before, keywords: known, messages, modSeq: changed ? modSeq : before.modSeq });
  if (shared.length > 0) {
    tx.noteMailbox({
      kind: 'flags',
      mailboxId,
      modSeq,
      uids: uidsOf(shared),
      flags: shared.map(({ flags }) => flags),
      viewer: null,
    });
  }
  if (own.length > 0) {
    tx.noteMailbox({
      kind: 'flags',
      mailboxId,
      modSeq,
      uids: uidsOf(own),
      flags: own.map(({ flags }) => flags),
      viewer,
    });
  }
  return { rows, modified: Uint32Array.from(modified), modSeq: changed ? modSeq : null };
}

function withFlags(
  mailbox: MailboxRecord,
  message: MessageRecord,
  viewer: AccountId,
  was: Flags,
  flags: Flags,
  modSeq: ModSeq,
): MessageRecord {
  if (sameFlags(was, flags)) return message;
  if (!mailbox.seenIsPrivate) return { ...message, flags, modSeq };
  const seen = (flags.system & SEEN) !== 0;
  const kept = withSeen(flags, (message.flags.system & SEEN) !== 0);
  const seenChanged = seen !== ((was.system & SEEN) !== 0);
  const privateSeen = seenChanged ? new Map(message.privateSeen).set(viewer, { seen, modSeq }) : message.privateSeen;
  return sameFlags(kept, message.flags)
    ? { ...message, privateSeen }
    : { ...message, privateSeen, flags: kept, modSeq };
}

export function copy(tx: MemoryTx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.state, from);
  const target = requireMailbox(tx.state, to);
  requireRight(source, viewer, 'r');
  const rights = requireRight(target, viewer, 'i');
  const rows = source.messages.filter(({ uid }) => inRanges(ranges, uid));
  if (rows.length === 0) return nothing(target);
  requireRoom(tx.state, target.ownerId, bytesOf(rows), rows.length);
  const added = addMessages(
    tx,
    to,
    viewer,
    rows.map((row) => ({ ...row, flags: permittedFlags(rights, viewedFlags(source, row, viewer)) })),
  );
  return { uidValidity: target.uidValidity, source: uidsOf(rows), target: added };
}

export function move(tx: MemoryTx, from: MailboxId, viewer: AccountId, ranges: UidRanges, to: MailboxId): CopyResult {
  const source = requireMailbox(tx.state, from);
  const target = requireMailbox(tx.state, to);
  for (const needed of ['r', 't', 'e'] as const) requireRight(source, viewer, needed);
  const rights = requireRight(target, viewer, 'i');
  if (from === to) throw new MailError('cannot', 'A message cannot be moved to the mailbox it is in.');
  const rows = source.messages.filter(({ uid }) => inRanges(ranges, uid));
  if (rows.length === 0) return nothing(target);
  if (source.ownerId !== target.ownerId) requireRoom(tx.state, target.ownerId, bytesOf(rows), rows.length);
  const added = addMessages(
    tx,
    to,
    viewer,
    rows.map((row) => ({ ...row, flags: permittedFlags(rights, viewedFlags(source, row, viewer)) })),
  );
  takeOut(tx, from, rows);
  return { uidValidity: target.uidValidity, source: uidsOf(rows), target: added };
}

export function usedBytes(state: MemoryState, owner: AccountId): number {
  return [...state.mailboxes.values()]
    .filter(({ ownerId }) => ownerId === owner)
    .reduce((sum, { messages }) => sum + bytesOf(messages), 0);
}
export function usedMessages(state: MemoryState, owner: AccountId): number {
  return [...state.mailboxes.values()]
    .filter(({ ownerId }) => ownerId === owner)
    .reduce((sum, { messages }) => sum + messages.length, 0);
}
/** @throws MailError overQuota naming the account */
export function requireRoom(state: MemoryState, accountId: AccountId, bytes: number, count: number): void {
  const account = state.accounts.get(accountId);
  if (account === undefined) throw new MailError('nonexistent', 'That account does not exist (any more).');
  const limit = state.quotaMessages.get(accountId) ?? Infinity;
  const used = usedMessages(state, accountId);
  if (count > 0 && used + count > limit)
    throw new MailError('overQuota', `The account holds ${used} messages and may hold ${limit}: the quota is used up.`);
  if (account.quotaBytes === null || bytes === 0 || usedBytes(state, accountId) + bytes <= account.quotaBytes) return;
  throw new MailError(
    'overQuota',
    `${addressText(account.address)} has no room for this message: the quota is used up.`,
  );
}
/** Drops bodies that no message and no waiting queue entry holds. */
export function forgetUnused(tx: MemoryTx, ids: readonly BodyId[]): void {
  const used = new Set<BodyId>();
  for (const { messages } of tx.state.mailboxes.values()) for (const { bodyId } of messages) used.add(bodyId);
  for (const { entry } of tx.state.entries.values()) {
    if (entry.state === 'scheduled' || entry.state === 'delivering' || entry.state === 'held') used.add(entry.bodyId);
  }
  for (const id of ids) if (!used.has(id)) tx.state.bodies.delete(id);
}
function uidsOf(rows: readonly { readonly uid: number }[]): Uint32Array {
  return Uint32Array.from(rows, ({ uid }) => uid);
}
function bytesOf(rows: readonly MessageRecord[]): number {
  return rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
function nothing(target: MailboxRecord): CopyResult {
  return { uidValidity: target.uidValidity, source: new Uint32Array(), target: new Uint32Array() };
}
