/**
 * One body in a segment: a header of 16 octets, then the body. All numbers are little endian.
 *   0 magic "PSTB"   4 length of the body   8 CRC-32 of the body   12 CRC-32 of octets 0 to 11
 * Length and checksums make a torn tail visible: what does not verify was never acknowledged.
 */
import { crc32 } from 'node:zlib';

export const RECORD_HEADER_BYTES = 16;
const MAGIC = 0x42545350;

export function recordHeader(body: Uint8Array): Buffer {
  const header = Buffer.allocUnsafe(RECORD_HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(body.byteLength, 4);
  header.writeUInt32LE(crc32(body), 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return header;
}

/** @returns length and checksum of the body that follows; null when these octets are no record header */
export function readRecordHeader(header: Uint8Array): { readonly length: number; readonly crc: number } | null {
  if (header.byteLength < RECORD_HEADER_BYTES) return null;
  const view = Buffer.from(header.buffer, header.byteOffset, RECORD_HEADER_BYTES);
  if (view.readUInt32LE(0) !== MAGIC || view.readUInt32LE(12) !== crc32(view.subarray(0, 12))) return null;
  return { length: view.readUInt32LE(4), crc: view.readUInt32LE(8) };
}

export function bodyMatches(body: Uint8Array, crc: number): boolean {
  return crc32(body) === crc;
}
