/**
 * What a segment holds after an interruption: whole records from its start, then perhaps a torn tail. Rows decide what
 * counts; this tells how many octets after the last row's body are unfinished or were never acknowledged.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { bodyMatches, readRecordHeader, RECORD_HEADER_BYTES } from './record.ts';

export interface TailState {
  /** Octets of the file. */
  readonly sizeBytes: number;
  /** Records after `from` that verify: written, never acknowledged. */
  readonly wholeRecords: number;
  /** Octets at the end that are no whole record. */
  readonly tornBytes: number;
}

/** @param from octet at which the last acknowledged body ends */
export function inspectTail(path: string, from: number): TailState {
  const fd = openSync(path, 'r');
  try {
    const sizeBytes = fstatSync(fd).size;
    let at = Math.min(from, sizeBytes);
    let wholeRecords = 0;
    for (let next = recordEnd(fd, at, sizeBytes); next !== null; next = recordEnd(fd, at, sizeBytes)) {
      at = next;
      wholeRecords += 1;
    }
    return { sizeBytes, wholeRecords, tornBytes: sizeBytes - at };
  } finally {
    closeSync(fd);
  }
}

function recordEnd(fd: number, at: number, sizeBytes: number): number | null {
  const head = Buffer.allocUnsafe(RECORD_HEADER_BYTES);
  if (readSync(fd, head, 0, RECORD_HEADER_BYTES, at) < RECORD_HEADER_BYTES) return null;
  const header = readRecordHeader(head);
  if (header === null || at + RECORD_HEADER_BYTES + header.length > sizeBytes) return null;
  const body = Buffer.allocUnsafe(header.length);
  const got = readSync(fd, body, 0, header.length, at + RECORD_HEADER_BYTES);
  return got === header.length && bodyMatches(body, header.crc) ? at + RECORD_HEADER_BYTES + header.length : null;
}
