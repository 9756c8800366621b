/** Bodies on their way to the writer: inline ones get a buffer of their own to hand over, spooled ones are indexed on a reader. */
import { rm } from 'node:fs/promises';
import type { PreparedBody } from './body-intake.ts';
import type { ReaderPool } from './thread-pool.ts';
import type { BodyInput } from '../intake-store.ts';
import { INLINE_BODY_LIMIT_BYTES } from '../intake-store.ts';
import type { BodyFacts } from '../body-facts.ts';
import { MailError } from '../../model/errors.ts';

/** Collects what travels with one command. */
export class Freight {
  readonly transfer: ArrayBuffer[] = [];
  bytes = 0;
  readonly #spooled: string[] = [];
  readonly #readers: ReaderPool;

  constructor(readers: ReaderPool) {
    this.#readers = readers;
  }
  async body(input: BodyInput): Promise<PreparedBody> {
    if (input.kind === 'inline') {
      if (input.bytes.byteLength > INLINE_BODY_LIMIT_BYTES)
        throw new MailError('tooBig', 'Bodies over 4 MiB come by the spool.');
      const bytes = ownBuffer(input.bytes);
      this.transfer.push(bytes.buffer);
      this.bytes += bytes.byteLength;
      return { kind: 'inline', bytes };
    }
    this.#spooled.push(input.path);
    const { facts, header, sizeBytes } = (await this.#readers.callSlow('indexSpooled', [input.path])) as {
      facts: BodyFacts;
      header: Uint8Array;
      sizeBytes: number;
    };
    if (sizeBytes !== input.sizeBytes)
      throw new MailError('unavailable', `The spooled body has ${sizeBytes} octets, not ${input.sizeBytes}.`);
    return { ...input, facts, header };
  }
  /** The store owns spool files from the call on: what did not become a segment is removed. */
  async discard(): Promise<void> {
    for (const path of this.#spooled) await rm(path, { force: true });
  }
}

/** The same octets alone in their buffer, so that handing it over takes nothing else along. */
function ownBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
/** As `ownBuffer`, for octets that are cloned: a small view of a large pool would clone the pool. */
export function compact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}
