/**
 * Bodies on the writer thread: into the active segment or, large, as a segment of their own by rename. Rows are made in
 * the command's transaction; octets and names are made durable once per group, before COMMIT.
 */
import { hash } from 'node:crypto';
import { existsSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sql } from './sql.ts';
import { inlineBodyFacts, KEPT_HEADER_BYTES, type BodyFacts } from '../body-facts.ts';
import { inspectTail } from '../segments/recovery.ts';
import { SEGMENT_FOLDER, segmentIdsOnDisk, segmentName, segmentPath, syncFolder } from '../segments/segment-files.ts';
import { SegmentReader } from '../segments/segment-reader.ts';
import { SegmentWriter, type PendingMark, type SyncFaults } from '../segments/segment-writer.ts';
import type { BodyId, UnixMs } from '../../model/ids.ts';

/** A body as it reaches the writer: a spooled one was indexed on a reader thread before. */
export type PreparedBody =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'spooled';
      readonly path: string;
      readonly sizeBytes: number;
      readonly sha256: string;
      readonly facts: BodyFacts;
      readonly header: Uint8Array;
    };

export interface StoredBody {
  readonly id: BodyId;
  readonly sizeBytes: number;
  readonly facts: BodyFacts;
  readonly header: Uint8Array;
}
export interface RecoveredTail {
  readonly segment: string;
  readonly ignoredBytes: number;
}
export interface IntakeMark {
  readonly segment: PendingMark;
  readonly hasRow: boolean;
  readonly moves: number;
}
const NOTHING_PENDING: PendingMark = { pieces: 0, bytes: 0 };
interface Move {
  readonly from: string;
  readonly to: string;
}

export class BodyIntake {
  readonly #dataFolder: string;
  readonly #segmentBytes: number;
  readonly #faults: SyncFaults;
  #active: SegmentWriter | null = null;
  #activeHasRow = false;
  #toSeal: number[] = [];
  #moves: Move[] = [];
  #moved: Move[] = [];
  #nextId: number;

  /** @param segmentBytes size at which a segment is sealed */
  constructor(sql: Sql, dataFolder: string, segmentBytes: number, faults: SyncFaults = {}) {
    this.#dataFolder = dataFolder;
    this.#segmentBytes = segmentBytes;
    this.#faults = faults;
    const lastRow = sql.value<number>('SELECT COALESCE(MAX(id), 0) FROM segments') ?? 0;
    this.#nextId = Math.max(lastRow, ...segmentIdsOnDisk(dataFolder)) + 1;
  }

  /** Goes on with the segment that was active before. @returns tails left by an interruption */
  resume(sql: Sql): RecoveredTail[] {
    const tails: RecoveredTail[] = [];
    adoptUnknown(sql, this.#dataFolder);
    for (const { id } of sql.rows<{ id: number }>("SELECT id FROM segments WHERE state = 'active' ORDER BY id")) {
      const path = segmentPath(this.#dataFolder, id);
      const end = sql.value<number>('SELECT COALESCE(MAX(offset + length), 0) FROM bodies WHERE segment = ?', id) ?? 0;
      if (!existsSync(path) || statSync(path).size < end || this.#active !== null) {
        this.#toSeal.push(id);
        continue;
      }
      const { sizeBytes } = inspectTail(path, end);
      if (sizeBytes > end) tails.push({ segment: segmentName(id), ignoredBytes: sizeBytes - end });
      this.#active = new SegmentWriter(id, path, this.#faults, end);
      this.#activeHasRow = true;
    }
    return tails;
  }

  get activeId(): number | null {
    return this.#active?.id ?? null;
  }

  /** Adds body, row and index inside the command's transaction. */
  add(sql: Sql, body: PreparedBody, refs: number, now: UnixMs): StoredBody {
    if (body.kind === 'spooled') return this.#addSpooled(sql, body, refs, now);
    const segment = this.#activeSegment(sql, now);
    const facts = inlineBodyFacts(body.bytes);
    const offset = segment.append(body.bytes);
    const sha256 = hash('sha256', body.bytes, 'buffer');
    const id = insertBody(sql, { segment: segment.id, offset, length: body.bytes.byteLength, sha256, refs });
    insertFacts(sql, id, facts);
    const header = body.bytes.subarray(0, facts.headerBytes);
    insertHeader(sql, id, header, facts.headerBytes);
    return { id, sizeBytes: body.bytes.byteLength, facts, header };
  }

  /** Appends a body that has its row already. */
  appendCopy(sql: Sql, bytes: Uint8Array, now: UnixMs): { readonly segment: number; readonly offset: number } {
    const segment = this.#activeSegment(sql, now);
    return { segment: segment.id, offset: segment.append(bytes) };
  }

  mark(): IntakeMark {
    return { segment: this.#active?.mark() ?? NOTHING_PENDING, hasRow: this.#activeHasRow, moves: this.#moves.length };
  }
  /** Forgets what a failed command added; its spool files are removed. */
  rollbackTo(mark: IntakeMark): void {
    this.#active?.rollbackTo(mark.segment);
    this.#activeHasRow = mark.hasRow;
    for (const { from } of this.#moves.splice(mark.moves)) removeIfThere(from);
  }

  /** Writes the group's octets. @throws the system's error; nothing of the group is durable then */
  write(): void {
    if (this.#moves.length > 0) {
      for (const move of this.#moves.splice(0)) {
        renameSync(move.from, move.to);
        this.#moved.push(move);
      }
      const segments = join(this.#dataFolder, SEGMENT_FOLDER);
      if (this.#faults.skipFolderSync !== true) syncFolder(segments);
    }
    this.#active?.write();
  }
  /** @throws when the disk does not confirm: the segment must then be abandoned */
  sync(): void {
    this.#active?.sync();
  }
  /** The group's rows are durable. */
  commit(): void {
    this.#moved = [];
    this.#toSeal = [];
    const active = this.#active;
    if (active === null) return;
    active.commit();
    if (active.committedEnd < this.#segmentBytes) return;
    this.#retire(active);
  }
  /** Takes the group back after a failure before any sync. @throws when the tail cannot be cut off */
  undo(): void {
    this.#dropMoves();
    this.#active?.undo();
    this.#activeHasRow = this.#activeHasRow && (this.#active?.committedEnd ?? 0) > 0;
  }
  /** Never writes to the active segment again. @returns ids of its last bodies that do not verify */
  abandon(sql: Sql): number[] {
    this.#dropMoves();
    const active = this.#active;
    if (active === null) return [];
    this.#retire(active);
    return damagedTail(sql, this.#dataFolder, active.id);
  }
  close(): void {
    this.#active?.close();
    this.#active = null;
  }

  #retire(segment: SegmentWriter): void {
    segment.close();
    this.#toSeal.push(segment.id);
    this.#active = null;
    this.#activeHasRow = false;
  }
  #dropMoves(): void {
    for (const { from } of this.#moves.splice(0)) removeIfThere(from);
    for (const { to } of this.#moved.splice(0)) removeIfThere(to);
  }
  #activeSegment(sql: Sql, now: UnixMs): SegmentWriter {
    for (const id of this.#toSeal) sql.run("UPDATE segments SET state = 'sealed' WHERE id = ?", id);
    if (this.#active === null) {
      const id = this.#nextId++;
      this.#active = new SegmentWriter(id, segmentPath(this.#dataFolder, id), this.#faults);
    }
    if (!this.#activeHasRow) {
      sql.run("INSERT OR IGNORE INTO segments (id, state, createdAt) VALUES (?, 'active', ?)", this.#active.id, now);
      this.#activeHasRow = true;
    }
    return this.#active;
  }
  #addSpooled(sql: Sql, body: PreparedBody & { kind: 'spooled' }, refs: number, now: UnixMs): StoredBody {
    const segment = this.#nextId++;
    this.#moves.push({ from: body.path, to: segmentPath(this.#dataFolder, segment) });
    sql.run("INSERT INTO segments (id, state, createdAt) VALUES (?, 'single', ?)", segment, now);
    const sha256 = Buffer.from(body.sha256, 'hex');
    const id = insertBody(sql, { segment, offset: 0, length: body.sizeBytes, sha256, refs });
    insertFacts(sql, id, body.facts);
    insertHeader(sql, id, body.header, body.facts.headerBytes);
    return { id, sizeBytes: body.sizeBytes, facts: body.facts, header: body.header };
  }
}

/** Files that an unfinished group left behind get a row, so that compaction removes them. */
function adoptUnknown(sql: Sql, dataFolder: string): void {
  const known = new Set(sql.rows<{ id: number }>('SELECT id FROM segments').map(({ id }) => id));
  for (const id of segmentIdsOnDisk(dataFolder).filter((id) => !known.has(id))) {
    const createdAt = Math.floor(statSync(segmentPath(dataFolder, id)).mtimeMs);
    sql.run("INSERT INTO segments (id, state, createdAt) VALUES (?, 'sealed', ?)", id, createdAt);
  }
}

function insertBody(
  sql: Sql,
  row: { segment: number; offset: number; length: number; sha256: Uint8Array; refs: number },
): BodyId {
  const done = sql.run(
    'INSERT INTO bodies (segment, offset, length, sha256, refs) VALUES (?, ?, ?, ?, ?)',
    row.segment,
    row.offset,
    row.length,
    row.sha256,
    row.refs,
  );
  return done.id as BodyId;
}
function insertFacts(sql: Sql, id: BodyId, f: BodyFacts): void {
  sql.run(
    `INSERT INTO bodyIndexes (bodyId, envelope, body, bodyStructure, mimeIndex, subject, sender, recipients, cc, bcc, messageId,
       inReplyTo, "references", sentAt, sentDay, preview, hasAttachment, headerBytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    f.envelope,
    f.body,
    f.bodyStructure,
    f.mimeIndex,
    f.subject,
    f.from,
    f.to,
    f.cc,
    f.bcc,
    f.messageId,
    f.inReplyTo,
    f.references.join(' '),
    f.sentAt,
    f.sentDay,
    f.preview,
    f.hasAttachment ? 1 : 0,
    f.headerBytes,
  );
}
function insertHeader(sql: Sql, id: BodyId, header: Uint8Array, headerBytes: number): void {
  if (headerBytes <= KEPT_HEADER_BYTES && header.byteLength === headerBytes)
    sql.run('INSERT INTO headers (bodyId, octets) VALUES (?, ?)', id, header);
}
function damagedTail(sql: Sql, dataFolder: string, segment: number): number[] {
  const reader = new SegmentReader(dataFolder);
  try {
    return sql
      .rows<{ id: number; offset: number; length: number }>(
        'SELECT id, offset, length FROM bodies WHERE segment = ? ORDER BY offset DESC LIMIT 256',
        segment,
      )
      .filter(({ offset, length }) => !reader.verify({ segment, offset, length }))
      .map(({ id }) => id);
  } finally {
    reader.close();
  }
}
function removeIfThere(path: string): void {
  if (existsSync(path) && dirname(path) !== path) unlinkSync(path);
}
