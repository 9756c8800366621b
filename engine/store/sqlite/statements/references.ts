/** Bodies and prefixes are shared; the last reference takes them along. Their octets stay in the segment until compaction. */
import { prefixFacts } from '../../body-facts.ts';
import type { Tx } from '../tx.ts';
import type { BodyId } from '../../../model/ids.ts';

export function holdBody(tx: Tx, id: BodyId): void {
  tx.sql.run('UPDATE bodies SET refs = refs + 1 WHERE id = ?', id);
}
export function releaseBody(tx: Tx, id: BodyId): void {
  const refs = tx.sql.value<number>('UPDATE bodies SET refs = refs - 1 WHERE id = ? RETURNING refs', id);
  if (refs !== undefined && refs <= 0) tx.sql.run('DELETE FROM bodies WHERE id = ?', id);
}
export function holdPrefix(tx: Tx, id: number | null): void {
  if (id !== null) tx.sql.run('UPDATE prefixes SET refs = refs + 1 WHERE id = ?', id);
}
export function releasePrefix(tx: Tx, id: number | null): void {
  if (id === null) return;
  const refs = tx.sql.value<number>('UPDATE prefixes SET refs = refs - 1 WHERE id = ? RETURNING refs', id);
  if (refs !== undefined && refs <= 0) tx.sql.run('DELETE FROM prefixes WHERE id = ?', id);
}

/** Prefixes of one letter: equal ones are one row. @param header of the body */
export class PrefixWriter {
  readonly #tx: Tx;
  readonly #header: Uint8Array;
  /** Message-ID that a prefix brought; null when none did. */
  messageId: string | null = null;
  readonly #made: { readonly bytes: Buffer; readonly id: number }[] = [];

  constructor(tx: Tx, header: Uint8Array) {
    this.#tx = tx;
    this.#header = header;
  }
  /** @returns id of the row with one more reference; null for an empty prefix */
  add(prefix: Uint8Array): number | null {
    if (prefix.byteLength === 0) return null;
    const bytes = Buffer.from(prefix.buffer, prefix.byteOffset, prefix.byteLength);
    const known = this.#made.find((made) => made.bytes.equals(bytes));
    if (known !== undefined) {
      holdPrefix(this.#tx, known.id);
      return known.id;
    }
    const facts = prefixFacts(bytes, this.#header);
    this.messageId ??= facts?.messageId ?? null;
    const { id } = this.#tx.sql.run(
      'INSERT INTO prefixes (bytes, refs, envelope, messageId, sentAt, sentDay) VALUES (?, 1, ?, ?, ?, ?)',
      bytes,
      facts?.envelope ?? null,
      facts?.messageId ?? null,
      facts?.sentAt ?? null,
      facts?.sentDay ?? null,
    );
    this.#made.push({ bytes, id });
    return id;
  }
}
