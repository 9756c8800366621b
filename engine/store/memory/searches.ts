/** Searches of messages in memory, in any order and as threads. RFC 9051 6.4.4, RFC 5256 3 */
import { foldText } from '../../lib/fold-text.ts';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import type { SortCriterion, ThreadAlgorithm } from '../../model/message-order.ts';
import { isFuzzy, type SearchQuery } from '../../model/search-query.ts';
import { threadId } from '../../protocol/imap/fetch-octets.ts';
import { decodeMimeIndex } from '../../protocol/mime/mime-index-codec.ts';
import { OrderColumns } from '../order/order-columns.ts';
import { sortMessages, type SortedRows } from '../order/sort-messages.ts';
import { threadOrderedSubject } from '../order/thread-ordered-subject.ts';
import { threadReferences } from '../order/thread-references.ts';
import { compileScore, compileSearch, type SearchedMessage } from '../search-matcher.ts';
import type { SearchProgress, SearchResult, ThreadResult } from '../search-store.ts';
import { decodedFields, partsHold } from '../searched-text.ts';
import { objectFacts } from './fetch-rows.ts';
import { requireRight } from './mailbox-access.ts';
import { requireMailbox, viewedFlags, viewedModSeq } from './messages.ts';
import type { BodyRecord, MailboxRecord, MemoryState, MessageRecord } from './state.ts';

interface Found {
  readonly messages: readonly MessageRecord[];
  /** Indexes of those that match. */
  readonly selected: Int32Array;
  readonly scores: Uint8Array | null;
  readonly highestModSeq: ModSeq;
}

export function searchMessages(
  state: MemoryState,
  id: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  progress?: SearchProgress,
): SearchResult {
  const { messages, selected, scores, highestModSeq } = find(state, id, viewer, query, progress);
  return { uids: uidsOf(messages, selected), scores, highestModSeq };
}

export function sortedMessages(
  state: MemoryState,
  id: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  criteria: readonly SortCriterion[],
  progress?: SearchProgress,
): SearchResult {
  const { messages, selected, scores, highestModSeq } = find(state, id, viewer, query, progress);
  const order = sortMessages(selected, criteria, rowsOf(state, messages), new OrderColumns(), scores);
  const scoreOf = new Map([...selected].map((row, at) => [row, scores?.[at] ?? 0]));
  return {
    uids: uidsOf(messages, order),
    scores: scores === null ? null : Uint8Array.from(order, (row) => scoreOf.get(row) ?? 0),
    highestModSeq,
  };
}

export function threadMessages(
  state: MemoryState,
  id: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  algorithm: ThreadAlgorithm,
  progress?: SearchProgress,
): ThreadResult {
  const { messages, selected, highestModSeq } = find(state, id, viewer, query, progress);
  const thread = algorithm === 'references' ? threadReferences : threadOrderedSubject;
  const { rows, depths } = thread(selected, rowsOf(state, messages), new OrderColumns());
  return { uids: uidsOf(messages, rows), depths: Uint32Array.from(depths), highestModSeq };
}

function find(
  state: MemoryState,
  id: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  progress?: SearchProgress,
): Found {
  const mailbox = requireMailbox(state, id);
  requireRight(mailbox, viewer, 'r');
  const { messages } = mailbox;
  const isMatch = compileSearch(query);
  const searched = messages.map((message) => searchedMessage(state, mailbox, message, viewer));
  const selected = [...searched.keys()].filter((row) => isMatch(searched[row] as SearchedMessage));
  progress?.fill(messages.length);
  const found = selected.map((row) => searched[row] as SearchedMessage);
  return {
    messages,
    selected: Int32Array.from(selected),
    scores: isFuzzy(query) ? Uint8Array.from(found, compileScore(query)) : null,
    highestModSeq: found.reduce((highest, { modSeq }) => Math.max(highest, modSeq), 0) as ModSeq,
  };
}
function uidsOf(messages: readonly MessageRecord[], rows: Int32Array): Uint32Array {
  return Uint32Array.from(rows, (row) => messages[row]?.uid ?? 0);
}

function searchedMessage(
  state: MemoryState,
  mailbox: MailboxRecord,
  message: MessageRecord,
  viewer: AccountId,
): SearchedMessage {
  const { bytes, facts } = bodyOf(state, message);
  const { system, keywords } = viewedFlags(mailbox, message, viewer);
  return {
    uid: message.uid,
    modSeq: viewedModSeq(mailbox, message, viewer),
    system,
    internalDate: message.internalDate,
    savedAt: message.savedAt,
    sizeBytes: message.sizeBytes,
    keywords: () => keywords,
    sentDay: () => message.prefixFacts?.sentDay ?? facts.sentDay,
    shown: (field) => foldText(facts[field]),
    fields: () => decodedFields(message.prefix, bytes.subarray(0, facts.headerBytes)),
    partsHold: (sought) => partsHold(bytes, decodeMimeIndex(facts.mimeIndex), sought),
    mayHold: () => true,
    emailId: () => objectFacts(state, message).emailId ?? '',
    threadId: () => threadId(objectFacts(state, message)),
  };
}

function rowsOf(state: MemoryState, messages: readonly MessageRecord[]): SortedRows {
  const facts = <T>(from: number, fact: (message: MessageRecord, body: BodyRecord) => T): T[] =>
    messages.slice(from).map((message) => fact(message, bodyOf(state, message)));
  return {
    count: messages.length,
    sentAt: (from) =>
      facts(from, (message, body) => message.prefixFacts?.sentAt ?? body.facts.sentAt ?? message.internalDate),
    subject: (from) => facts(from, (_, body) => body.facts.subject),
    envelope: (from) => facts(from, (message, body) => message.prefixFacts?.envelope ?? body.facts.envelope),
    links: (from) =>
      facts(from, (message, body) => ({
        messageId: message.prefixFacts?.messageId ?? body.facts.messageId,
        inReplyTo: body.facts.inReplyTo,
        references: body.facts.references.join(' '),
      })),
    arrivedAt: (row) => messages[row]?.internalDate ?? 0,
    sizeBytes: (row) => messages[row]?.sizeBytes ?? 0,
  };
}
function bodyOf(state: MemoryState, message: MessageRecord): BodyRecord {
  const body = state.bodies.get(message.bodyId);
  if (body === undefined) throw new Error(`body ${message.bodyId} of a message is missing`);
  return body;
}
