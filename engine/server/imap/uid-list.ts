/**
 * The uids of a mailbox in order: what sequence numbers count through. Immutable, in chunks that versions share, so that
 * a change costs the chunks it touches and sessions of one mailbox hold one list between them. RFC 9051 2.3.1
 */
const CHUNK = 4096;

export class UidList {
  static readonly empty = new UidList([]);
  readonly #chunks: readonly Uint32Array[];
  /** Entries before each chunk. */
  readonly #before: readonly number[];
  readonly length: number;

  private constructor(chunks: readonly Uint32Array[]) {
    const before: number[] = [];
    let length = 0;
    for (const chunk of chunks) {
      before.push(length);
      length += chunk.length;
    }
    this.#chunks = chunks;
    this.#before = before;
    this.length = length;
  }

  /** @param uids ascending */
  static from(uids: Uint32Array): UidList {
    const chunks: Uint32Array[] = [];
    for (let at = 0; at < uids.length; at += CHUNK) chunks.push(uids.slice(at, at + CHUNK));
    return chunks.length === 0 ? UidList.empty : new UidList(chunks);
  }

  /** The uid at an index from 0; 0 beyond the end. */
  at(index: number): number {
    const which = findLast(this.#before, index);
    return this.#chunks[which]?.[index - (this.#before[which] ?? 0)] ?? 0;
  }

  /** The largest uid; 0 when there is none. */
  get last(): number {
    return this.at(this.length - 1);
  }

  /** Index of the first uid that is not smaller; `length` when all are. */
  lowerBound(uid: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.#chunks[middle];
      if (chunk !== undefined && (chunk[chunk.length - 1] ?? 0) < uid) low = middle + 1;
      else high = middle;
    }
    const chunk = this.#chunks[low];
    return chunk === undefined ? this.length : (this.#before[low] ?? 0) + lowerBoundIn(chunk, uid);
  }

  /** Index of the uid, or -1. */
  indexOf(uid: number): number {
    const index = this.lowerBound(uid);
    return index < this.length && this.at(index) === uid ? index : -1;
  }

  /** Adds uids, ascending; those already there stay once. */
  with(uids: Uint32Array): UidList {
    if (uids.length === 0) return this;
    const first = uids[0] ?? 0;
    const kept = this.#chunks.slice(0, -1);
    if (first > this.last) return UidList.#join(kept, concatenated(this.#chunks[kept.length], uids));
    const from = this.#chunkOf(first);
    const tail = this.#chunks.slice(from);
    const merged = Uint32Array.from(new Set([...tail.flatMap((chunk) => [...chunk]), ...uids])).sort();
    return UidList.#join(this.#chunks.slice(0, from), merged);
  }

  /** Takes uids away, ascending; those not there do not matter. */
  without(uids: Uint32Array): UidList {
    const gone = new Set(uids);
    const chunks = this.#chunks.map((chunk) => {
      const touched = lowerBoundIn(uids, (chunk[chunk.length - 1] ?? 0) + 1) > lowerBoundIn(uids, chunk[0] ?? 0);
      return touched ? chunk.filter((uid) => !gone.has(uid)) : chunk;
    });
    const left = chunks.filter((chunk) => chunk.length > 0);
    return left.length === 0 ? UidList.empty : new UidList(left);
  }

  /** The uids smaller than one. */
  before(uid: number): UidList {
    if (this.last < uid) return this;
    return UidList.from(Uint32Array.from(this.slice(0, this.lowerBound(uid))));
  }

  /** Uids of the indexes [from, to) as an array of their own. */
  copy(from: number, to: number): Uint32Array<ArrayBuffer> {
    const out = new Uint32Array(Math.max(0, Math.min(to, this.length) - from));
    for (let at = 0; at < out.length;) {
      const which = findLast(this.#before, from + at);
      const start = from + at - (this.#before[which] ?? 0);
      const piece = this.#chunks[which]?.subarray(start, start + out.length - at) ?? new Uint32Array(0);
      if (piece.length === 0) break;
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  /** Uids of the indexes [from, to). */
  *slice(from = 0, to = this.length): Generator<number> {
    for (let index = from; index < to; index += 1) yield this.at(index);
  }

  #chunkOf(uid: number): number {
    return Math.min(findLast(this.#before, this.lowerBound(uid)), Math.max(0, this.#chunks.length - 1));
  }

  static #join(kept: readonly Uint32Array[], tail: Uint32Array): UidList {
    const chunks = [...kept];
    for (let at = 0; at < tail.length; at += CHUNK) chunks.push(tail.slice(at, at + CHUNK));
    return new UidList(chunks);
  }
}

/** Index of the last entry that is not larger. */
function findLast(entries: readonly number[], value: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((entries[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lowerBoundIn(chunk: Uint32Array, uid: number): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunk[middle] ?? 0) < uid) low = middle + 1;
    else high = middle;
  }
  return low;
}

function concatenated(head: Uint32Array | undefined, tail: Uint32Array): Uint32Array {
  const all = new Uint32Array((head?.length ?? 0) + tail.length);
  if (head !== undefined) all.set(head);
  all.set(tail, head?.length ?? 0);
  return all;
}
