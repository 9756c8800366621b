/** One stored message as SEARCH looks at it: facts from the row, texts from its body, each only when a key asks. */
import { EMAIL_ID, THREAD_ROOT } from './object-ids.ts';
import { viewedSystem, type StoredMessage } from './message-rows.ts';
import type { ReadContext } from '../read-ops.ts';
import type { MailboxRows } from '../row-cache.ts';
import type { TextCandidates } from '../text-candidates.ts';
import { keywordsOf } from '../../keyword-text.ts';
import type { SearchedMessage, ShownField } from '../../search-matcher.ts';
import { decodedFields, partsHold, type DecodedField, type SoughtText } from '../../searched-text.ts';
import type { BodyPlace } from '../../segments/segment-reader.ts';
import { foldText } from '../../../lib/fold-text.ts';
import { MailError } from '../../../model/errors.ts';
import type { MailboxId } from '../../../model/ids.ts';
import { threadId } from '../../../protocol/imap/fetch-octets.ts';
import { decodeMimeIndex } from '../../../protocol/mime/mime-index-codec.ts';

interface FactRow {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly sentDay: string | null;
  readonly headerBytes: number;
  readonly prefix: Buffer | null;
}
const FACTS = `SELECT i.subject, i.sender AS "from", i.recipients AS "to", i.cc, i.bcc, COALESCE(f.sentDay, i.sentDay) AS sentDay,
  i.headerBytes, f.bytes AS prefix FROM bodyIndexes i LEFT JOIN prefixes f ON f.id = ? WHERE i.bodyId = ?`;
const PARTS = 'SELECT mimeIndex FROM bodyIndexes WHERE bodyId = ?';
const PLACE = 'SELECT segment, offset, length FROM bodies WHERE id = ?';
const OBJECT_IDS = `SELECT ${EMAIL_ID} AS emailId, ${THREAD_ROOT} AS threadRoot FROM messages m
  JOIN bodyIndexes i ON i.bodyId = m.bodyId LEFT JOIN prefixes f ON f.id = m.prefixId WHERE m.mailboxId = ? AND m.uid = ?`;
/** Of a message that was expunged while the search ran. */
const GONE: FactRow = {
  subject: '',
  from: '',
  to: '',
  cc: '',
  bcc: '',
  sentDay: null,
  headerBytes: 0,
  prefix: null,
};

export interface SearchSources {
  readonly context: ReadContext;
  readonly mailboxId: MailboxId;
  readonly rows: MailboxRows;
  readonly candidates: TextCandidates;
  /** @throws MailError limit when the search has taken too long */
  readonly checkBudget: () => void;
  /** Sees the store as it is now, no longer as it was when the rows before were looked at. */
  readonly renew: () => void;
}

/** Stands on one row after the other: an object for each of 100,000 rows would cost more than looking at them. */
export class SearchedRow implements SearchedMessage {
  readonly #sources: SearchSources;
  #row: StoredMessage;
  #index: number;
  #facts: FactRow | null = null;
  #fields: readonly DecodedField[] | null = null;

  constructor(sources: SearchSources, row: StoredMessage, index: number) {
    this.#sources = sources;
    this.#row = row;
    this.#index = index;
  }
  /** @param index of the row in `sources.rows` */
  moveTo(row: StoredMessage, index: number): void {
    this.#row = row;
    this.#index = index;
    this.#facts = null;
    this.#fields = null;
  }
  get uid(): number {
    return this.#row.uid;
  }
  get modSeq(): number {
    return this.#row.modSeq;
  }
  get system(): number {
    return viewedSystem(this.#row);
  }
  get internalDate(): number {
    return this.#row.internalDate;
  }
  get savedAt(): number {
    return this.#row.savedAt;
  }
  get sizeBytes(): number {
    return this.#row.sizeBytes;
  }
  keywords(): readonly string[] {
    return keywordsOf(this.#row.keywords);
  }
  sentDay(): string | null {
    const known = this.#sources.rows.texts.get('sentDay')?.[this.#index];
    return known === undefined ? this.#factRow().sentDay : known === '' ? null : known;
  }
  shown(field: ShownField): string {
    return this.#sources.rows.texts.get(field)?.[this.#index] ?? foldText(this.#factRow()[field]);
  }
  fields(): readonly DecodedField[] {
    if (this.#fields !== null) return this.#fields;
    const { prefix, headerBytes } = this.#factRow();
    this.#fields = decodedFields(prefix ?? new Uint8Array(), this.#readBody(headerBytes));
    return this.#fields;
  }
  partsHold(sought: SoughtText): boolean {
    const mimeIndex = this.#sources.context.sql.value<Buffer>(PARTS, this.#row.bodyId);
    if (mimeIndex === undefined) {
      this.#requireGone();
      return false;
    }
    const body = this.#readBody(this.#row.sizeBytes - this.#row.prefixBytes);
    // An expunged message has no octets any more.
    return body.byteLength > 0 && partsHold(body, decodeMimeIndex(mimeIndex), sought);
  }
  mayHold(sought: SoughtText): boolean {
    return this.#sources.candidates.of(sought).mayHold(this.#row.bodyId, this.#row.prefixId);
  }
  emailId(): string {
    return this.#objectIds().emailId;
  }
  threadId(): string {
    return threadId(this.#objectIds());
  }

  #objectIds(): { readonly emailId: string; readonly threadRoot: string } {
    this.#sources.checkBudget();
    const { context, mailboxId } = this.#sources;
    const found = context.sql.row<{ emailId: string; threadRoot: string }>(OBJECT_IDS, mailboxId, this.uid);
    return found ?? { emailId: 'gone', threadRoot: '' };
  }
  #factRow(): FactRow {
    if (this.#facts !== null) return this.#facts;
    this.#sources.checkBudget();
    const found = this.#sources.context.sql.row<FactRow>(FACTS, this.#row.prefixId, this.#row.bodyId);
    if (found === undefined) this.#requireGone();
    this.#facts = found ?? GONE;
    return this.#facts;
  }
  #readBody(end: number): Uint8Array {
    this.#sources.checkBudget();
    try {
      return this.#readPlace(end);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT') throw this.#unreadable(error);
    }
    // Compaction moved it meanwhile: its row says where to, once it is seen as it is now.
    this.#sources.renew();
    try {
      return this.#readPlace(end);
    } catch (error) {
      throw this.#unreadable(error);
    }
  }
  #readPlace(end: number): Uint8Array {
    const { sql, segments } = this.#sources.context;
    const place = sql.row<BodyPlace>(PLACE, this.#row.bodyId);
    if (place !== undefined) return segments.read(place, 0, Math.min(end, place.length));
    this.#requireGone();
    return new Uint8Array();
  }
  /** @throws MailError unavailable when the message is still there, so that no answer is short */
  #requireGone(): void {
    const { context, mailboxId } = this.#sources;
    const there = context.sql.value<number>(
      'SELECT 1 FROM messages WHERE mailboxId = ? AND uid = ?',
      mailboxId,
      this.uid,
    );
    if (there !== undefined) throw this.#unreadable(null);
  }
  #unreadable(cause: unknown): MailError {
    return new MailError('unavailable', `Message ${this.uid} cannot be read; run the store check.`, { cause });
  }
}
