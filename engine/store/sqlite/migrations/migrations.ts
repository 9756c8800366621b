/** Schema versions in order. A migration is never changed after its release; the version is SQLite's user_version. */
import type { Database } from 'better-sqlite3';
import { FIRST } from './0001-first.ts';
import { HEADERS } from './0002-headers.ts';
import { MAILBOX_RIGHTS } from './0004-mailbox-rights.ts';
import { SCRAM_AND_METADATA } from './0005-scram-and-metadata.ts';
import { APP_PASSWORDS } from './0006-app-passwords.ts';

const MIGRATIONS: readonly string[] = [FIRST, HEADERS, MAILBOX_RIGHTS, SCRAM_AND_METADATA, APP_PASSWORDS];
export const SCHEMA_VERSION = MIGRATIONS.length;
/** "Post" in SQLite's application_id: tells our files from others. */
export const APPLICATION_ID = 0x506f7374;

/** Brings the database to SCHEMA_VERSION; each step is one transaction. */
export function migrate(db: Database): void {
  const found = Number(db.pragma('user_version', { simple: true }));
  for (let version = found; version < SCHEMA_VERSION; version += 1) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] as string);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
  if (found < SCHEMA_VERSION) db.pragma('wal_checkpoint(TRUNCATE)');
}
