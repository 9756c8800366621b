/** Databases that may be lost: the search index is built again, the log begins anew. Damaged or of another version, they are replaced. */
import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';

export function openDisposable(path: string, version: number, schema: string): Database.Database {
  return tryOpen(path, version, schema) ?? makeAnew(path, version, schema);
}
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown } | null)?.code));
}
export function discard(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** @returns null when what is there is damaged or of another version */
function tryOpen(path: string, version: number, schema: string): Database.Database | null {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    const found = db.pragma('user_version', { simple: true });
    if (found === version) return db;
    if (found === 0) return fill(db, version, schema);
  } catch (error) {
    if (!isDamage(error)) {
      db.close();
      throw error;
    }
  }
  db.close();
  return null;
}
function makeAnew(path: string, version: number, schema: string): Database.Database {
  discard(path);
  const db = tryOpen(path, version, schema);
  if (db === null) throw new Error(`${path} cannot be made`);
  return db;
}
function fill(db: Database.Database, version: number, schema: string): Database.Database {
  db.transaction(() => {
    db.exec(schema);
    db.pragma(`user_version = ${version}`);
  })();
  return db;
}
