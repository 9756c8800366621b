/** The store's check of itself. Truth is the messages and queue entries; counters and references follow from them. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { DELETED, SEEN } from './message-rows.ts';
import type { Sql } from '../sql.ts';
import type { IntegrityFinding, IntegrityReport } from '../../integrity-store.ts';
import { segmentIdsOnDisk, segmentName, segmentPath } from '../../segments/segment-files.ts';
import type { SegmentReader } from '../../segments/segment-reader.ts';

type Finding = IntegrityFinding;
interface Check {
  readonly sql: Sql;
  readonly repair: boolean;
  readonly dataFolder: string;
  readonly findings: Finding[];
}

/** @param repair mends counters and references; needs the writer's connection */
export function checkStore({ sql }: { readonly sql: Sql }, repair: boolean, dataFolder: string): IntegrityReport {
  const check: Check = { sql, repair, dataFolder, findings: [] };
  const damage = sql.value<string>('PRAGMA quick_check(1)') ?? 'ok';
  if (damage !== 'ok') check.findings.push({ code: 'databaseDamaged', detail: damage, repaired: false });
  checkCounts(check);
  checkViewers(check);
  checkUids(check);
  checkBodiesThere(check);
  checkReferences(check);
  checkQuota(check);
  checkSegments(check);
  const count = (text: string): number => sql.value<number>(text) ?? 0;
  return {
    mailboxes: count('SELECT COUNT(*) FROM mailboxes'),
    messages: count('SELECT COUNT(*) FROM messages'),
    bodies: count('SELECT COUNT(*) FROM bodies'),
    bodyBytes: count('SELECT COALESCE(SUM(length), 0) FROM bodies'),
    findings: check.findings,
  };
}

function note(check: Check, code: Finding['code'], detail: string, mend: (() => void) | null): void {
  if (check.repair) mend?.();
  check.findings.push({ code, detail, repaired: check.repair && mend !== null });
}

function checkCounts(check: Check): void {
  const wrong = check.sql.rows<Record<string, number> & { name: string }>(
    `SELECT b.id, b.name, b.messages, b.unseen, b.deleted, b.bytes, c.messages AS realMessages, c.unseen AS realUnseen,
       c.deleted AS realDeleted, c.bytes AS realBytes
     FROM mailboxes b JOIN (
       SELECT x.id, COUNT(m.uid) AS messages, COALESCE(SUM(m.system & ${SEEN} = 0), 0) AS unseen,
         COALESCE(SUM(m.system & ${DELETED} <> 0), 0) AS deleted, COALESCE(SUM(m.sizeBytes), 0) AS bytes
       FROM mailboxes x LEFT JOIN messages m ON m.mailboxId = x.id GROUP BY x.id) c ON c.id = b.id
     WHERE (b.messages, b.unseen, b.deleted, b.bytes) <> (c.messages, c.unseen, c.deleted, c.bytes)`,
  );
  for (const row of wrong) {
    const detail = `mailbox ${row['id']} (${row.name}): ${row['messages']} messages, ${row['unseen']} unseen, ${row['deleted']} deleted, ${row['bytes']} octets noted; there are ${row['realMessages']}, ${row['realUnseen']}, ${row['realDeleted']}, ${row['realBytes']}`;
    note(check, 'countsWrong', detail, () =>
      check.sql.run(
        'UPDATE mailboxes SET messages = ?, unseen = ?, deleted = ?, bytes = ? WHERE id = ?',
        row['realMessages'] ?? 0,
        row['realUnseen'] ?? 0,
        row['realDeleted'] ?? 0,
        row['realBytes'] ?? 0,
        row['id'] ?? 0,
      ),
    );
  }
}

function checkViewers(check: Check): void {
  const wrong = check.sql.rows<{ mailboxId: number; accountId: number; noted: number; real: number }>(
    `SELECT v.mailboxId, v.accountId, v.unseenDelta AS noted, COALESCE((
       SELECT SUM((m.system & ${SEEN} <> 0) - p.seen) FROM privateSeen p JOIN messages m ON m.mailboxId = p.mailboxId AND m.uid = p.uid
       WHERE p.mailboxId = v.mailboxId AND p.accountId = v.accountId), 0) AS real
     FROM viewers v WHERE noted <> real`,
  );
  for (const { mailboxId, accountId, noted, real } of wrong) {
    note(
      check,
      'countsWrong',
      `mailbox ${mailboxId}: unseen of account ${accountId} differs by ${noted} from all others' noted, by ${real} in truth`,
      () =>
        check.sql.run(
          'UPDATE viewers SET unseenDelta = ? WHERE mailboxId = ? AND accountId = ?',
          real,
          mailboxId,
          accountId,
        ),
    );
  }
}

function checkUids(check: Check): void {
  const wrong = check.sql.rows<{ id: number; name: string; uidNext: number; highest: number }>(
    `SELECT b.id, b.name, b.uidNext, MAX(m.uid) AS highest FROM mailboxes b JOIN messages m ON m.mailboxId = b.id
     GROUP BY b.id HAVING highest >= b.uidNext`,
  );
  for (const { id, name, uidNext, highest } of wrong) {
    note(check, 'uidNextTooLow', `mailbox ${id} (${name}): next uid ${uidNext}, highest given ${highest}`, () =>
      check.sql.run('UPDATE mailboxes SET uidNext = ? WHERE id = ?', highest + 1, id),
    );
  }
}

function checkBodiesThere(check: Check): void {
  for (const { mailboxId, uid, bodyId } of check.sql.rows<{ mailboxId: number; uid: number; bodyId: number }>(
    'SELECT mailboxId, uid, bodyId FROM messages WHERE bodyId NOT IN (SELECT id FROM bodies)',
  )) {
    note(
      check,
      'bodyMissing',
      `message ${uid} of mailbox ${mailboxId} refers to body ${bodyId}, which is not there`,
      null,
    );
  }
  for (const { id, bodyId } of check.sql.rows<{ id: number; bodyId: number }>(
    "SELECT id, bodyId FROM queue WHERE state IN ('scheduled', 'delivering', 'held') AND bodyId NOT IN (SELECT id FROM bodies)",
  )) {
    note(check, 'queueBodyMissing', `queue entry ${id} refers to body ${bodyId}, which is not there`, null);
  }
}

function checkReferences(check: Check): void {
  const sources = [
    [
      'bodies',
      'bodyId',
      "SELECT bodyId AS id FROM messages UNION ALL SELECT bodyId FROM queue WHERE state IN ('scheduled', 'delivering', 'held')",
    ],
    [
      'prefixes',
      'prefixId',
      'SELECT prefixId AS id FROM messages WHERE prefixId IS NOT NULL UNION ALL SELECT prefixId FROM queue WHERE prefixId IS NOT NULL',
    ],
  ] as const;
  for (const [table, , uses] of sources) {
    const wrong = check.sql.rows<{ id: number; refs: number; real: number }>(
      `WITH used AS (SELECT id, COUNT(*) AS real FROM (${uses}) GROUP BY id)
       SELECT t.id, t.refs, COALESCE(u.real, 0) AS real FROM ${table} t LEFT JOIN used u ON u.id = t.id WHERE t.refs <> COALESCE(u.real, 0)`,
    );
    for (const { id, refs, real } of wrong) {
      note(check, 'referencesWrong', `${table} ${id}: ${refs} references noted, ${real} found`, () =>
        real === 0
          ? check.sql.run(`DELETE FROM ${table} WHERE id = ?`, id)
          : check.sql.run(`UPDATE ${table} SET refs = ? WHERE id = ?`, real, id),
      );
    }
  }
}

function checkQuota(check: Check): void {
  const wrong = check.sql.rows<{ id: number; usedBytes: number; real: number }>(
    `SELECT a.id, a.usedBytes, COALESCE(SUM(m.sizeBytes), 0) AS real FROM accounts a LEFT JOIN mailboxes b ON b.ownerId = a.id
     LEFT JOIN messages m ON m.mailboxId = b.id GROUP BY a.id HAVING real <> a.usedBytes`,
  );
  for (const { id, usedBytes, real } of wrong) {
    note(check, 'quotaWrong', `account ${id}: ${usedBytes} octets noted, ${real} used`, () =>
      check.sql.run('UPDATE accounts SET usedBytes = ? WHERE id = ?', real, id),
    );
  }
}

function checkSegments(check: Check): void {
  const rows = check.sql.rows<{ id: number; end: number | null }>(
    'SELECT s.id, MAX(b.offset + b.length) AS end FROM segments s LEFT JOIN bodies b ON b.segment = s.id GROUP BY s.id',
  );
  for (const { id, end } of rows) {
    const path = segmentPath(check.dataFolder, id);
    const size = existsSync(path) ? statSync(path).size : -1;
    if (end === null || size >= end) continue;
    const state = size < 0 ? 'is missing' : `ends at ${size}, bodies reach to ${end}`;
    note(check, 'segmentMissing', `${segmentName(id)} ${state}`, null);
  }
  const newest = Math.max(0, ...rows.map(({ id }) => id));
  const known = new Set(rows.map(({ id }) => id));
  for (const id of segmentIdsOnDisk(check.dataFolder)) {
    // A younger file may belong to a group that is being committed right now.
    if (known.has(id) || id > newest) continue;
    note(check, 'orphanSegment', `${segmentName(id)} is not in the database`, () =>
      check.sql.run("INSERT INTO segments (id, state, createdAt) VALUES (?, 'sealed', 0)", id),
    );
  }
}

/** Reads and hashes every body; slow. */
export function hashBodies(sql: Sql, segments: SegmentReader): Finding[] {
  const findings: Finding[] = [];
  let after = 0;
  for (;;) {
    const rows = sql.rows<{ id: number; segment: number; offset: number; length: number; sha256: Buffer }>(
      'SELECT id, segment, offset, length, sha256 FROM bodies WHERE id > ? ORDER BY id LIMIT 500',
      after,
    );
    for (const row of rows) {
      after = row.id;
      const problem = bodyProblem(segments, row);
      if (problem !== null)
        findings.push({
          code: 'bodyDamaged',
          detail: `body ${row.id} in ${segmentName(row.segment)}: ${problem}`,
          repaired: false,
        });
    }
    if (rows.length === 0) return findings;
  }
}
function bodyProblem(
  segments: SegmentReader,
  row: { segment: number; offset: number; length: number; sha256: Buffer },
): string | null {
  try {
    if (!segments.verify(row)) return 'its record does not verify';
    const hash = createHash('sha256');
    for (let at = 0; at < row.length; at += 1 << 20)
      hash.update(segments.read(row, at, Math.min(row.length, at + (1 << 20))));
    return hash.digest().equals(row.sha256) ? null : 'its octets are not those that were stored';
  } catch (error) {
    return `it cannot be read (${(error as Error).message})`;
  }
}
