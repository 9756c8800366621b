/** SEARCH over one mailbox: rows first, texts only where they decide, candidates from the index; bounded by time. */
import { requireRight } from './mailbox-access.ts';
import { requireMailbox, type MailboxRow } from './mailbox-rows.ts';
import { ALL_UIDS, flagsOf, selectMessages, type StoredMessage } from './message-rows.ts';
import type { ReadContext } from '../read-ops.ts';
import type { Sql } from '../sql.ts';
import type { Candidates } from '../search-index.ts';
import type { BodyPlace } from '../../segments/segment-reader.ts';
import { matches, type SearchedMessage } from '../../search-matcher.ts';
import { decodedFields, partsText, type DecodedField } from '../../searched-text.ts';
import type { SearchResult, UidRanges } from '../../message-store.ts';
import { decodeMimeIndex } from '../../../protocol/mime/mime-index-codec.ts';
import { foldText } from '../../../lib/fold-text.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';
import type { SearchQuery } from '../../../model/search-query.ts';

interface FactRow {
  readonly subject: string;
  readonly sender: string;
  readonly recipients: string;
  readonly cc: string;
  readonly bcc: string;
  readonly sentDay: string | null;
  readonly headerBytes: number;
  readonly mimeIndex: Buffer;
  readonly prefix: Buffer | null;
}
const FACTS = `SELECT i.subject, i.sender, i.recipients, i.cc, i.bcc, COALESCE(f.sentDay, i.sentDay) AS sentDay, i.headerBytes, i.mimeIndex,
  f.bytes AS prefix FROM bodyIndexes i LEFT JOIN prefixes f ON f.id = ? WHERE i.bodyId = ?`;
/** Of a message that was expunged while the search ran. */
const GONE: FactRow = {
  subject: '',
  sender: '',
  recipients: '',
  cc: '',
  bcc: '',
  sentDay: null,
  headerBytes: 0,
  mimeIndex: Buffer.alloc(0),
  prefix: null,
};
const COLUMN = { from: 'sender', to: 'recipients', cc: 'cc', bcc: 'bcc' } as const;

export function searchMessages(
  context: ReadContext,
  mailboxId: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
): SearchResult {
  const budget = new Budget(context.searchBudgetMs);
  const candidates = new CandidateCache(context);
  // The rows are of one commit; texts are read after it, where compaction has them by then.
  const rows = context.sql.db.transaction(() =>
    selectMessages(context.sql, readable(context.sql, mailboxId, viewer), viewer, wantedUids(query)),
  )();
  const found = rows.filter((row) => matches(new RowMessage(context, mailboxId, row, candidates, budget), query));
  const highest = found.reduce((max, row) => Math.max(max, row.modSeq), 0);
  return { uids: Uint32Array.from(found, (row) => row.uid), highestModSeq: highest as ModSeq };
}

/** @throws MailError nonexistent, noPermission */
function readable(sql: Sql, id: MailboxId, viewer: AccountId): MailboxRow {
  const mailbox = requireMailbox(sql, id);
  requireRight(sql, mailbox, viewer, 'r');
  return mailbox;
}

/** Uid ranges that every match lies in, when the query says some. */
function wantedUids(query: SearchQuery): UidRanges {
  if (query.kind === 'uids') return query.ranges;
  const part = query.kind === 'and' ? query.of.find((one) => one.kind === 'uids') : undefined;
  return part === undefined ? ALL_UIDS : wantedUids(part);
}

class Budget {
  readonly #until: number;
  readonly #ms: number;
  constructor(ms: number) {
    this.#ms = ms;
    this.#until = performance.now() + ms;
  }
  /** @throws MailError limit */
  check(): void {
    if (performance.now() <= this.#until) return;
    throw new MailError(
      'limit',
      `The search looked through texts for ${this.#ms / 1000} s without coming to an end; narrow it by date, sender or mailbox.`,
    );
  }
}
class CandidateCache {
  readonly #context: ReadContext;
  readonly #known = new Map<string, Candidates | null>();
  constructor(context: ReadContext) {
    this.#context = context;
  }
  of(text: string): Candidates | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = this.#context.search.candidates(text);
    this.#known.set(text, made);
    return made;
  }
}

class RowMessage implements SearchedMessage {
  readonly uid: number;
  readonly modSeq: number;
  readonly flags: ReturnType<typeof flagsOf>;
  readonly internalDate: number;
  readonly savedAt: number;
  readonly sizeBytes: number;
  readonly #context: ReadContext;
  readonly #mailboxId: MailboxId;
  readonly #row: StoredMessage;
  readonly #candidates: CandidateCache;
  readonly #budget: Budget;
  #facts: FactRow | null = null;
  #fields: readonly DecodedField[] | null = null;

  constructor(
    context: ReadContext,
    mailboxId: MailboxId,
    row: StoredMessage,
    candidates: CandidateCache,
    budget: Budget,
  ) {
    this.#mailboxId = mailboxId;
    this.uid = row.uid;
    this.modSeq = row.modSeq;
    this.flags = flagsOf(row);
    this.internalDate = row.internalDate;
    this.savedAt = row.savedAt;
    this.sizeBytes = row.sizeBytes;
    this.#context = context;
    this.#row = row;
    this.#candidates = candidates;
    this.#budget = budget;
  }
  sentDay(): string | null {
    return this.#factRow().sentDay;
  }
  subject(): string {
    return this.#factRow().subject;
  }
  addresses(field: 'from' | 'to' | 'cc' | 'bcc'): string {
    return this.#factRow()[COLUMN[field]];
  }
  fields(): readonly DecodedField[] {
    if (this.#fields !== null) return this.#fields;
    const { prefix, headerBytes } = this.#factRow();
    this.#fields = decodedFields(prefix ?? new Uint8Array(), this.#readBody(headerBytes));
    return this.#fields;
  }
  partsText(): string {
    const { mimeIndex } = this.#factRow();
    if (mimeIndex.byteLength === 0) return '';
    const body = this.#readBody(this.#row.sizeBytes - this.#row.prefixBytes);
    return partsText(body, decodeMimeIndex(mimeIndex), body.byteLength).text;
  }
  mayHold(text: string): boolean {
    const candidates = this.#candidates.of(text);
    return candidates === null || candidates.mayHold(this.#row.bodyId) || this.#prefixHolds(text);
  }

  /** The index knows bodies; what we added to the header is looked at here. */
  #prefixHolds(text: string): boolean {
    if (this.#row.prefixId === null) return false;
    const { prefix } = this.#factRow();
    return prefix !== null && decodedFields(prefix).some((field) => foldText(field.text).includes(foldText(text)));
  }
  #factRow(): FactRow {
    if (this.#facts !== null) return this.#facts;
    this.#budget.check();
    const found = this.#context.sql.row<FactRow>(FACTS, this.#row.prefixId, this.#row.bodyId);
    if (found === undefined) this.#requireGone();
    this.#facts = found ?? GONE;
    return this.#facts;
  }
  #readBody(end: number): Uint8Array {
    this.#budget.check();
    try {
      return this.#readPlace(end);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT') throw this.#unreadable(error);
    }
    try {
      return this.#readPlace(end);
    } catch (error) {
      throw this.#unreadable(error);
    }
  }
  #readPlace(end: number): Uint8Array {
    const place = this.#context.sql.row<BodyPlace>(
      'SELECT segment, offset, length FROM bodies WHERE id = ?',
      this.#row.bodyId,
    );
    if (place !== undefined) return this.#context.segments.read(place, 0, Math.min(end, place.length));
    this.#requireGone();
    return new Uint8Array();
  }
  /** @throws MailError unavailable when the message is still there, so that no answer is short */
  #requireGone(): void {
    const there = this.#context.sql.value<number>(
      'SELECT 1 FROM messages WHERE mailboxId = ? AND uid = ?',
      this.#mailboxId,
      this.uid,
    );
    if (there !== undefined) throw this.#unreadable(null);
  }
  #unreadable(cause: unknown): MailError {
    return new MailError('unavailable', `Message ${this.uid} cannot be read; run the store check.`, { cause });
  }
}
