/** Content-Transfer-Encoding undone, piece by piece. RFC 2045 6.7 (quoted-printable), 6.8 (base64), RFC 3516 (BINARY) */

export type TransferEncoding = 'identity' | 'base64' | 'quotedPrintable';

/** null: an encoding we cannot undo (IMAP: UNKNOWN-CTE). */
export function transferEncoding(name: string): TransferEncoding | null {
  if (name === '7bit' || name === '8bit' || name === 'binary') return 'identity';
  if (name === 'base64') return 'base64';
  return name === 'quoted-printable' ? 'quotedPrintable' : null;
}

export interface TransferDecoder {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

export function transferDecoder(encoding: TransferEncoding): TransferDecoder {
  if (encoding === 'base64') return new Base64Decoder();
  if (encoding === 'quotedPrintable') return new QuotedPrintableDecoder();
  return { push: (chunk) => chunk, end: () => new Uint8Array(0) };
}

/** Everything at once; an unknown encoding leaves the octets as they are. */
export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  const decoder = transferDecoder(transferEncoding(encoding) ?? 'identity');
  return Buffer.concat([decoder.push(bytes), decoder.end()]);
}

const BASE64_VALUES = new Int8Array(256).fill(-1);
for (const [value, c] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  BASE64_VALUES[c.charCodeAt(0)] = value;
}

/** Skips what is no base64 (RFC 2045 6.8), `=` starts a new quantum so that joined pieces decode too. */
class Base64Decoder implements TransferDecoder {
  #bits = 0;
  #count = 0;

  push(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array(Math.ceil((chunk.length * 3) / 4) + 3);
    let length = 0;
    for (const octet of chunk) {
      const value = BASE64_VALUES[octet] ?? -1;
      if (value < 0) {
        if (octet === 61) this.#count = 0;
        continue;
      }
      this.#bits = ((this.#bits << 6) | value) & 0xffffff;
      this.#count += 6;
      if (this.#count >= 8) {
        this.#count -= 8;
        out[length] = (this.#bits >> this.#count) & 0xff;
        length += 1;
      }
    }
    return out.subarray(0, length);
  }

  end(): Uint8Array {
    return new Uint8Array(0);
  }
}

/** Works on whole lines, since spaces before a line's end do not count. Damaged escapes stay as they are. */
class QuotedPrintableDecoder implements TransferDecoder {
  #rest = '';

  push(chunk: Uint8Array): Uint8Array {
    const text = this.#rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1');
    const feed = text.lastIndexOf('\n');
    const cut = feed >= 0 ? feed + 1 : text.length > 64 * 1024 ? text.length - 2 : 0;
    this.#rest = text.slice(cut);
    return decodeLines(text.slice(0, cut));
  }

  end(): Uint8Array {
    const rest = this.#rest;
    this.#rest = '';
    return decodeLines(rest);
  }
}

function decodeLines(text: string): Uint8Array {
  const joined = text
    .replace(/(?<![ \t])[ \t]+(?=\r?\n)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=[ \t]*$/, '');
  return Buffer.from(
    joined.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
