/** Takes bodies that are gone out of the search index, so that it does not keep words of deleted letters. */
import type { Sql } from './sql.ts';

const BATCH = 512;

/**
 * Looks at some indexed bodies.
 * @param after id of the last one looked at
 * @returns the last one looked at now; null when there are no more
 */
export function sweepSome(source: Sql, index: Sql, after: number): number | null {
  const ids = index.column<number>('SELECT id FROM texts_docsize WHERE id > ? ORDER BY id LIMIT ?', after, BATCH);
  const last = ids.at(-1);
  if (last === undefined) return null;
  const there = new Set(source.column<number>('SELECT id FROM bodies WHERE id > ? AND id <= ?', after, last));
  const gone = ids.filter((id) => !there.has(id));
  index.db.transaction(() => {
    for (const id of gone) {
      index.run('DELETE FROM texts WHERE rowid = ?', id);
      index.run('DELETE FROM partial WHERE bodyId = ?', id);
    }
  })();
  return last;
}
