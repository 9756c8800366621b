/** Compaction steps on the writer: what lives in a thin segment is appended again, rows follow in the same durable group. */
import { existsSync, statSync } from 'node:fs';
import type { Tx } from '../tx.ts';
import { segmentPath } from '../../segments/segment-files.ts';
import { SegmentReader } from '../../segments/segment-reader.ts';

/** Rows and octets moved in one transaction. */
const STEP_BODIES = 500;
const STEP_BYTES = 16 * 1024 * 1024;

export interface ThinSegment {
  readonly id: number;
  readonly fileBytes: number;
  readonly liveBytes: number;
}

/** Sealed segments whose live share is under a half, that hold nothing, or that keep deleted bodies longer than `maxAgeMs`. */
export function planCompaction(tx: Tx, dataFolder: string, maxAgeMs: number): ThinSegment[] {
  const rows = tx.sql.rows<{ id: number; state: string; createdAt: number; liveBytes: number; bodies: number }>(
    `SELECT s.id, s.state, s.createdAt, COALESCE(SUM(b.length), 0) AS liveBytes, COUNT(b.id) AS bodies
     FROM segments s LEFT JOIN bodies b ON b.segment = s.id WHERE s.state <> 'active' GROUP BY s.id ORDER BY s.id`,
  );
  return rows.flatMap(({ id, state, createdAt, liveBytes, bodies }) => {
    const path = segmentPath(dataFolder, id);
    const fileBytes = existsSync(path) ? statSync(path).size : 0;
    const aged = createdAt + maxAgeMs < tx.now && liveBytes + 16 * bodies < fileBytes;
    const thin = bodies === 0 || (state === 'sealed' && (liveBytes * 2 < fileBytes || aged));
    return thin ? [{ id, fileBytes, liveBytes }] : [];
  });
}

/** Moves up to 500 bodies to the active segment. @returns how many are left */
export function rewriteBodies(tx: Tx, dataFolder: string, segment: number): number {
  const rows = tx.sql.rows<{ id: number; offset: number; length: number }>(
    'SELECT id, offset, length FROM bodies WHERE segment = ? ORDER BY offset LIMIT ?',
    segment,
    STEP_BODIES,
  );
  const reader = new SegmentReader(dataFolder);
  try {
    let bytes = 0;
    for (const { id, offset, length } of rows) {
      if (bytes > 0 && bytes + length > STEP_BYTES) break;
      const place = tx.bodies.appendCopy(tx.sql, reader.read({ segment, offset, length }), tx.now);
      tx.sql.run('UPDATE bodies SET segment = ?, offset = ? WHERE id = ?', place.segment, place.offset, id);
      bytes += length;
    }
  } finally {
    reader.close();
  }
  return tx.sql.value<number>('SELECT COUNT(*) FROM bodies WHERE segment = ?', segment) ?? 0;
}

/** Forgets an empty segment. @returns whether its file may go */
export function removeSegment(tx: Tx, segment: number): boolean {
  return (
    tx.sql.run(
      "DELETE FROM segments WHERE id = ?1 AND state <> 'active' AND NOT EXISTS (SELECT 1 FROM bodies WHERE segment = ?1)",
      segment,
    ).changes === 1
  );
}
