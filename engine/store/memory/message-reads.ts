/** Lists, pages and searches of messages in memory. */
import { sortedKeywords } from '../keyword-text.ts';
import type { MessagePageQuery, SearchResult, UidList } from '../message-store.ts';
import type { MessagePage } from '../message-page.ts';
import { matches, type SearchedMessage } from '../search-matcher.ts';
import { decodedFields, partsText } from '../searched-text.ts';
import { inRanges } from '../uid-ranges.ts';
import { requireRight } from './mailbox-access.ts';
import { objectFacts } from './fetch-rows.ts';
import { requireMailbox, viewedFlags, viewedModSeq } from './messages.ts';
import type { BodyRecord, MailboxRecord, MemoryState, MessageRecord } from './state.ts';
import type { AccountId, MailboxId, ModSeq, Uid } from '../../model/ids.ts';
import type { MessageRow } from '../../model/message-row.ts';
import type { SearchQuery } from '../../model/search-query.ts';
import { decodeMimeIndex } from '../../protocol/mime/mime-index-codec.ts';

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

export function searchMessages(state: MemoryState, id: MailboxId, viewer: AccountId, query: SearchQuery): SearchResult {
  const mailbox = requireMailbox(state, id);
  requireRight(mailbox, viewer, 'r');
  const found = mailbox.messages
    .map((message) => searched(state, mailbox, message, viewer))
    .filter((message) => matches(message, query));
  return {
    uids: Uint32Array.from(found, ({ uid }) => uid),
    highestModSeq: found.reduce((highest, { modSeq }) => Math.max(highest, modSeq), 0) as ModSeq,
  };
}
function searched(
  state: MemoryState,
  mailbox: MailboxRecord,
  message: MessageRecord,
  viewer: AccountId,
): SearchedMessage {
  const { bytes, facts } = bodyOfMessage(state, message);
  return {
    uid: message.uid,
    modSeq: viewedModSeq(mailbox, message, viewer),
    flags: viewedFlags(mailbox, message, viewer),
    internalDate: message.internalDate,
    savedAt: message.savedAt,
    sizeBytes: message.sizeBytes,
    sentDay: () => message.prefixFacts?.sentDay ?? facts.sentDay,
    subject: () => facts.subject,
    addresses: (field) => facts[field],
    fields: () => decodedFields(message.prefix, bytes.subarray(0, facts.headerBytes)),
    partsText: () => partsText(bytes, decodeMimeIndex(facts.mimeIndex), bytes.byteLength).text,
    mayHold: () => true,
  };
}
