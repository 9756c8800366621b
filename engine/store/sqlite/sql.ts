/** A connection with its prepared statements. Statements are prepared once by their text and kept. */
import type { Database, Statement } from 'better-sqlite3';

type Value = string | number | Uint8Array | null;
type Bound = readonly Value[] | readonly [Readonly<Record<string, Value>>];
interface Prepared {
  readonly statement: Statement<unknown[]>;
  /** Values are used more than once: `?1` became `@v1`. */
  readonly numbered: boolean;
}

export class Sql {
  readonly db: Database;
  readonly #statements = new Map<string, Prepared>();

  constructor(db: Database) {
    this.db = db;
  }
  /** First row, as the columns named in the text. */
  row<T>(text: string, ...values: Value[]): T | undefined {
    const prepared = this.#prepare(text);
    return prepared.statement.get(...bound(prepared, values)) as T | undefined;
  }
  rows<T>(text: string, ...values: Value[]): T[] {
    const prepared = this.#prepare(text);
    return prepared.statement.all(...bound(prepared, values)) as T[];
  }
  /** Row by row; nothing may be written on this connection meanwhile. */
  each<T>(text: string, ...values: Value[]): IterableIterator<T> {
    const prepared = this.#prepare(text);
    return prepared.statement.iterate(...bound(prepared, values)) as IterableIterator<T>;
  }
  /** First column of the first row. */
  value<T extends Value>(text: string, ...values: Value[]): T | undefined {
    const prepared = this.#prepare(text, 'pluck');
    return prepared.statement.get(...bound(prepared, values)) as T | undefined;
  }
  /** First column of every row, without an object for each. */
  column<T extends Value>(text: string, ...values: Value[]): T[] {
    const prepared = this.#prepare(text, 'pluck');
    return prepared.statement.all(...bound(prepared, values)) as T[];
  }
  /** Row by row as arrays; nothing may be written on this connection meanwhile. */
  tuples<T extends readonly Value[]>(text: string, ...values: Value[]): IterableIterator<T> {
    const prepared = this.#prepare(text, 'raw');
    return prepared.statement.iterate(...bound(prepared, values)) as IterableIterator<T>;
  }
  run(text: string, ...values: Value[]): { readonly changes: number; readonly id: number } {
    const prepared = this.#prepare(text);
    const done = prepared.statement.run(...bound(prepared, values));
    return { changes: done.changes, id: Number(done.lastInsertRowid) };
  }

  #prepare(text: string, shape: 'object' | 'pluck' | 'raw' = 'object'): Prepared {
    const key = shape === 'object' ? text : `${shape} ${text}`;
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const numbered = /\?\d/.test(text);
    const statement = this.db.prepare<unknown[]>(text.replace(/\?(\d)/g, '@v$1'));
    if (shape === 'pluck') statement.pluck();
    if (shape === 'raw') statement.raw();
    const made = { statement, numbered };
    this.#statements.set(key, made);
    return made;
  }
}

function bound({ numbered }: Prepared, values: readonly Value[]): Bound {
  if (!numbered) return values;
  return [Object.fromEntries(values.map((value, i) => [`v${i + 1}`, value]))];
}
