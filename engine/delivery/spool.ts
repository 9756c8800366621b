/**
 * Takes a body's bytes as they arrive: up to 4 MiB in memory, beyond that in a file beside the segments, hashed on the way
 * and synced (file and folder) before it counts as received. The store takes the file over by rename. RFC 5321 6.1
 */
import { createHash, type Hash } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Octets } from '../lib/octets.ts';
import { randomId } from '../lib/random-id.ts';
import { MailError } from '../model/errors.ts';
import { INLINE_BODY_LIMIT_BYTES, type BodyInput } from '../store/intake-store.ts';

export interface BodyCollector {
  readonly sizeBytes: number;
  /** Waits while the disk is behind. @throws MailError unavailable when the disk takes no more */
  write(piece: Uint8Array): Promise<void> | void;
  /** Durable for what went to a file. @throws MailError unavailable */
  finish(): Promise<BodyInput>;
  /** What was written, from the start; between `finish` and the store's taking it. */
  read(): Octets;
  /** Forgets everything, removes the file. Nothing to do after the store took it. */
  discard(): Promise<void>;
}

/** @param spoolFolder BodyStore.spoolFolder */
export function collectBody(spoolFolder: string, inlineLimitBytes = INLINE_BODY_LIMIT_BYTES): BodyCollector {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  let file: SpoolFile | null = null;
  let finished: BodyInput | null = null;

  const toFile = async (piece: Uint8Array): Promise<void> => {
    file ??= await SpoolFile.create(spoolFolder);
    for (const held of pieces.splice(0)) await file.append(held);
    await file.append(piece);
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    write(piece) {
      sizeBytes += piece.length;
      if (file === null && sizeBytes <= inlineLimitBytes) {
        pieces.push(piece);
        return;
      }
      return toFile(piece);
    },
    async finish() {
      if (file !== null) finished = await file.finish();
      else {
        const bytes = new Uint8Array(sizeBytes);
        let at = 0;
        for (const piece of pieces.splice(0)) {
          bytes.set(piece, at);
          at += piece.length;
        }
        finished = { kind: 'inline', bytes };
      }
      return finished;
    },
    read() {
      if (finished === null) throw new Error('a body is read after it is finished');
      return finished.kind === 'inline' ? finished.bytes : createReadStream(finished.path);
    },
    async discard() {
      pieces.length = 0;
      await file?.remove();
    },
  };
}

class SpoolFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #folder: string;
  readonly #hash: Hash = createHash('sha256');
  #sizeBytes = 0;
  #open = true;

  private constructor(folder: string, filePath: string, handle: FileHandle) {
    this.#folder = folder;
    this.#path = filePath;
    this.#handle = handle;
  }
  static async create(folder: string): Promise<SpoolFile> {
    const filePath = path.join(folder, `${randomId(20)}.body`);
    return new SpoolFile(folder, filePath, await diskWork(() => open(filePath, 'wx', 0o600)));
  }
  async append(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
    this.#sizeBytes += piece.length;
    for (let at = 0; at < piece.length;) {
      at += (await diskWork(() => this.#handle.write(piece, at, piece.length - at))).bytesWritten;
    }
  }
  async finish(): Promise<BodyInput> {
    await diskWork(() => this.#handle.sync());
    await this.#close();
    await diskWork(() => syncFolder(this.#folder));
    return { kind: 'spooled', path: this.#path, sizeBytes: this.#sizeBytes, sha256: this.#hash.digest('hex') };
  }
  async remove(): Promise<void> {
    await this.#close();
    try {
      await unlink(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // gone: the store has taken it
    }
  }
  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await diskWork(() => this.#handle.close());
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; there a rename is durable with the file system's own journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
/** A disk that is full or failing is told as `unavailable`: nothing was promised, the client tries again. */
async function diskWork<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new MailError(
      'unavailable',
      `the disk takes no mail: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`,
      { cause: error },
    );
  }
}
