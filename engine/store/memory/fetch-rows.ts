/** FETCH answers and changed uids from memory. RFC 9051 7.5.2, RFC 7162 3.1.4 */
import { keywordText } from '../keyword-text.ts';
import { PAGED_MESSAGE_BYTES, type FetchPage, type FetchQuery } from '../message-store.ts';
import { requireRight } from './mailbox-access.ts';
import { requireMailbox, viewedFlags, viewedModSeq } from './messages.ts';
import type { MailboxRecord, MemoryState, MessageRecord } from './state.ts';
import type { RowItem } from '../../model/fetch-item.ts';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import { FetchOctets, mayNeedSurrogate, type FetchedRow } from '../../protocol/imap/fetch-octets.ts';
import { OctetWriter } from '../../protocol/imap/octet-writer.ts';
import { MIME_LIMITS } from '../../protocol/mime/mime-limits.ts';

const PAGE_ROWS = 500;

export function fetchRows(state: MemoryState, query: FetchQuery): FetchPage {
  const mailbox = requireMailbox(state, query.mailboxId);
  requireRight(mailbox, query.viewer, 'r');
  const format = new FetchOctets(query.items, query.byUid);
  const out = new OctetWriter();
  const shows = (wanted: RowItem['kind']): boolean => query.items.some(({ kind }) => kind === wanted);
  const [showsHeader, showsWhole] = [shows('header'), shows('whole')];
  const byUid = new Map(mailbox.messages.map((message) => [message.uid, message]));
  const last = Math.min(PAGE_ROWS, query.uids.length);
  let highestModSeq = 0;
  const page = (next: number, tooLarge: boolean): FetchPage => ({
    octets: out.take(),
    next,
    tooLarge,
    asOf: mailbox.modSeq,
    highestModSeq: shows('modSeq') ? highestModSeq : 0,
  });
  for (let at = 0; at < last; at += 1) {
    const message = byUid.get(query.uids[at] as number);
    if (message === undefined) continue;
    const row = fetchedRow(state, mailbox, message, query.viewer);
    if (showsHeader && (row.header?.length ?? 0) > MIME_LIMITS.shownHeaderBytes) return page(at, true);
    if (showsWhole && row.sizeBytes > PAGED_MESSAGE_BYTES) return page(at, true);
    if (query.isConventional === true && mayNeedSurrogate(row)) return page(at, true);
    out.text(format.line(query.numbers[at] as number, row));
    highestModSeq = Math.max(highestModSeq, row.modSeq);
  }
  return page(last, false);
}

function fetchedRow(state: MemoryState, mailbox: MailboxRecord, message: MessageRecord, viewer: AccountId): FetchedRow {
  const body = state.bodies.get(message.bodyId);
  if (body === undefined) throw new Error(`body ${message.bodyId} of a message is missing`);
  const { facts, bytes } = body;
  const flags = viewedFlags(mailbox, message, viewer);
  return {
    uid: message.uid,
    modSeq: viewedModSeq(mailbox, message, viewer),
    system: flags.system,
    keywords: keywordText(flags.keywords),
    internalDate: message.internalDate,
    savedAt: message.savedAt,
    sizeBytes: message.sizeBytes,
    envelope: latin1(message.prefixFacts?.envelope ?? facts.envelope),
    body: latin1(facts.body),
    bodyStructure: latin1(facts.bodyStructure),
    prefix: latin1(message.prefix),
    header: latin1(bytes.subarray(0, facts.headerBytes)),
    whole: latin1(bytes),
    preview: facts.preview,
    ...objectFacts(state, message),
  };
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

/** What EMAILID and THREADID are made of. A prefix makes another message of the same body. RFC 8474 5 */
export function objectFacts(
  state: MemoryState,
  message: MessageRecord,
): Required<Pick<FetchedRow, 'emailId' | 'threadRoot'>> {
  const facts = state.bodies.get(message.bodyId)?.facts;
  const messageId = message.prefixFacts?.messageId ?? facts?.messageId ?? '';
  const prefix = message.prefix.byteLength === 0 ? '' : `-${Buffer.from(message.prefix).toString('base64url')}`;
  return {
    emailId: `M${message.bodyId}${prefix}`,
    threadRoot: facts?.references[0] ?? (facts?.inReplyTo || messageId),
  };
}

export function changedSince(state: MemoryState, id: MailboxId, viewer: AccountId, since: ModSeq): Uint32Array {
  const mailbox = requireMailbox(state, id);
  const changed = mailbox.messages.filter((message) => viewedModSeq(mailbox, message, viewer) > since);
  return Uint32Array.from(changed, ({ uid }) => uid);
}
