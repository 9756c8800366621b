/** Reads tar archives as streams: ustar with pax headers (POSIX.1-2001). */
import { once } from 'node:events';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;

/** Takes exact amounts out of a stream of chunks. */
class ByteSource {
  #chunks;
  #held = Buffer.alloc(0);

  constructor(stream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async #more() {
    const { done, value } = await this.#chunks.next();
    if (done) throw new Error('the archive ends early');
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, value]) : value;
  }

  async take(count) {
    while (this.#held.length < count) await this.#more();
    const part = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return part;
  }

  async *stream(count) {
    for (let left = count; left > 0;) {
      if (this.#held.length === 0) await this.#more();
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}

const text = (header, from, to) => header.subarray(from, to).toString('utf8').replace(/\0.*$/s, '');
const octal = (header, from, to) => Number.parseInt(text(header, from, to), 8) || 0;

function checkSum(header) {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(header, 148, 156)) throw new Error('the archive has a bad header checksum');
}

function paxRecords(bytes) {
  const records = {};
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = Number.parseInt(bytes.subarray(at, space).toString(), 10);
    if (!(length > 0)) throw new Error('the archive has a bad pax header');
    const [key, ...value] = bytes
      .subarray(space + 1, at + length - 1)
      .toString('utf8')
      .split('=');
    records[key] = value.join('=');
    at += length;
  }
  return records;
}

/** Yields { name, type, size, mode, body() } per entry, in order. A body that is not read is skipped. */
export async function* tarEntries(stream) {
  const source = new ByteSource(stream);
  let pax = {};
  try {
    for (;;) {
      const header = await source.take(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      checkSum(header);
      const type = text(header, 156, 157) || '0';
      const size = pax.size ? Number(pax.size) : octal(header, 124, 136);
      const padding = (BLOCK - (size % BLOCK)) % BLOCK;
      if (type === 'x' || type === 'g') {
        const records = paxRecords(await source.take(size));
        if (type === 'x') pax = records;
      } else {
        const prefix = text(header, 345, 500);
        const name = pax.path ?? (prefix ? `${prefix}/` : '') + text(header, 0, 100);
        const rest = source.stream(size);
        yield { name, type, size, mode: octal(header, 100, 108), body: () => rest };
        let skipped = await rest.next();
        while (!skipped.done) skipped = await rest.next();
        pax = {};
      }
      await source.take(padding);
    }
  } finally {
    stream.destroy?.();
  }
}

/** Unpacks gzip from an async iterable of chunks, with back-pressure; an error of the source ends the result. */
export function gunzip(chunks) {
  const unpacked = createGunzip();
  const feed = async () => {
    for await (const chunk of chunks) if (!unpacked.write(chunk)) await once(unpacked, 'drain');
    unpacked.end();
  };
  feed().catch((error) => unpacked.destroy(error));
  return unpacked;
}
