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
import { Sql } from './sql.ts';
import { toWire, type FromThread, type ToThread } from './thread-messages.ts';
import { foldLoose } from '../../lib/fold-text.ts';
import { decodeMimeIndex } from '../../protocol/mime/mime-index-codec.ts';
import { decodedFields, fieldsText, partsText } from '../searched-text.ts';
import { SegmentReader } from '../segments/segment-reader.ts';

export interface SearchData {
  readonly dataFolder: string;
}
interface BodyRow {
  readonly id: number;
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
  readonly headerBytes: number;
  readonly mimeIndex: Buffer;
  /** Subject and address fields as exact SEARCH compares them. */
  readonly shown: string;
}
const VERSION = 1;
const BATCH_BODIES = 64;
const BATCH_MS = 50;
/** Encoded text indexed of one body, and octets of a body that is read whole. */
const TEXT_BYTES = 4 * 1024 * 1024;
const BODY_BYTES = 64 * 1024 * 1024;

const SCHEMA = `
  CREATE VIRTUAL TABLE texts USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');
  CREATE TABLE partial (bodyId INTEGER PRIMARY KEY);
  CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO state VALUES ('mark', 0);`;
/** A disk that refuses is asked again after this. */
const REFUSED_MS = 5_000;

class Indexer {
  readonly #source: Sql;
  readonly #target: Sql;
  readonly #segments: SegmentReader;

  constructor(dataFolder: string) {
    this.#source = new Sql(openForReading(join(dataFolder, DATABASE_FILE)));
    this.#target = new Sql(openDisposable(join(dataFolder, SEARCH_FILE), VERSION, SCHEMA));
    this.#segments = new SegmentReader(dataFolder);
  }

  progress(): { indexed: number; last: number } {
    const last = this.#source.value<number>('SELECT COALESCE(MAX(id), 0) FROM bodies') ?? 0;
    return { indexed: this.#mark(), last };
  }
  /** Indexes some bodies. @returns whether there are more */
  step(): boolean {
    const mark = this.#mark();
    const rows = this.#source.rows<BodyRow>(
      `SELECT b.id, b.segment, b.offset, b.length, i.headerBytes, i.mimeIndex,
         i.subject || char(10) || i.sender || char(10) || i.recipients || char(10) || i.cc || char(10) || i.bcc AS shown FROM bodies b JOIN bodyIndexes i ON i.bodyId = b.id
       WHERE b.id > ? ORDER BY b.id LIMIT ?`,
      mark,
      BATCH_BODIES,
    );
    const until = performance.now() + BATCH_MS;
    this.#target.db.transaction(() => {
      for (const row of rows) {
        this.#add(row);
        this.#target.run("UPDATE state SET value = ? WHERE name = 'mark'", row.id);
        if (performance.now() > until) break;
      }
    })();
    return rows.length > 0;
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
  #add(row: BodyRow): void {
    const known = this.#textOf(row);
    if (known === null) return;
    this.#target.run('INSERT INTO texts (rowid, text) VALUES (?, ?)', row.id, known.text);
    if (known.partial) this.#target.run('INSERT INTO partial (bodyId) VALUES (?)', row.id);
  }
  /** @returns null for a body that is gone. One that cannot be read is partial: SEARCH looks at it itself and says so. */
  #textOf(row: BodyRow): { readonly text: string; readonly partial: boolean } | null {
    try {
      const body = this.#read(row);
      if (body === null) return null;
      const { text, truncated } = partsText(body, decodeMimeIndex(row.mimeIndex), TEXT_BYTES);
      const header = fieldsText(decodedFields(body.subarray(0, row.headerBytes)));
      const whole = foldLoose(`${row.shown}\n${header}\n${text}`).replaceAll('\0', ' ');
      return { text: whole, partial: truncated || body.byteLength < row.length };
    } catch (error) {
      if (String((error as { code?: unknown }).code).startsWith('SQLITE')) throw error;
      return { text: foldLoose(row.shown), partial: true };
    }
  }
  /** A body that went away meanwhile, or moved, is looked up once more; null when it is gone. */
  #read(row: BodyRow): Buffer | null {
    const end = Math.min(row.length, BODY_BYTES);
    try {
      return this.#segments.read(row, 0, end);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
      const moved = this.#source.row<BodyRow>('SELECT segment, offset, length FROM bodies WHERE id = ?', row.id);
      return moved === undefined ? null : this.#segments.read(moved, 0, end);
    }
  }
}

const port = parentPort;
if (port === null) throw new Error('search-thread.ts runs as a thread only');
const tell = (message: FromThread): void => port.postMessage(message);
const { dataFolder } = workerData as SearchData;
let indexer = new Indexer(dataFolder);
let timer: NodeJS.Timeout | null = null;

/** Works half of the time at most, so that mail comes first. */
function work(): void {
  timer = null;
  const began = performance.now();
  try {
    if (indexer.step()) timer = setTimeout(work, performance.now() - began);
  } catch (error) {
    if (isDamage(error)) {
      indexer.close();
      discard(join(dataFolder, SEARCH_FILE));
      indexer = new Indexer(dataFolder);
    } else if (!/^SQLITE_(FULL|IOERR|BUSY)/.test(String((error as { code?: unknown }).code))) throw error;
    timer = setTimeout(work, REFUSED_MS);
  }
}
function perform(op: string): unknown {
  if (op === 'progress') return indexer.progress();
  if (op !== 'reset') throw new Error(`the search thread knows no ${op}`);
  indexer.reset();
  timer ??= setTimeout(work, 0);
  return null;
}
port.on('message', (message: ToThread) => {
  if (message.kind === 'close') {
    if (timer !== null) clearTimeout(timer);
    indexer.close();
    port.close();
  } else if (message.kind === 'wake') {
    timer ??= setTimeout(work, 200);
  } else {
    try {
      tell({ kind: 'group', changes: [], answers: [{ id: message.id, ok: true, value: perform(message.op) }] });
    } catch (error) {
      tell({ kind: 'group', changes: [], answers: [{ id: message.id, ok: false, error: toWire(error) }] });
    }
  }
});
tell({ kind: 'ready', value: null });
timer = setTimeout(work, 200);
