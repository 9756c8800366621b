/**
 * FETCH answers written where the rows are read, in pages bounded by octets and time. Header fields come from the header
 * beside the body's facts; long headers, and those of bodies older than that table, are read from the segment.
 * RFC 9051 7.5.2
 */
import { EMAIL_ID, THREAD_ROOT } from './object-ids.ts';
import { requireRight } from './mailbox-access.ts';
import { requireMailbox } from './mailbox-rows.ts';
import { viewedSystem } from './message-rows.ts';
import type { ReadContext } from '../read-ops.ts';
import type { Sql } from '../sql.ts';
import { MIME_LIMITS } from '../../../protocol/mime/mime-limits.ts';
import { FetchOctets, type FetchedRow } from '../../../protocol/imap/fetch-octets.ts';
import { OctetWriter } from '../../../protocol/imap/octet-writer.ts';
import type { BodyPlace } from '../../segments/segment-reader.ts';
import type { FetchPage, FetchQuery } from '../../message-store.ts';
import type { RowItem } from '../../../model/fetch-item.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';

const PAGE_BYTES = 256 * 1024;
const PAGE_MS = 5;
/** Rows asked of SQLite at a time: many where they are narrow, few where each brings octets. */
const NARROW_ROWS = 1024;
const WIDE_ROWS = 64;
/** Uids that far apart are still read in one go. */
const LARGEST_GAP = 16;

type Row = FetchedRow & { readonly bodyId: number; readonly headerBytes: number; readonly privateSeen?: number | null };

export function fetchRows(context: ReadContext, query: FetchQuery): FetchPage {
  const { sql } = context;
  return sql.db.transaction(() => {
    const mailbox = requireMailbox(sql, query.mailboxId);
    requireRight(sql, mailbox, query.viewer, 'r');
    const isPrivate = mailbox.seenIsPrivate === 1;
    const source = sourceOf(query.items, isPrivate);
    const page = new PageWriter(context, query, source, mailbox.modSeq);
    const until = performance.now() + PAGE_MS;
    do {
      const { first, last, end } = page.run();
      const rows = sql.rows<Row>(source.text, ...(isPrivate ? [query.viewer] : []), query.mailboxId, first, last);
      page.write(rows, end);
    } while (!page.isFull && performance.now() < until);
    return page.take();
  })();
}

class PageWriter {
  readonly #context: ReadContext;
  readonly #query: FetchQuery;
  readonly #source: Source;
  readonly #format: FetchOctets;
  readonly #out = new OctetWriter(PAGE_BYTES + 64 * 1024);
  #at = 0;
  #tooLarge = false;
  #highestModSeq = 0;
  readonly #asOf: ModSeq;

  constructor(context: ReadContext, query: FetchQuery, source: Source, asOf: ModSeq) {
    this.#asOf = asOf;
    this.#context = context;
    this.#query = query;
    this.#source = source;
    this.#format = new FetchOctets(query.items, query.byUid);
  }

  get isFull(): boolean {
    return this.#tooLarge || this.#at >= this.#query.uids.length || this.#out.length >= PAGE_BYTES;
  }

  /** The uids to read next: some that lie close together. */
  run(): { readonly first: number; readonly last: number; readonly end: number } {
    const { uids } = this.#query;
    const most = this.#at + (this.#source.isWide ? WIDE_ROWS : NARROW_ROWS);
    let end = this.#at + 1;
    while (end < uids.length && end < most && uidAt(uids, end) - uidAt(uids, end - 1) <= LARGEST_GAP) end += 1;
    return { first: uidAt(uids, this.#at), last: uidAt(uids, end - 1), end };
  }

  /** @param end index after the uids that were read */
  write(rows: readonly Row[], end: number): void {
    const { uids, numbers } = this.#query;
    for (const row of rows) {
      while (this.#at < end && uidAt(uids, this.#at) < row.uid) this.#at += 1;
      if (this.#at >= end || uidAt(uids, this.#at) !== row.uid) continue;
      const made = this.#complete(row);
      this.#tooLarge = made === null;
      if (made === null) return;
      this.#format.line(this.#out, numbers[this.#at] as number, made);
      if (this.#source.showsModSeq) this.#highestModSeq = Math.max(this.#highestModSeq, row.modSeq);
      this.#at += 1;
    }
    this.#at = end;
  }

  take(): FetchPage {
    return {
      octets: this.#out.take(),
      next: this.#at,
      tooLarge: this.#tooLarge,
      asOf: this.#asOf,
      highestModSeq: this.#highestModSeq,
    };
  }

  /** The row as the viewer sees it, with its header; null when that is too much for a page. */
  #complete(row: Row): FetchedRow | null {
    const own = row.privateSeen ?? null;
    const seen = own === null ? row : { ...row, system: viewedSystem({ system: row.system, privateSeen: own }) };
    if (!this.#source.needsHeader || (row.header ?? null) !== null) return seen;
    if (row.headerBytes > MIME_LIMITS.shownHeaderBytes) return null;
    return { ...seen, header: storedHeader(this.#context, row.bodyId, row.headerBytes) };
  }
}

function uidAt(uids: Uint32Array, index: number): number {
  return uids[index] as number;
}

interface Source {
  readonly text: string;
  readonly isWide: boolean;
  readonly needsHeader: boolean;
  readonly showsModSeq: boolean;
}
const INDEX = 'JOIN bodyIndexes i ON i.bodyId = m.bodyId';
const PREFIX = 'LEFT JOIN prefixes f ON f.id = m.prefixId';
const HEADER = 'LEFT JOIN headers h ON h.bodyId = m.bodyId';

/** Columns of each kind of item, and the joins they need. */
const COLUMNS: Readonly<Record<RowItem['kind'], { columns: readonly string[]; joins: readonly string[] }>> = {
  uid: { columns: [], joins: [] },
  flags: { columns: ['m.system', 'm.keywords'], joins: [] },
  internalDate: { columns: ['m.internalDate'], joins: [] },
  saveDate: { columns: ['m.savedAt'], joins: [] },
  size: { columns: ['m.sizeBytes'], joins: [] },
  modSeq: { columns: [], joins: [] },
  envelope: { columns: ['COALESCE(f.envelope, i.envelope) AS envelope'], joins: [INDEX, PREFIX] },
  body: { columns: ['i.body'], joins: [INDEX] },
  bodyStructure: { columns: ['i.bodyStructure'], joins: [INDEX] },
  preview: { columns: ['i.preview'], joins: [INDEX] },
  emailId: { columns: [`${EMAIL_ID} AS emailId`], joins: [] },
  threadId: { columns: [`${EMAIL_ID} AS emailId`, `${THREAD_ROOT} AS threadRoot`], joins: [INDEX, PREFIX] },
  header: {
    columns: ['h.octets AS header', 'f.bytes AS prefix', 'm.bodyId', 'i.headerBytes'],
    joins: [INDEX, PREFIX, HEADER],
  },
};

function sourceOf(items: readonly RowItem[], isPrivate: boolean): Source {
  const kinds = items.map(({ kind }) => kind);
  const columns = new Set(['m.uid', ...kinds.flatMap((kind) => COLUMNS[kind].columns)]);
  const joins = new Set(kinds.flatMap((kind) => COLUMNS[kind].joins));
  if (kinds.includes('flags')) columns.add(isPrivate ? 'p.seen AS privateSeen' : 'NULL AS privateSeen');
  if (kinds.includes('modSeq')) columns.add(isPrivate ? 'MAX(m.modSeq, COALESCE(p.modSeq, 0)) AS modSeq' : 'm.modSeq');
  const seen = 'LEFT JOIN privateSeen p ON p.mailboxId = m.mailboxId AND p.accountId = ? AND p.uid = m.uid';
  const from = `FROM messages m ${isPrivate ? seen : ''} ${[...joins].join(' ')}`;
  return {
    text: `SELECT ${[...columns].join(', ')} ${from} WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`,
    isWide: joins.size > 0,
    needsHeader: kinds.includes('header'),
    showsModSeq: kinds.includes('modSeq'),
  };
}

/** Header octets out of the body's segment. */
export function storedHeader(
  { sql, segments }: Pick<ReadContext, 'sql' | 'segments'>,
  bodyId: number,
  headerBytes: number,
): Uint8Array {
  const place = sql.row<BodyPlace>('SELECT segment, offset, length FROM bodies WHERE id = ?', bodyId);
  if (place === undefined) throw new Error(`body ${bodyId} of a message is missing`);
  return segments.read(place, 0, headerBytes);
}

/** Uids whose flags, or whose viewer's own \Seen, changed after a mod-sequence; ascending. RFC 7162 3.1.4 */
export function changedSince(sql: Sql, mailboxId: MailboxId, viewer: AccountId, since: ModSeq): Uint32Array {
  requireMailbox(sql, mailboxId);
  const rows = sql.rows<{ uid: number }>(
    `SELECT uid FROM messages WHERE mailboxId = ?1 AND modSeq > ?2
     UNION SELECT uid FROM privateSeen WHERE mailboxId = ?1 AND accountId = ?3 AND modSeq > ?2 ORDER BY uid`,
    mailboxId,
    since,
    viewer,
  );
  return Uint32Array.from(rows, ({ uid }) => uid);
}
