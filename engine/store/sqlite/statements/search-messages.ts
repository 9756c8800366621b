/** SEARCH over a mailbox: flags and dates from rows, texts from candidates of the index, verified against the text itself. */
import { requireRight } from './mailbox-access.ts';
import { requireMailbox } from './mailbox-rows.ts';
import { ALL_UIDS } from './message-rows.ts';
import { SearchedRow, type SearchSources } from './searched-row.ts';
import { readTextColumns } from './text-columns.ts';
import type { ReadContext } from '../read-ops.ts';
import type { MailboxRows } from '../row-cache.ts';
import type { Sql } from '../sql.ts';
import { TextCandidates } from '../text-candidates.ts';
import type { UidRanges } from '../../message-store.ts';
import { compileScore, compileSearch } from '../../search-matcher.ts';
import type { SearchProgress, SearchResult } from '../../search-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId, ModSeq } from '../../../model/ids.ts';
import { isFuzzy, type SearchQuery } from '../../../model/search-query.ts';

export interface Found {
  readonly rows: MailboxRows;
  /** Indexes of the rows that match, ascending. */
  readonly selected: Int32Array;
  /** Relevancy of each. */
  readonly scores: Uint8Array | null;
  readonly highestModSeq: ModSeq;
}

export function searchMessages(
  context: ReadContext,
  mailboxId: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  progress?: SearchProgress,
): SearchResult {
  const { rows, selected, scores, highestModSeq } = findMessages(context, mailboxId, viewer, query, progress);
  return { uids: rows.uidsOf(selected), scores, highestModSeq };
}

/** @throws MailError nonexistent, noPermission; limit when it takes too long */
export function findMessages(
  context: ReadContext,
  mailboxId: MailboxId,
  viewer: AccountId,
  query: SearchQuery,
  progress?: SearchProgress,
): Found {
  const checkBudget = budget(context.searchBudgetMs);
  // The rows are of one commit; texts are read after it, where compaction has them by then.
  const rows = context.sql.db.transaction(() => {
    const mailbox = requireMailbox(context.sql, mailboxId);
    requireRight(context.sql, mailbox, viewer, 'r');
    return context.rows.rowsOf(context.sql, mailbox, viewer, wantedUids(query));
  })();
  const candidates = new TextCandidates(context.sql, context.search, prefixIds(rows));
  readTextColumns(context.sql, mailboxId, rows, query, candidates);
  const reading = new Reading(context.sql);
  try {
    const sources = { context, mailboxId, rows, candidates, checkBudget, renew: () => reading.renew() };
    return select(sources, query, reading, progress);
  } finally {
    reading.end();
  }
}

const ROWS_IN_ONE_READING = 256;

function select(
  sources: SearchSources,
  query: SearchQuery,
  reading: Reading,
  progress: SearchProgress | undefined,
): Found {
  const { rows } = sources.rows;
  if (query.kind === 'all') return everything(sources.rows);
  const isMatch = compileSearch(query);
  const scoreOf = isFuzzy(query) ? compileScore(query) : null;
  const selected = new Int32Array(rows.length);
  const scores = new Uint8Array(scoreOf === null ? 0 : rows.length);
  let count = 0;
  let highest = 0;
  let message: SearchedRow | null = null;
  if (progress !== undefined) progress[1] = rows.length;
  for (let index = 0; index < rows.length; index += 1) {
    if (index % ROWS_IN_ONE_READING === 0) {
      reading.renew();
      if (progress !== undefined) progress[0] = index;
    }
    const row = rows[index] ?? null;
    if (row === null) continue;
    if (message === null) message = new SearchedRow(sources, row, index);
    else message.moveTo(row, index);
    if (!isMatch(message)) continue;
    if (scoreOf !== null) scores[count] = scoreOf(message);
    selected[count] = index;
    count += 1;
    if (row.modSeq > highest) highest = row.modSeq;
  }
  return {
    rows: sources.rows,
    selected: selected.subarray(0, count),
    scores: scoreOf === null ? null : scores.subarray(0, count),
    highestModSeq: highest as ModSeq,
  };
}

/** What SORT and THREAD are most often asked for. */
function everything(of: MailboxRows): Found {
  const { rows } = of;
  const selected = new Int32Array(of.count);
  let count = 0;
  let highest = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? null;
    if (row === null) continue;
    selected[count++] = index;
    if (row.modSeq > highest) highest = row.modSeq;
  }
  return { rows: of, selected, scores: null, highestModSeq: highest as ModSeq };
}

/**
 * A read transaction around many small reads, which would each lock and unlock the database. Begun anew every so often:
 * an old one would keep the log from being checkpointed, and would name places that compaction has left.
 */
class Reading {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }
  renew(): void {
    this.end();
    this.#sql.db.exec('BEGIN');
  }
  end(): void {
    if (this.#sql.db.inTransaction) this.#sql.db.exec('COMMIT');
  }
}

/** Uid ranges that every match lies in, when the query says some. */
function wantedUids(query: SearchQuery): UidRanges {
  if (query.kind === 'uids') return query.ranges;
  const part = query.kind === 'and' ? query.of.find((one) => one.kind === 'uids') : undefined;
  return part === undefined ? ALL_UIDS : wantedUids(part);
}

function prefixIds({ rows }: MailboxRows): readonly [number, number] {
  let first = Infinity;
  let last = 0;
  for (const row of rows) {
    if (row === null || row.prefixId === null) continue;
    first = Math.min(first, row.prefixId);
    last = Math.max(last, row.prefixId);
  }
  return [first === Infinity ? 0 : first, last];
}

/** @returns what throws MailError limit once the time is over */
function budget(ms: number): () => void {
  const until = performance.now() + ms;
  return () => {
    if (performance.now() <= until) return;
    throw new MailError(
      'limit',
      `The search looked through texts for ${ms / 1000} s without coming to an end; narrow it by date, sender or mailbox.`,
    );
  };
}
