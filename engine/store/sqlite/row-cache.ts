/**
 * Rows of mailboxes that were searched lately, kept by the reader thread that searches: brought up to date by what changed
 * since (by mod-sequence, as CONDSTORE does it), with what SORT, THREAD and the shown fields need, once that was read.
 */
import type { MailboxRow } from './statements/mailbox-rows.ts';
import { ALL_UIDS, selectMessages, type StoredMessage } from './statements/message-rows.ts';
import { expungedSince } from './statements/message-reads.ts';
import type { Sql } from './sql.ts';
import type { UidRanges } from '../message-store.ts';
import { OrderColumns } from '../order/order-columns.ts';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';

/** Messages of one mailbox by uid, with columns beside them. A row that is gone stays as null, so that columns keep their places. */
export class MailboxRows {
  readonly rows: (StoredMessage | null)[];
  readonly order = new OrderColumns();
  /** Texts of rows by column; as long as the rows were when they were read. */
  readonly texts = new Map<string, string[]>();
  readonly #uids: number[];
  #gone = 0;
  modSeq: ModSeq;

  constructor(rows: StoredMessage[], modSeq: ModSeq) {
    this.rows = rows;
    this.#uids = rows.map(({ uid }) => uid);
    this.modSeq = modSeq;
  }
  get count(): number {
    return this.rows.length - this.#gone;
  }
  /** More places are empty than is worth keeping. */
  get isSparse(): boolean {
    return this.#gone * 4 > this.rows.length;
  }
  /** The uid of a row, also of one that is gone. */
  uidAt(index: number): number {
    return this.#uids[index] ?? 0;
  }
  /** Uids of rows; 0 for an index that is none. */
  uidsOf(indexes: Int32Array): Uint32Array {
    const uids = new Uint32Array(indexes.length);
    for (let at = 0; at < uids.length; at += 1) uids[at] = this.uidAt(indexes[at] as number);
    return uids;
  }
  /** Index of the row of a uid, -1 when there never was one. */
  indexOf(uid: number): number {
    let low = 0;
    let high = this.#uids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.uidAt(middle) < uid) low = middle + 1;
      else high = middle;
    }
    return this.#uids[low] === uid ? low : -1;
  }
  /** @param changed rows that are new or different, by uid */
  update(changed: readonly StoredMessage[], gone: Uint32Array, modSeq: ModSeq): void {
    for (const row of changed) {
      const at = this.indexOf(row.uid);
      if (at !== -1) this.rows[at] = row;
      else {
        this.rows.push(row);
        this.#uids.push(row.uid);
      }
    }
    for (const uid of gone) {
      const at = this.indexOf(uid);
      if (at === -1 || this.rows[at] === null) continue;
      this.rows[at] = null;
      this.#gone += 1;
    }
    this.modSeq = modSeq;
  }
}

const MOST_ROWS = 400_000;
const MOST_MAILBOXES = 64;
const IDLE_MS = 5 * 60_000;

export class RowCache {
  /** The least lately used first. */
  readonly #kept = new Map<MailboxId, MailboxRows>();
  #usedAt = 0;
  #timer: NodeJS.Timeout | null = null;

  /**
   * The rows as of now; call inside a transaction.
   * @param wanted uids that are looked at; few of a mailbox that is not kept are read alone
   */
  rowsOf(sql: Sql, mailbox: MailboxRow, viewer: AccountId, wanted: UidRanges): MailboxRows {
    const kept = this.#kept.get(mailbox.id);
    const isFew = wanted.reduce((sum, [first, last]) => sum + last - first + 1, 0) * 8 < mailbox.messages;
    // A private \Seen makes other rows of them for each viewer.
    if (mailbox.seenIsPrivate === 1 || (kept === undefined && isFew))
      return new MailboxRows(selectMessages(sql, mailbox, viewer, wanted), mailbox.modSeq);
    const rows = this.#upToDate(sql, mailbox, kept) ?? this.#read(sql, mailbox, viewer);
    this.#keep(mailbox.id, rows);
    return rows;
  }
  clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#kept.clear();
  }

  #read(sql: Sql, mailbox: MailboxRow, viewer: AccountId): MailboxRows {
    return new MailboxRows(selectMessages(sql, mailbox, viewer, ALL_UIDS), mailbox.modSeq);
  }
  /** @returns null when it cannot be told what changed */
  #upToDate(sql: Sql, mailbox: MailboxRow, kept: MailboxRows | undefined): MailboxRows | null {
    if (kept === undefined || kept.isSparse) return null;
    if (kept.modSeq === mailbox.modSeq) return kept;
    const { uids: gone, complete } = expungedSince(sql, mailbox.id, kept.modSeq);
    if (!complete) return null;
    const changed = sql.rows<StoredMessage>(
      `SELECT uid, modSeq, system, keywords, internalDate, savedAt, sizeBytes, prefixBytes, bodyId, prefixId, letterId,
         NULL AS privateSeen
       FROM messages WHERE mailboxId = ? AND modSeq > ? ORDER BY uid`,
      mailbox.id,
      kept.modSeq,
    );
    kept.update(changed, gone, mailbox.modSeq);
    return kept.count === mailbox.messages ? kept : null;
  }

  #keep(id: MailboxId, rows: MailboxRows): void {
    this.#kept.delete(id);
    if (rows.rows.length <= MOST_ROWS) this.#kept.set(id, rows);
    let sum = [...this.#kept.values()].reduce((all, one) => all + one.rows.length, 0);
    for (const [
      other,
      {
        rows: { length },
      },
    ] of this.#kept) {
      if (sum <= MOST_ROWS && this.#kept.size <= MOST_MAILBOXES) break;
      this.#kept.delete(other);
      sum -= length;
    }
    this.#usedAt = performance.now();
    if (this.#kept.size > 0) this.#timer ??= this.#forgetWhenIdle(IDLE_MS);
  }
  #forgetWhenIdle(ms: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timer = null;
      const idle = performance.now() - this.#usedAt;
      if (idle >= IDLE_MS) this.clear();
      else this.#timer = this.#forgetWhenIdle(IDLE_MS - idle);
    }, ms);
    return timer.unref();
  }
}
