/** Lists and pages of messages. A page is bounded by octets and time. RFC 9051 6.4.5, RFC 7162 */
import { decodeUids } from '../../uid-ranges.ts';
import { encodePage } from '../../message-page.ts';
import { requireRight } from './mailbox-access.ts';
import { EMAIL_ID, THREAD_ROOT } from './object-ids.ts';
import { requireMailbox } from './mailbox-rows.ts';
import { flagsOf, messageSource, sourceValues, type StoredMessage } from './message-rows.ts';
import type { Sql } from '../sql.ts';
import type { MessagePageQuery, UidList } from '../../message-store.ts';
import type { MailboxId, ModSeq, Uid } from '../../../model/ids.ts';
import type { MessageRow, RowField } from '../../../model/message-row.ts';

const PAGE_BYTES = 256 * 1024;
const PAGE_MS = 5;
/** Octets a row costs beside its fields. */
const ROW_BYTES = 80;

const FIELD_COLUMNS: Readonly<Record<RowField, string>> = {
  envelope: 'COALESCE(f.envelope, i.envelope) AS envelope',
  body: 'i.body',
  bodyStructure: 'i.bodyStructure',
  prefix: 'f.bytes AS prefix',
  mimeIndex: 'i.mimeIndex',
  preview: 'CAST(i.preview AS BLOB) AS preview',
  emailId: `CAST(${EMAIL_ID} AS BLOB) AS emailId`,
  threadRoot: `CAST(${THREAD_ROOT} AS BLOB) AS threadRoot`,
};
type PageRow = StoredMessage & Partial<Readonly<Record<RowField, Buffer | null>>>;

export function listUids(sql: Sql, mailboxId: MailboxId): UidList {
  return sql.db.transaction(() => {
    const mailbox = requireMailbox(sql, mailboxId);
    const uids = sql.column<number>('SELECT uid FROM messages WHERE mailboxId = ? ORDER BY uid', mailboxId);
    return { uids: Uint32Array.from(uids), modSeq: mailbox.modSeq };
  })();
}

/** @returns a page encoded by message-page.ts */
export function readPage(sql: Sql, query: MessagePageQuery): ArrayBuffer {
  return sql.db.transaction(() => {
    const mailbox = requireMailbox(sql, query.mailboxId);
    requireRight(sql, mailbox, query.viewer, 'r');
    const isPrivate = mailbox.seenIsPrivate === 1;
    const columns = query.fields.map((field) => `, ${FIELD_COLUMNS[field]}`).join('');
    const needsIndex = query.fields.some((field) => field !== 'prefix' && field !== 'emailId');
    const needsPrefix = query.fields.some((field) => ['prefix', 'envelope', 'threadRoot'].includes(field));
    const joins = `${needsIndex ? 'JOIN bodyIndexes i ON i.bodyId = m.bodyId' : ''} ${needsPrefix ? 'LEFT JOIN prefixes f ON f.id = m.prefixId' : ''}`;
    const text = `${messageSource(isPrivate, columns, joins)} WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`;
    const values = sourceValues(mailbox, query.viewer);
    const page = new PageBuilder(query);
    for (const [first, last] of query.ranges) {
      for (const row of sql.each<PageRow>(text, ...values, query.mailboxId, first, last)) {
        if (!page.take(row)) return page.encode(row.uid);
      }
    }
    return page.encode(null);
  })();
}

class PageBuilder {
  readonly #query: MessagePageQuery;
  readonly #rows: MessageRow[] = [];
  readonly #until = performance.now() + PAGE_MS;
  #bytes = 0;
  #looked = 0;

  constructor(query: MessagePageQuery) {
    this.#query = query;
  }
  /** @returns false when the page is full: the row belongs to the next one */
  take(row: PageRow): boolean {
    this.#looked += 1;
    const full = this.#bytes >= PAGE_BYTES || (this.#looked % 16 === 0 && performance.now() > this.#until);
    if (full && this.#looked > 1) return false;
    if (this.#query.changedSince !== undefined && row.modSeq <= this.#query.changedSince) return true;
    const made = toRow(row, this.#query.fields);
    this.#rows.push(made);
    this.#bytes += ROW_BYTES + this.#query.fields.reduce((sum, field) => sum + (made[field]?.byteLength ?? 0), 0);
    return true;
  }
  encode(next: number | null): ArrayBuffer {
    return encodePage({ rows: this.#rows, next }, this.#query.fields);
  }
}

function toRow(row: PageRow, fields: readonly RowField[]): MessageRow {
  const made: { -readonly [K in keyof MessageRow]: MessageRow[K] } = {
    uid: row.uid as Uid,
    modSeq: row.modSeq,
    flags: flagsOf(row),
    internalDate: row.internalDate,
    savedAt: row.savedAt,
    sizeBytes: row.sizeBytes,
    prefixBytes: row.prefixBytes,
    bodyId: row.bodyId,
    letterId: row.letterId,
  };
  for (const field of fields) made[field] = row[field] ?? new Uint8Array();
  return made;
}

export function expungedSince(
  sql: Sql,
  mailboxId: MailboxId,
  since: ModSeq,
): { readonly uids: Uint32Array; readonly complete: boolean } {
  const mailbox = requireMailbox(sql, mailboxId);
  const rows = sql.rows<{ uids: Buffer }>(
    'SELECT uids FROM tombstones WHERE mailboxId = ? AND modSeq > ? ORDER BY modSeq',
    mailboxId,
    since,
  );
  const uids = Uint32Array.from(rows.flatMap((row) => decodeUids(row.uids))).sort();
  return { uids, complete: since >= mailbox.tombstoneFloor };
}
export function keywordsInUse(sql: Sql, mailboxId: MailboxId): string[] {
  requireMailbox(sql, mailboxId);
  return sql
    .rows<{ keyword: string }>('SELECT keyword FROM mailboxKeywords WHERE mailboxId = ? ORDER BY folded', mailboxId)
    .map(({ keyword }) => keyword);
}
