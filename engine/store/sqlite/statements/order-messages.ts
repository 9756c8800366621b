/** SORT and THREAD of what a search found, from rows alone: no body is opened. RFC 5256 3 */
import { findMessages } from './search-messages.ts';
import type { ReadContext } from '../read-ops.ts';
import type { MailboxRows } from '../row-cache.ts';
import type { Sql } from '../sql.ts';
import type { MessageLinks } from '../../order/order-columns.ts';
import { sortMessages, type SortedRows } from '../../order/sort-messages.ts';
import { threadOrderedSubject } from '../../order/thread-ordered-subject.ts';
import { threadReferences } from '../../order/thread-references.ts';
import type { SearchProgress, SearchResult, ThreadResult } from '../../search-store.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';
import type { SortCriterion, ThreadAlgorithm } from '../../../model/message-order.ts';
import type { SearchQuery } from '../../../model/search-query.ts';

export function sortedMessages(
  context: ReadContext,
  mailboxId: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  criteria: readonly SortCriterion[],
  progress?: SearchProgress,
): SearchResult {
  const { rows, selected, scores, highestModSeq } = findMessages(context, mailboxId, viewer, query, progress);
  const order = sortMessages(selected, criteria, new StoredOrder(context.sql, mailboxId, rows), rows.order, scores);
  const uids = rows.uidsOf(order);
  if (scores === null) return { uids, scores, highestModSeq };
  const scoreOf = new Map([...selected].map((index, at) => [index, scores[at] ?? 0]));
  return { uids, scores: Uint8Array.from(order, (index) => scoreOf.get(index) ?? 0), highestModSeq };
}

export function threadMessages(
  context: ReadContext,
  mailboxId: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  algorithm: ThreadAlgorithm,
  progress?: SearchProgress,
): ThreadResult {
  const { rows, selected, highestModSeq } = findMessages(context, mailboxId, viewer, query, progress);
  const thread = algorithm === 'references' ? threadReferences : threadOrderedSubject;
  const order = thread(selected, new StoredOrder(context.sql, mailboxId, rows), rows.order);
  return {
    uids: rows.uidsOf(order.rows),
    depths: Uint32Array.from(order.depths),
    highestModSeq,
  };
}

/** What rows are ordered by, read in their order. */
class StoredOrder implements SortedRows {
  readonly #sql: Sql;
  readonly #mailboxId: MailboxId;
  readonly #rows: MailboxRows;

  constructor(sql: Sql, mailboxId: MailboxId, rows: MailboxRows) {
    this.#sql = sql;
    this.#mailboxId = mailboxId;
    this.#rows = rows;
  }
  get count(): number {
    return this.#rows.rows.length;
  }
  arrivedAt(index: number): number {
    return this.#rows.rows[index]?.internalDate ?? 0;
  }
  sizeBytes(index: number): number {
    return this.#rows.rows[index]?.sizeBytes ?? 0;
  }
  *sentAt(from: number): Generator<number | null> {
    const row = 'COALESCE(f.sentAt, i.sentAt, m.internalDate)';
    for (const found of this.#read<[number, number]>(from, row, true)) yield found?.[1] ?? null;
  }
  *subject(from: number): Generator<string | null> {
    for (const found of this.#read<[number, string]>(from, 'i.subject', false)) yield found?.[1] ?? null;
  }
  *envelope(from: number): Generator<Uint8Array | null> {
    const row = 'COALESCE(f.envelope, i.envelope)';
    for (const found of this.#read<[number, Buffer]>(from, row, true)) yield found?.[1] ?? null;
  }
  *links(from: number): Generator<MessageLinks | null> {
    const row = 'COALESCE(f.messageId, i.messageId), i.inReplyTo, i."references"';
    for (const found of this.#read<[number, string, string, string]>(from, row, true))
      yield found === null ? null : { messageId: found[1], inReplyTo: found[2], references: found[3] };
  }

  /** One answer for each row; null where the message is gone. */
  *#read<T extends readonly [number, ...(string | number | Buffer)[]]>(
    from: number,
    columns: string,
    withPrefix: boolean,
  ): Generator<T | null> {
    const found = this.#sql.tuples<T>(
      `SELECT m.uid, ${columns} FROM messages m JOIN bodyIndexes i ON i.bodyId = m.bodyId
       ${withPrefix ? 'LEFT JOIN prefixes f ON f.id = m.prefixId' : ''}
       WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`,
      this.#mailboxId,
      this.#rows.uidAt(from),
      this.#rows.uidAt(this.count - 1),
    );
    let at = from;
    for (const row of found) {
      for (; this.#rows.uidAt(at) < row[0]; at += 1) yield null;
      if (this.#rows.uidAt(at) !== row[0]) continue;
      yield row;
      at += 1;
    }
    for (; at < this.count; at += 1) yield null;
  }
}
