/**
 * FETCH answers written where the rows are read, in pages bounded by octets and time. Header fields come from the header
 * beside the body's facts; long headers, those of bodies older than that table, and whole messages are read from the segment.
 * RFC 9051 7.5.2
 */
import { fetchSource, type FetchSource, type OctetName } from './fetch-source.ts';
import { requireRight } from './mailbox-access.ts';
import { requireMailbox } from './mailbox-rows.ts';
import { viewedSystem } from './message-rows.ts';
import type { ReadContext } from '../read-ops.ts';
import type { Sql } from '../sql.ts';
import { MIME_LIMITS } from '../../../protocol/mime/mime-limits.ts';
import { FetchOctets, mayNeedSurrogate, type FetchedRow } from '../../../protocol/imap/fetch-octets.ts';
import { OctetWriter } from '../../../protocol/imap/octet-writer.ts';
import type { BodyPlace } from '../../segments/segment-reader.ts';
import { PAGED_MESSAGE_BYTES, type FetchPage, type FetchQuery } from '../../message-store.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';

const PAGE_BYTES = 256 * 1024;
const PAGE_MS = 5;
/** Rows asked of SQLite at a time: many where they are narrow, few where each brings octets. */
const NARROW_ROWS = 1024;
const WIDE_ROWS = 64;
/** And where the page is soon full of what segments hold. */
const WHOLE_ROWS = 16;
/** What crosses threads: the page with its octets as a buffer that changes hands. */
export interface EncodedPage extends Omit<FetchPage, 'octets'> {
  readonly buffer: ArrayBuffer;
}
/** Uids that far apart are still read in one go. */
const LARGEST_GAP = 16;

type Row = FetchedRow & Partial<BodyPlace> & { readonly bodyId: number; readonly privateSeen?: number | null };
type RawRow = Readonly<Partial<Record<OctetName, Buffer | null>>>;

export function fetchRows(context: ReadContext, query: FetchQuery): EncodedPage {
  const read = context.sql.db.transaction(() => readPage(context, query));
  try {
    return read();
  } catch (error) {
    // Compaction moved a body between the look at its row and the reading of its header: its row knows where to.
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    return read();
  }
}

function readPage(context: ReadContext, query: FetchQuery): EncodedPage {
  const { sql } = context;
  const mailbox = requireMailbox(sql, query.mailboxId);
  requireRight(sql, mailbox, query.viewer, 'r');
  const isPrivate = mailbox.seenIsPrivate === 1;
  const source = fetchSource(query.items, isPrivate);
  const keys = [...(isPrivate ? [query.viewer] : []), query.mailboxId];
  const page = new PageWriter(context, query, source, keys);
  const until = performance.now() + PAGE_MS;
  do {
    const { first, last, end } = page.run();
    page.write(sql.rows<Row>(source.text, ...keys, first, last), end);
  } while (!page.isFull && performance.now() < until);
  return page.take(mailbox.modSeq);
}

class PageWriter {
  readonly #context: ReadContext;
  readonly #query: FetchQuery;
  readonly #source: FetchSource;
  readonly #keys: readonly number[];
  readonly #format: FetchOctets;
  readonly #out = new OctetWriter();
  #at = 0;
  #tooLarge = false;
  #highestModSeq = 0;

  /** @param keys values that come before the uids of the source */
  constructor(context: ReadContext, query: FetchQuery, source: FetchSource, keys: readonly number[]) {
    this.#context = context;
    this.#query = query;
    this.#source = source;
    this.#keys = keys;
    this.#format = new FetchOctets(query.items, query.byUid);
  }

  get isFull(): boolean {
    return this.#tooLarge || this.#at >= this.#query.uids.length || this.#out.length >= PAGE_BYTES;
  }

  /** The uids to read next: some that lie close together. */
  run(): { readonly first: number; readonly last: number; readonly end: number } {
    const { uids } = this.#query;
    const most = this.#at + rowsAtOnce(this.#source);
    let end = this.#at + 1;
    while (end < uids.length && end < most && uidAt(uids, end) - uidAt(uids, end - 1) <= LARGEST_GAP) end += 1;
    return { first: uidAt(uids, this.#at), last: uidAt(uids, end - 1), end };
  }

  /** @param end index after the uids that were read */
  write(rows: readonly Row[], end: number): void {
    const { uids, numbers } = this.#query;
    for (const row of rows) {
      if (this.#out.length >= PAGE_BYTES) return;
      while (this.#at < end && uidAt(uids, this.#at) < row.uid) this.#at += 1;
      if (this.#at >= end || uidAt(uids, this.#at) !== row.uid) continue;
      const made = this.#complete(row);
      this.#tooLarge = made === null;
      if (made === null) return;
      this.#out.text(this.#format.line(numbers[this.#at] as number, made));
      if (this.#source.hasModSeq) this.#highestModSeq = Math.max(this.#highestModSeq, row.modSeq);
      this.#at += 1;
    }
    this.#at = end;
  }

  take(asOf: ModSeq): EncodedPage {
    const [next, tooLarge, highestModSeq] = [this.#at, this.#tooLarge, this.#highestModSeq];
    return { buffer: this.#out.take().buffer, next, tooLarge, asOf, highestModSeq };
  }

  /** The row as the viewer sees it, with its octets; null when those are too many for a page. */
  #complete(row: Row): FetchedRow | null {
    const own = row.privateSeen ?? null;
    const seen = own === null ? row : { ...row, system: viewedSystem({ system: row.system, privateSeen: own }) };
    const { octets } = this.#source;
    const exact = octets.every((name) => isAscii(row[name] ?? '')) ? seen : { ...seen, ...this.#rawOctets(row.uid) };
    if (this.#query.isConventional === true && exact !== seen && mayNeedSurrogate(exact)) return null;
    if (this.#source.hasWhole && row.sizeBytes > PAGED_MESSAGE_BYTES) return null;
    const whole = this.#source.hasWhole ? { ...exact, whole: storedBody(this.#context, row) } : exact;
    if (this.#query.isConventional === true && whole.whole !== undefined && mayNeedSurrogate(whole)) return null;
    if (!octets.includes('header') || (row.header ?? null) !== null) return whole;
    const header = storedHeader(this.#context, row.bodyId);
    if (header === null || (this.#query.isConventional === true && mayNeedSurrogate({ ...whole, header }))) return null;
    return { ...whole, header };
  }

  #rawOctets(uid: number): Partial<Record<OctetName, string>> {
    const raw = this.#context.sql.row<RawRow>(this.#source.raw, ...this.#keys, uid, uid);
    const texts = this.#source.octets.map((name) => [name, raw?.[name]?.toString('latin1') ?? null]);
    return Object.fromEntries(texts) as Partial<Record<OctetName, string>>;
  }
}

function rowsAtOnce({ hasWhole, octets }: FetchSource): number {
  if (hasWhole) return WHOLE_ROWS;
  return octets.length > 0 ? WIDE_ROWS : NARROW_ROWS;
}
function uidAt(uids: Uint32Array, index: number): number {
  return uids[index] as number;
}
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function storedBody({ segments }: ReadContext, { bodyId, segment, offset, length }: Row): string {
  if (segment === undefined || offset === undefined || length === undefined)
    throw new Error(`body ${bodyId} of a message has no place`);
  return segments.read({ segment, offset, length }).toString('latin1');
}

/** Header octets out of the body's segment; null when they are too many. */
function storedHeader({ sql, segments }: ReadContext, bodyId: number): string | null {
  const place = sql.row<BodyPlace & { readonly headerBytes: number }>(
    'SELECT b.segment, b.offset, b.length, i.headerBytes FROM bodies b JOIN bodyIndexes i ON i.bodyId = b.id WHERE b.id = ?',
    bodyId,
  );
  if (place === undefined) throw new Error(`body ${bodyId} of a message is missing`);
  if (place.headerBytes > MIME_LIMITS.shownHeaderBytes) return null;
  return segments.read(place, 0, place.headerBytes).toString('latin1');
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
