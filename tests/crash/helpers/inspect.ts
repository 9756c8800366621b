/** Looks at a data folder after a crash with the store's own recovery and check, without its threads. */
import { join } from 'node:path';
import { BodyIntake } from '../../../engine/store/sqlite/body-intake.ts';
import { DATABASE_FILE, prepareDataFolder } from '../../../engine/store/sqlite/data-folder.ts';
import { openForWriting } from '../../../engine/store/sqlite/open-database.ts';
import { checkStore, hashBodies } from '../../../engine/store/sqlite/statements/integrity-check.ts';
import { Sql } from '../../../engine/store/sqlite/sql.ts';
import { SegmentReader } from '../../../engine/store/segments/segment-reader.ts';

export interface Inspection {
  /** How often each letter lies in a mailbox, by the id in its Subject. */
  readonly copies: ReadonlyMap<string, number>;
  /** What the check and the reading of all bodies found. */
  readonly findings: readonly string[];
}

export function inspect(dataFolder: string): Inspection {
  prepareDataFolder(dataFolder);
  const sql = new Sql(openForWriting(join(dataFolder, DATABASE_FILE)));
  const segments = new SegmentReader(dataFolder);
  const intake = new BodyIntake(sql, dataFolder, 128 * 1024 * 1024);
  try {
    intake.resume(sql);
    const findings = [...checkStore({ sql }, false, dataFolder).findings, ...hashBodies(sql, segments)];
    const copies = new Map<string, number>();
    for (const { subject } of sql.rows<{ subject: string }>(
      'SELECT i.subject FROM messages m JOIN bodyIndexes i ON i.bodyId = m.bodyId',
    )) {
      copies.set(subject, (copies.get(subject) ?? 0) + 1);
    }
    return { copies, findings: findings.map(({ code, detail }) => `${code}: ${detail}`) };
  } finally {
    intake.close();
    segments.close();
    sql.db.close();
  }
}
/** Acknowledged letters that are not there, and letters that are there twice. */
export function compare(
  acknowledged: Iterable<string>,
  { copies }: Inspection,
): { readonly lost: string[]; readonly doubled: string[] } {
  return {
    lost: [...acknowledged].filter((id) => !copies.has(id)),
    doubled: [...copies].filter(([, count]) => count > 1).map(([id]) => id),
  };
}
export const FULL_FIGURES = process.env['POSTANE_TEST_FULL'] === '1';
