/**
 * DEFLATE between us and one client: what goes out is flushed with every write, what comes in is taken up only as fast as
 * commands are read, so that little input cannot become much memory. RFC 4978, RFC 1951
 */
import type { Readable } from 'node:stream';
import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw } from 'node:zlib';

/**
 * Out: a window of 8 KiB and a hash of level 6 cost (1 << 15) + (1 << 15) = 64 KiB a session, where zlib's defaults cost
 * 256 KiB and gain little on answers that are short and alike. In: RFC 1951 lets a client use the whole 32 KiB window, so
 * that is what the inflater keeps. About 105 KiB a session in all, by zlib's own formula.
 */
const OUT = { windowBits: 13, memLevel: 6, level: 6 } as const;
/** Octets of input inflated ahead of their reader, at most. */
const AHEAD_BYTES = 16 * 1024;

export class Compression {
  /** What the client says, inflated; read it instead of the socket. It fails when the client sends no DEFLATE. */
  readonly incoming: Readable;
  readonly #source: Readable;
  readonly #deflate: DeflateRaw = createDeflateRaw(OUT);
  #made: Buffer[] = [];

  constructor(source: Readable) {
    const inflate = createInflateRaw({ chunkSize: AHEAD_BYTES });
    this.#source = source;
    this.incoming = source.pipe(inflate);
    this.#deflate.on('data', (chunk: Buffer) => this.#made.push(chunk));
  }

  /** The octets deflated, whole: the client can inflate all of them. One at a time. */
  async deflate(octets: Uint8Array): Promise<Uint8Array> {
    await new Promise<void>((resolve, reject) => {
      const fail = (error?: Error): void => reject(error ?? new Error('DEFLATE was ended'));
      const done = (): void => {
        this.#deflate.off('error', fail).off('close', fail);
        resolve();
      };
      this.#deflate.once('error', fail).once('close', fail);
      this.#deflate.write(octets);
      this.#deflate.flush(constants.Z_SYNC_FLUSH, done);
    });
    const made = Buffer.concat(this.#made);
    this.#made = [];
    return made;
  }

  close(): void {
    this.#source.unpipe();
    this.incoming.destroy();
    this.#deflate.destroy();
  }
}
