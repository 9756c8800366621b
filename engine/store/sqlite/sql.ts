/** A connection with its prepared statements. Statements are prepared once by their text and kept. */
import type { Database, Statement } from 'better-sqlite3';

type Value = string | number | Uint8Array | null;

export class Sql {
  readonly db: Database;
  readonly #statements = new Map<string, Statement<Value[]>>();

  constructor(db: Database) {
    this.db = db;
  }
  prepare(text: string): Statement<Value[]> {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const made = this.db.prepare<Value[]>(text);
    this.#statements.set(text, made);
    return made;
  }
  /** First row, as the columns named in the text. */
  row<T>(text: string, ...values: Value[]): T | undefined {
    return this.prepare(text).get(...values) as T | undefined;
  }
  rows<T>(text: string, ...values: Value[]): T[] {
    return this.prepare(text).all(...values) as T[];
  }
  each<T>(text: string, ...values: Value[]): IterableIterator<T> {
    return this.prepare(text).iterate(...values) as IterableIterator<T>;
  }
  /** First column of the first row. */
  value<T extends Value>(text: string, ...values: Value[]): T | undefined {
    const row = this.prepare(text).get(...values) as Record<string, T> | undefined;
    return row === undefined ? undefined : Object.values(row)[0];
  }
  run(text: string, ...values: Value[]): { readonly changes: number; readonly id: number } {
    const done = this.prepare(text).run(...values);
    return { changes: done.changes, id: Number(done.lastInsertRowid) };
  }
}
