/** Lists and pages of messages in memory. */
import { sortedKeywords } from '../keyword-text.ts';
import type { MessagePageQuery, UidList } from '../message-store.ts';
import type { MessagePage } from '../message-page.ts';
import { inRanges } from '../uid-ranges.ts';
import { requireRight } from './mailbox-access.ts';
import { objectFacts } from './fetch-rows.ts';
import { requireMailbox, viewedFlags, viewedModSeq } from './messages.ts';
import type { BodyRecord, MailboxRecord, MemoryState, MessageRecord } from './state.ts';
import type { MailboxId, ModSeq, Uid } from '../../model/ids.ts';
import type { MessageRow } from '../../model/message-row.ts';

const PAGE_ROWS = 500;

export function listUids(state: MemoryState, id: MailboxId): UidList {
  const { messages, modSeq } = requireMailbox(state, id);
  return { uids: Uint32Array.from(messages, ({ uid }) => uid), modSeq };
}

export function readPage(state: MemoryState, query: MessagePageQuery): MessagePage {
  const mailbox = requireMailbox(state, query.mailboxId);
  requireRight(mailbox, query.viewer, 'r');
  const wanted = mailbox.messages.filter(({ uid }) => inRanges(query.ranges, uid));
  const rows = wanted
    .slice(0, PAGE_ROWS)
    .filter(
      (message) =>
        query.changedSince === undefined || viewedModSeq(mailbox, message, query.viewer) > query.changedSince,
    )
    .map((message) => toRow(state, mailbox, message, query));
  return { rows, next: wanted[PAGE_ROWS]?.uid ?? null };
}

function toRow(
  state: MemoryState,
  mailbox: MailboxRecord,
  message: MessageRecord,
  query: MessagePageQuery,
): MessageRow {
  const { facts } = bodyOfMessage(state, message);
  const ids = objectFacts(state, message);
  const all = {
    envelope: message.prefixFacts?.envelope ?? facts.envelope,
    body: facts.body,
    bodyStructure: facts.bodyStructure,
    prefix: message.prefix,
    mimeIndex: facts.mimeIndex,
    preview: new TextEncoder().encode(facts.preview),
    emailId: new TextEncoder().encode(ids.emailId),
    threadRoot: new TextEncoder().encode(ids.threadRoot),
  };
  return {
    uid: message.uid as Uid,
    modSeq: viewedModSeq(mailbox, message, query.viewer),
    flags: viewedFlags(mailbox, message, query.viewer),
    internalDate: message.internalDate,
    savedAt: message.savedAt,
    sizeBytes: message.sizeBytes,
    prefixBytes: message.prefix.byteLength,
    bodyId: message.bodyId,
    letterId: message.letterId,
    ...Object.fromEntries(query.fields.map((field) => [field, all[field]])),
  };
}
function bodyOfMessage(state: MemoryState, message: MessageRecord): BodyRecord {
  const body = state.bodies.get(message.bodyId);
  if (body === undefined) throw new Error(`body ${message.bodyId} of a message is missing`);
  return body;
}

export function expungedSince(
  state: MemoryState,
  id: MailboxId,
  since: ModSeq,
): { readonly uids: Uint32Array; readonly complete: boolean } {
  const { tombstones, tombstoneFloor } = requireMailbox(state, id);
  const uids = tombstones.filter(({ modSeq }) => modSeq > since).flatMap((tombstone) => [...tombstone.uids]);
  return { uids: Uint32Array.from(uids).sort(), complete: since >= tombstoneFloor };
}
export function keywordsInUse(state: MemoryState, id: MailboxId): string[] {
  return sortedKeywords([...requireMailbox(state, id).keywords.values()]);
}
