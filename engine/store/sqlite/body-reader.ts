/**
 * Bodies for the servers: opened by id, read by range from the segment file. Open files are shared and counted; a segment
 * with readers is not removed. File reads wait in the system's pool, never on the event loop.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyLocation } from './read-ops.ts';
import type { ReaderPool } from './thread-pool.ts';
import type { BodyReader, BodyStore } from '../body-store.ts';
import { SPOOL_FOLDER, segmentPath } from '../segments/segment-files.ts';
import { MailError } from '../../model/errors.ts';
import type { BodyId } from '../../model/ids.ts';

const READ_LIMIT_BYTES = 1024 * 1024;
const PIECE_BYTES = 64 * 1024;

interface LookUp {
  readonly ids: BodyId[];
  readonly answer: Promise<readonly (BodyLocation | null)[]>;
}
interface SharedFile {
  readonly handle: Promise<FileHandle>;
  readers: number;
}

export class SegmentBodies implements BodyStore {
  readonly spoolFolder: string;
  readonly #dataFolder: string;
  readonly #readers: ReaderPool;
  readonly #files = new Map<number, SharedFile>();
  #lookUp: LookUp | null = null;

  constructor(dataFolder: string, readers: ReaderPool) {
    this.#dataFolder = dataFolder;
    this.#readers = readers;
    this.spoolFolder = join(dataFolder, SPOOL_FOLDER);
  }

  async open(id: BodyId): Promise<BodyReader> {
    const first = await this.#locate(id);
    try {
      return await this.#openAt(first);
    } catch (error) {
      // Compaction moved it between look-up and opening: its row knows where to.
      if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
      return this.#openAt(await this.#locate(id));
    }
  }
  /** True while somebody reads from the segment. */
  isRead(segment: number): boolean {
    return this.#files.has(segment);
  }
  async close(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    for (const { handle } of files) await (await handle).close();
  }

  /** Bodies asked for at the same moment are looked up in one question. */
  async #locate(id: BodyId): Promise<BodyLocation> {
    this.#lookUp ??= this.#startLookUp();
    const at = this.#lookUp.ids.push(id) - 1;
    const location = (await this.#lookUp.answer)[at] ?? null;
    if (location === null) throw new MailError('nonexistent', 'That message is gone.');
    return location;
  }
  #startLookUp(): LookUp {
    const ids: BodyId[] = [];
    const answer = Promise.resolve().then(async () => {
      this.#lookUp = null;
      return (await this.#readers.call('locateBodies', [ids])) as readonly (BodyLocation | null)[];
    });
    return { ids, answer };
  }
  async #openAt(place: BodyLocation): Promise<BodyReader> {
    const file = this.#files.get(place.segment) ?? {
      handle: open(segmentPath(this.#dataFolder, place.segment), 'r'),
      readers: 0,
    };
    this.#files.set(place.segment, file);
    file.readers += 1;
    try {
      return new OpenBody(await file.handle, place, () => this.#give(place.segment, file));
    } catch (error) {
      if (this.#files.get(place.segment) === file) this.#files.delete(place.segment);
      throw error;
    }
  }
  #give(segment: number, file: SharedFile): void {
    file.readers -= 1;
    if (file.readers > 0 || this.#files.get(segment) !== file) return;
    this.#files.delete(segment);
    void file.handle.then((handle) => handle.close());
  }
}

class OpenBody implements BodyReader {
  readonly sizeBytes: number;
  readonly #handle: FileHandle;
  readonly #place: BodyLocation;
  #give: (() => void) | null;

  constructor(handle: FileHandle, place: BodyLocation, give: () => void) {
    this.sizeBytes = place.length;
    this.#handle = handle;
    this.#place = place;
    this.#give = give;
  }
  async read(start: number, end: number): Promise<Uint8Array> {
    if (this.#give === null) throw new Error('the body was closed');
    const from = Math.max(0, Math.min(start, this.sizeBytes));
    const length = Math.max(0, Math.min(end, this.sizeBytes) - from);
    if (length > READ_LIMIT_BYTES) throw new RangeError(`at most ${READ_LIMIT_BYTES} octets are read at a time`);
    const out = Buffer.allocUnsafeSlow(length);
    for (let at = 0; at < length;) {
      const { bytesRead } = await this.#handle.read(out, at, length - at, this.#place.offset + from + at);
      if (bytesRead === 0)
        throw new MailError('unavailable', 'The stored message ends too early; run the store check.');
      at += bytesRead;
    }
    return out;
  }
  async *stream(start = 0, end = this.sizeBytes): AsyncIterable<Uint8Array> {
    const last = Math.min(end, this.sizeBytes);
    for (let at = Math.max(0, start); at < last; at += PIECE_BYTES)
      yield await this.read(at, Math.min(last, at + PIECE_BYTES));
  }
  close(): void {
    this.#give?.();
    this.#give = null;
  }
}
