/**
 * The search thread: feeds search.db (FTS5 trigrams over folded text) with bodies in the order of their ids, after their
 * commit. `mark` is the last body looked at; one mark serves all mailboxes, since a copy shares its body. May be deleted
 * at any time: it is built again, and what is beyond the mark is scanned meanwhile.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { DATABASE_FILE, SEARCH_FILE } from './data-folder.ts';
import { openForReading } from './open-database.ts';
import { discard, isDamage, openDisposable } from './open-disposable.ts';
import type { IndexedRow } from './searchable-text.ts';
import { SEARCH_SCHEMA, SEARCH_VERSION } from './search-schema.ts';
import { sweepSome } from './search-sweep.ts';
import { Sql } from './sql.ts';
import { toWire, type Answer, type Command, type FromThread, type ToThread } from './thread-messages.ts';
import { yieldToOthers } from './yield-to-others.ts';
import { SegmentReader, type BodyPlace } from '../segments/segment-reader.ts';

export interface SearchData {
  readonly dataFolder: string;
}
type BodyRow = IndexedRow & BodyPlace & { readonly id: number };
type TextMaker = typeof import('./searchable-text.ts');

const BATCH_BODIES = 64;
const BATCH_MS = 50;
/** Octets of a body that are read. */
const BODY_BYTES = 64 * 1024 * 1024;

/** Wait after a commit, so that one batch takes many letters. */
const WAKE_MS = 200;
/** A disk that refuses is asked again after this. */
const REFUSED_MS = 5_000;
/** Between two looks for bodies that are gone. */
const SWEEP_EVERY_MS = 3_600_000;

class Indexer {
  readonly #source: Sql;
  readonly #target: Sql;
  readonly #segments: SegmentReader;
  #swept: number | null = 0;
  #sweptAt = 0;

  constructor(dataFolder: string) {
    this.#source = new Sql(openForReading(join(dataFolder, DATABASE_FILE)));
    this.#target = new Sql(openDisposable(join(dataFolder, SEARCH_FILE), SEARCH_VERSION, SEARCH_SCHEMA));
    this.#segments = new SegmentReader(dataFolder);
  }

  progress(): { indexed: number; last: number } {
    const last = this.#source.value<number>('SELECT COALESCE(MAX(id), 0) FROM bodies') ?? 0;
    return { indexed: this.#mark(), last };
  }
  /** Indexes some bodies. @returns whether there are more */
  async step(): Promise<boolean> {
    const mark = this.#mark();
    const rows = this.#source.rows<BodyRow>(
      `SELECT b.id, b.segment, b.offset, b.length, i.headerBytes, i.mimeIndex,
         i.subject || char(10) || i.sender || char(10) || i.recipients || char(10) || i.cc || char(10) || i.bcc AS shown
       FROM bodies b JOIN bodyIndexes i ON i.bodyId = b.id
       WHERE b.id > ? ORDER BY b.id LIMIT ?`,
      mark,
      BATCH_BODIES,
    );
    if (rows.length === 0) return false;
    const make = await import('./searchable-text.ts');
    const until = performance.now() + BATCH_MS;
    this.#target.db.transaction(() => {
      for (const row of rows) {
        this.#add(row, make);
        this.#target.run("UPDATE state SET value = ? WHERE name = 'mark'", row.id);
        if (performance.now() > until) break;
      }
    })();
    return true;
  }
  /** Takes some bodies that are gone out of the index. @returns whether there are more to look at */
  sweep(): boolean {
    if (this.#swept === null && performance.now() - this.#sweptAt < SWEEP_EVERY_MS) return false;
    this.#swept = sweepSome(this.#source, this.#target, this.#swept ?? 0);
    this.#sweptAt = performance.now();
    return this.#swept !== null;
  }
  /** Forgets everything; the next steps build it again. */
  reset(): void {
    this.#target.db.transaction(() => {
      this.#target.run("INSERT INTO texts (texts) VALUES ('delete-all')");
      this.#target.run('DELETE FROM partial');
      this.#target.run("UPDATE state SET value = 0 WHERE name = 'mark'");
    })();
  }
  close(): void {
    this.#segments.close();
    this.#source.db.close();
    this.#target.db.close();
  }

  #mark(): number {
    return this.#target.value<number>("SELECT value FROM state WHERE name = 'mark'") ?? 0;
  }
  #add(row: BodyRow, make: TextMaker): void {
    const body = this.#read(row);
    if (body === 'gone') return;
    const { text, partial } = make.searchableText(row, body);
    this.#target.run('INSERT INTO texts (rowid, text) VALUES (?, ?)', row.id, text);
    if (partial) this.#target.run('INSERT INTO partial (bodyId) VALUES (?)', row.id);
  }
  /** A body that moved meanwhile is looked up once more; null when it cannot be read, which the store check tells. */
  #read(row: BodyRow): Buffer | 'gone' | null {
    const end = Math.min(row.length, BODY_BYTES);
    const first = readable(() => this.#segments.read(row, 0, end));
    if (first !== null) return first;
    const moved = this.#source.row<BodyPlace>('SELECT segment, offset, length FROM bodies WHERE id = ?', row.id);
    return moved === undefined ? 'gone' : readable(() => this.#segments.read(moved, 0, end));
  }
}

function readable(read: () => Buffer): Buffer | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || (error as { code?: unknown }).code !== undefined) return null;
    throw error;
  }
}

yieldToOthers();
const port = parentPort;
if (port === null) throw new Error('search-thread.ts runs as a thread only');
const tell = (message: FromThread): void => port.postMessage(message);
const { dataFolder } = workerData as SearchData;
let indexer: Indexer | null = null;
/** Opened at its first use, so that a disk that refuses now is asked again like one that refuses later. */
const opened = (): Indexer => (indexer ??= new Indexer(dataFolder));
let timer: NodeJS.Timeout | null = null;
let working: Promise<void> | null = null;

function workIn(ms: number): void {
  timer ??= setTimeout(() => {
    timer = null;
    working ??= work().finally(() => (working = null));
  }, ms);
}
/** Works half of the time at most, so that mail comes first. */
async function work(): Promise<void> {
  const began = performance.now();
  try {
    if ((await opened().step()) || opened().sweep()) workIn(performance.now() - began);
  } catch (error) {
    if (isDamage(error)) {
      indexer?.close();
      indexer = null;
      discard(join(dataFolder, SEARCH_FILE));
    } else if (!/^SQLITE_(FULL|IOERR|BUSY)/.test(String((error as { code?: unknown }).code))) throw error;
    workIn(REFUSED_MS);
  }
}
async function close(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  await working;
  if (timer !== null) clearTimeout(timer);
  indexer?.close();
  port?.close();
}
function perform(op: string): unknown {
  if (op === 'progress') return opened().progress();
  if (op !== 'reset') throw new Error(`the search thread knows no ${op}`);
  opened().reset();
  workIn(0);
  return null;
}
function answer({ id, op }: Command): Answer {
  try {
    return { id, ok: true, value: perform(op) };
  } catch (error) {
    return { id, ok: false, error: toWire(error) };
  }
}
port.on('message', (message: ToThread) => {
  if (message.kind === 'close') void close();
  else if (message.kind === 'wake') workIn(WAKE_MS);
  else tell({ kind: 'group', changes: [], answers: [answer(message)] });
});
tell({ kind: 'ready', value: null });
