/** A row's message, whose body is opened when it is first needed. */
import type { MessageRow } from '../../../model/message-row.ts';
import { decodeMimeIndex } from '../../../protocol/mime/mime-index-codec.ts';
import type { BodyReader, BodyStore } from '../../../store/body-store.ts';
import type { StoredMessage } from './octet-source.ts';

export class OpenBody implements StoredMessage {
  readonly #row: MessageRow;
  readonly #bodies: BodyStore;
  #reader: Promise<BodyReader> | null = null;
  #parts: StoredMessage['parts'] | null = null;

  constructor(row: MessageRow, bodies: BodyStore) {
    this.#row = row;
    this.#bodies = bodies;
  }

  get prefix(): Uint8Array {
    return given(this.#row.prefix, 'prefix');
  }

  get parts(): StoredMessage['parts'] {
    return (this.#parts ??= decodeMimeIndex(given(this.#row.mimeIndex, 'mimeIndex')));
  }

  get bodyBytes(): number {
    return this.#row.sizeBytes - this.#row.prefixBytes;
  }

  reader(): Promise<BodyReader> {
    return (this.#reader ??= this.#bodies.open(this.#row.bodyId));
  }

  close(): void {
    // A reader that never opened has nothing to close; whoever awaited it got its error.
    this.#reader?.then(
      (reader) => reader.close(),
      () => undefined,
    );
  }
}

function given(octets: Uint8Array | undefined, field: string): Uint8Array {
  if (octets === undefined) throw new Error(`the store left out ${field}`);
  return octets;
}
