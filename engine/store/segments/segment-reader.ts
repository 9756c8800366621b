/** Reading bodies out of segments on a thread that may wait: search, indexing, checks, compaction. */
import { closeSync, openSync, readSync } from 'node:fs';
import { bodyMatches, readRecordHeader, RECORD_HEADER_BYTES } from './record.ts';
import { segmentPath } from './segment-files.ts';

export interface BodyPlace {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

export class SegmentReader {
  readonly #dataFolder: string;
  readonly #open = new Map<number, number>();
  readonly #limit: number;

  constructor(dataFolder: string, openFiles = 16) {
    this.#dataFolder = dataFolder;
    this.#limit = openFiles;
  }

  /** Octets [start, end) of a body. @throws ENOENT when the segment is gone, RangeError when it is too short */
  read(place: BodyPlace, start = 0, end = place.length): Buffer {
    const out = Buffer.allocUnsafe(Math.max(0, end - start));
    const fd = this.#fd(place.segment);
    for (let at = 0; at < out.byteLength;) {
      const got = readSync(fd, out, at, out.byteLength - at, place.offset + start + at);
      if (got === 0) throw new RangeError(`segment ${place.segment} ends before ${place.offset + end}`);
      at += got;
    }
    return out;
  }
  /** True when the record around the body is whole. A body that is a file of its own (offset 0) has no record. */
  verify(place: BodyPlace): boolean {
    if (place.offset === 0) return true;
    const whole = {
      segment: place.segment,
      offset: place.offset - RECORD_HEADER_BYTES,
      length: place.length + RECORD_HEADER_BYTES,
    };
    const bytes = this.read(whole);
    const header = readRecordHeader(bytes);
    return (
      header !== null && header.length === place.length && bodyMatches(bytes.subarray(RECORD_HEADER_BYTES), header.crc)
    );
  }
  /** Closes a file, e.g. before it is removed. */
  forget(segment: number): void {
    const fd = this.#open.get(segment);
    if (fd === undefined) return;
    this.#open.delete(segment);
    closeSync(fd);
  }
  close(): void {
    for (const segment of [...this.#open.keys()]) this.forget(segment);
  }

  #fd(segment: number): number {
    const known = this.#open.get(segment);
    if (known !== undefined) return known;
    const fd = openSync(segmentPath(this.#dataFolder, segment), 'r');
    this.#open.set(segment, fd);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > this.#limit && oldest !== undefined) this.forget(oldest);
    return fd;
  }
}

/** A file's octets in pieces of 256 KiB; each piece is valid until the next is asked for. */
export function* filePieces(path: string): Generator<Uint8Array> {
  const fd = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  try {
    for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) yield buffer.subarray(0, got);
  } finally {
    closeSync(fd);
  }
}
