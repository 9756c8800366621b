/** Reading bodies by range. Bodies are immutable; what is open is never deleted or moved away from its reader. */
import type { BodyId } from '../model/ids.ts';

export interface BodyReader {
  readonly sizeBytes: number;
  /** Bytes [start, end) as one buffer; at most 1 MiB at a time. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Bytes [start, end) in pieces of at most 64 KiB, each read only when the last was taken. */
  stream(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Gives the body free for compaction. Must be called, also after an error. */
  close(): void;
}
export interface BodyStore {
  /** Folder for large bodies on their way in: same file system as the segments. */
  readonly spoolFolder: string;
  /** @throws MailError nonexistent */
  open(id: BodyId): Promise<BodyReader>;
}
