/**
 * The active segment: bodies are collected in memory, written and synced once per group. What was written before a
 * failed commit is never overwritten in place after a failed sync: the file is abandoned.
 */
import { closeSync, fdatasyncSync, ftruncateSync, openSync, writevSync } from 'node:fs';
import { dirname } from 'node:path';
import { RECORD_HEADER_BYTES, recordHeader } from './record.ts';
import { syncFolder } from './segment-files.ts';

/** Syncs that a test leaves out on purpose, to prove that the power-cut test sees it. */
export interface SyncFaults {
  readonly skipSegmentSync?: boolean | undefined;
  readonly skipFolderSync?: boolean | undefined;
}
export interface PendingMark {
  readonly pieces: number;
  readonly bytes: number;
}
/** Buffers per system call: the smallest limit among the systems we run on. */
const PIECES_PER_WRITE = 512;

export class SegmentWriter {
  readonly id: number;
  readonly #fd: number;
  readonly #faults: SyncFaults;
  #committedEnd: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  /**
   * Without `end`: makes the file and its durable name. With it: goes on after the octet where committed bodies end;
   * what lies behind it was never acknowledged and is cut off.
   * @throws when the file exists (is missing), or the disk refuses
   */
  constructor(id: number, path: string, faults: SyncFaults = {}, end?: number) {
    this.id = id;
    this.#faults = faults;
    this.#committedEnd = end ?? 0;
    this.#fd = openSync(path, end === undefined ? 'wx' : 'r+', 0o600);
    if (end !== undefined) ftruncateSync(this.#fd, end);
    else if (faults.skipFolderSync !== true) syncFolder(dirname(path));
  }

  /** Octet at which committed bodies end. */
  get committedEnd(): number {
    return this.#committedEnd;
  }
  /** Adds a body to the group. @returns offset of its first octet */
  append(body: Uint8Array): number {
    const offset = this.#committedEnd + this.#pendingBytes + RECORD_HEADER_BYTES;
    this.#pending.push(recordHeader(body), body);
    this.#pendingBytes += RECORD_HEADER_BYTES + body.byteLength;
    return offset;
  }
  mark(): PendingMark {
    return { pieces: this.#pending.length, bytes: this.#pendingBytes };
  }
  /** Forgets what a failed command added. */
  rollbackTo(mark: PendingMark): void {
    this.#pending.length = mark.pieces;
    this.#pendingBytes = mark.bytes;
  }
  /** Writes the group's bodies. @throws the system's error; then `undo` */
  write(): void {
    let at = this.#committedEnd;
    for (let first = 0; first < this.#pending.length; first += PIECES_PER_WRITE) {
      at = this.#writeAll(this.#pending.slice(first, first + PIECES_PER_WRITE), at);
    }
  }
  /** @throws when the disk does not confirm; the file is then to be abandoned */
  sync(): void {
    if (this.#pendingBytes > 0 && this.#faults.skipSegmentSync !== true) fdatasyncSync(this.#fd);
  }
  /** The rows of the group are durable. */
  commit(): void {
    this.#committedEnd += this.#pendingBytes;
    this.#forget();
  }
  /** Takes a group back whose write failed before any sync: the tail is cut off, the file goes on. */
  undo(): void {
    this.#forget();
    ftruncateSync(this.#fd, this.#committedEnd);
  }
  close(): void {
    this.#forget();
    closeSync(this.#fd);
  }

  #forget(): void {
    this.#pending = [];
    this.#pendingBytes = 0;
  }
  #writeAll(pieces: readonly Uint8Array[], position: number): number {
    let rest = pieces.filter((piece) => piece.byteLength > 0);
    let at = position;
    while (rest.length > 0) {
      const written = writevSync(this.#fd, rest, at);
      at += written;
      rest = withoutFirst(rest, written);
    }
    return at;
  }
}

function withoutFirst(pieces: readonly Uint8Array[], octets: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = octets;
  for (const piece of pieces) {
    if (skip >= piece.byteLength) skip -= piece.byteLength;
    else {
      rest.push(skip === 0 ? piece : piece.subarray(skip));
      skip = 0;
    }
  }
  return rest;
}
