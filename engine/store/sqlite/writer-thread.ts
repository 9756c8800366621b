/**
 * The writer thread: holds the data folder's lock and the only connection that writes. It takes one command, drains what
 * else waits, runs them as one group and tells changes and answers. When the disk refuses, it probes until it takes writes.
 */
import Database from 'better-sqlite3';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { BodyIntake } from './body-intake.ts';
import { DATABASE_FILE, emptySpool, LOCK_FILE, prepareDataFolder } from './data-folder.ts';
import { GroupCommit, type GroupResult } from './group-commit.ts';
import { openForWriting, type DatabaseFaults } from './open-database.ts';
import { Sql } from './sql.ts';
import { toWire, type Command, type FromThread, type ToThread } from './thread-messages.ts';
import type { CommitChange } from '../change-hub.ts';
import type { SyncFaults } from '../segments/segment-writer.ts';
import { MailError } from '../../model/errors.ts';

export interface WriterData {
  readonly dataFolder: string;
  readonly segmentBytes: number;
  readonly probeMs: number;
  readonly faults: DatabaseFaults & SyncFaults;
}
const GROUP_COMMANDS = 256;
const GROUP_BYTES = 32 * 1024 * 1024;
/** Longest wait of a group for more, when the one before was larger. */
const GATHER_MS = 2;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));
const PROBE_BYTES = 1024 * 1024;

/** An open exclusive transaction on lock.db: ends with the process, whatever happens to it. @throws MailError inUse */
function lock(dataFolder: string): Database.Database {
  const db = new Database(join(dataFolder, LOCK_FILE), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (cause) {
    db.close();
    if (!String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw cause;
    throw new MailError(
      'inUse',
      `Another Postane already works with the data folder ${dataFolder}. Stop it first, or choose another folder.`,
      { cause },
    );
  }
}

class Writer {
  readonly #port: MessagePort;
  readonly #data: WriterData;
  readonly #lock: Database.Database;
  readonly #sql: Sql;
  readonly #bodies: BodyIntake;
  readonly #group: GroupCommit;
  #lastGroup = 0;
  #probe: NodeJS.Timeout | null = null;

  constructor(port: MessagePort, data: WriterData) {
    this.#port = port;
    this.#data = data;
    prepareDataFolder(data.dataFolder);
    this.#lock = lock(data.dataFolder);
    emptySpool(data.dataFolder);
    this.#sql = new Sql(openForWriting(join(data.dataFolder, DATABASE_FILE), data.faults));
    this.#bodies = new BodyIntake(this.#sql, data.dataFolder, data.segmentBytes, data.faults);
    this.#group = new GroupCommit(this.#sql, this.#bodies);
    this.#tell({ kind: 'ready', value: this.#bodies.resume(this.#sql) });
    port.on('message', (message: ToThread) => this.#hear(message));
  }

  #tell(message: FromThread): void {
    this.#port.postMessage(message);
  }
  #hear(first: ToThread): void {
    let next: ToThread | undefined = first;
    while (next !== undefined) {
      if (next.kind === 'close') return this.#close();
      if (next.kind !== 'command') return;
      const { commands, after } = this.#gather(next);
      this.#answer(this.#group.run(commands));
      this.#lastGroup = commands.length;
      next = after;
    }
  }
  /** While many write, the disk is the bottleneck: a group waits a moment for those whose letters are nearly here. */
  #gather(first: Command): { commands: Command[]; after: ToThread | undefined } {
    const group = this.#drain(first);
    if (group.after !== undefined || group.commands.length >= this.#lastGroup) return group;
    Atomics.wait(PAUSE, 0, 0, GATHER_MS);
    const next = receiveMessageOnPort(this.#port) as { message: ToThread } | undefined;
    if (next === undefined) return group;
    if (next.message.kind !== 'command') return { ...group, after: next.message };
    const more = this.#drain(next.message);
    return { commands: [...group.commands, ...more.commands], after: more.after };
  }
  /** @returns the group, and the message that ended it when that was no command */
  #drain(first: Command): { commands: Command[]; after: ToThread | undefined } {
    const commands = [first];
    let { bytes } = first;
    while (commands.length < GROUP_COMMANDS && bytes < GROUP_BYTES) {
      const received = receiveMessageOnPort(this.#port) as { message: ToThread } | undefined;
      if (received === undefined) break;
      if (received.message.kind !== 'command') return { commands, after: received.message };
      commands.push(received.message);
      bytes += received.message.bytes;
    }
    return { commands, after: undefined };
  }
  #answer({ changes, answers, refusal, damagedBodies }: GroupResult): void {
    const told = [...changes];
    if (refusal !== null && this.#probe === null) {
      const damage = damagedBodies.length === 0 ? '' : ` Bodies ${damagedBodies.join(', ')} can no longer be read.`;
      told.push(writable(false, refusal + damage));
      this.#probe = setInterval(() => this.#tryDisk(), this.#data.probeMs);
    }
    this.#tell({ kind: 'group', changes: told, answers });
  }
  #tryDisk(): void {
    const path = join(this.#data.dataFolder, 'probe.tmp');
    try {
      const fd = openSync(path, 'w');
      try {
        for (let at = 0; at < PROBE_BYTES;)
          at += writeSync(fd, Buffer.alloc(PROBE_BYTES - at), 0, PROBE_BYTES - at, at);
        fdatasyncSync(fd);
      } finally {
        closeSync(fd);
        unlinkSync(path);
      }
    } catch (error) {
      // Still refused: the next probe asks again, and the state already told stands.
      if ((error as { code?: unknown }).code === undefined) throw error;
      return;
    }
    if (this.#probe !== null) clearInterval(this.#probe);
    this.#probe = null;
    this.#tell({ kind: 'group', changes: [writable(true, '')], answers: [] });
  }
  #close(): void {
    if (this.#probe !== null) clearInterval(this.#probe);
    this.#bodies.close();
    this.#sql.db.pragma('wal_checkpoint(TRUNCATE)');
    this.#sql.db.close();
    this.#lock.exec('ROLLBACK');
    this.#lock.close();
    this.#port.close();
  }
}

function writable(isWritable: boolean, reason: string): CommitChange {
  return { scope: 'store', change: { kind: 'writable', writable: isWritable, reason } };
}

const port = parentPort;
if (port === null) throw new Error('writer-thread.ts runs as a thread only');
try {
  new Writer(port, workerData as WriterData);
} catch (error) {
  port.postMessage({ kind: 'refused', error: toWire(error) } satisfies FromThread);
}
