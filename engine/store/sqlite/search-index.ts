/**
 * Reading the trigram index: bodies that may hold a text. What it names is verified against the text; what it does not
 * know yet (beyond its mark, or too long to be indexed whole) is always a candidate.
 */
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { foldLoose } from '../../lib/fold-text.ts';
import { isDamage } from './open-disposable.ts';
import { Sql } from './sql.ts';

export interface Candidates {
  /** How many bodies, of all mailboxes. */
  readonly count: number;
  mayHold(bodyId: number): boolean;
}
/** Shorter texts have no trigram. */
export const INDEXED_LENGTH = 3;
const MOST_TRIGRAMS = 40;

export class SearchIndex {
  readonly #path: string;
  #sql: Sql | null = null;

  constructor(path: string) {
    this.#path = path;
  }
  /** @returns null when the index cannot help: the text is too short, or there is no index yet */
  candidates(text: string): Candidates | null {
    const query = trigramQuery(foldLoose(text));
    const sql = query === null ? null : this.#open();
    if (sql === null || query === null) return null;
    try {
      return sql.db.transaction(() => lookUp(sql, query))();
    } catch (error) {
      // A damaged index is built again by its own thread; until then everything is looked at.
      if (!isDamage(error)) throw error;
      this.close();
      return null;
    }
  }
  close(): void {
    this.#sql?.db.close();
    this.#sql = null;
  }
  #open(): Sql | null {
    if (this.#sql !== null || !existsSync(this.#path)) return this.#sql;
    const sql = new Sql(new Database(this.#path, { readonly: true }));
    if (sql.value<number>("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('state', 'texts', 'partial')") === 3)
      this.#sql = sql;
    else sql.db.close();
    return this.#sql;
  }
}

function lookUp(sql: Sql, query: string): Candidates {
  const mark = sql.value<number>("SELECT value FROM state WHERE name = 'mark'") ?? 0;
  const found = [
    ...sql.column<number>('SELECT rowid FROM texts WHERE texts MATCH ?', query),
    ...sql.column<number>('SELECT bodyId FROM partial'),
  ];
  const bits = new Uint8Array((mark >> 3) + 1);
  for (const id of found) bits[id >> 3] = (bits[id >> 3] as number) | (1 << (id & 7));
  return {
    count: found.length,
    mayHold: (bodyId) => bodyId > mark || ((bits[bodyId >> 3] as number) & (1 << (bodyId & 7))) !== 0,
  };
}

/** Every three characters in a row, all wanted. null for less than three. */
export function trigramQuery(folded: string): string | null {
  const characters = [...folded];
  if (characters.length < INDEXED_LENGTH || folded.includes('\0')) return null;
  const trigrams = new Set<string>();
  for (let i = 0; i + INDEXED_LENGTH <= characters.length && trigrams.size < MOST_TRIGRAMS; i += 1) {
    trigrams.add(characters.slice(i, i + INDEXED_LENGTH).join(''));
  }
  return [...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
}
