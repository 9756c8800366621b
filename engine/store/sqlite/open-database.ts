/**
 * Opens a database the only way we trust. `synchronous` is set after the journal mode (the library falls back to NORMAL in
 * WAL mode otherwise) and read back: anything but FULL is refused, because a 250 would lie.
 */
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrate } from './migrations/migrations.ts';
import { syncFolder } from '../segments/segment-files.ts';
import { MailError } from '../../model/errors.ts';

const FULL = 2;

/** For the power-cut test alone. */
export interface DatabaseFaults {
  readonly synchronousNormal?: boolean | undefined;
}

/** The one connection that writes postane.db. */
export function openForWriting(path: string, faults: DatabaseFaults = {}): Database.Database {
  const isNew = !existsSync(path);
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON');
    db.pragma('checkpoint_fullfsync = ON');
    db.pragma('foreign_keys = ON');
    // What a command changed is kept for its undoing; in memory, or SQLite writes it to a file for nothing.
    db.pragma('temp_store = MEMORY');
    db.pragma('cache_size = -32000');
    db.pragma('wal_autocheckpoint = 2000');
    if (db.pragma('synchronous', { simple: true }) !== FULL || db.pragma('journal_mode', { simple: true }) !== 'wal') {
      throw new MailError(
        'unavailable',
        'SQLite does not keep synchronous=FULL here; mail would not be safe in a power cut.',
      );
    }
    migrate(db);
    if (isNew) syncFolder(dirname(path));
    if (faults.synchronousNormal === true) db.pragma('synchronous = NORMAL');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that only reads; sees each commit that ended before its statement began. */
export function openForReading(path: string): Database.Database {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.pragma('query_only = ON');
  db.pragma('cache_size = -16000');
  return db;
}
