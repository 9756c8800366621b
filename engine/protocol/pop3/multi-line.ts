/**
 * A letter as a POP3 multi-line answer: lines end with CRLF, a leading dot is doubled, the end is a dot alone. For TOP only the
 * header and a number of lines of the body. Works piece by piece. RFC 1939 3, 7 (TOP)
 */
const LF = 10;
const CR = 13;
const DOT = 46;
const CRLF = Buffer.from('\r\n');
const STUFFED = Buffer.from('.');

export interface MultiLineEncoder {
  /** @returns what to send of the piece */
  push(piece: Uint8Array): Uint8Array;
  /** No further piece is needed. */
  readonly isFull: boolean;
  /** @returns the end of the answer */
  end(): Uint8Array;
}
/** @param bodyLines lines after the header; null for all */
export function createMultiLineEncoder(bodyLines: number | null): MultiLineEncoder {
  let lineOctets = 0;
  let endedWithCr = false;
  let inBody = false;
  let left = bodyLines ?? Number.POSITIVE_INFINITY;

  /** One line, or its last part, up to and without its LF at `lf`. */
  const endLine = (part: Uint8Array, out: Uint8Array[]): void => {
    const hasCr = part.length > 0 ? part[part.length - 1] === CR : endedWithCr;
    out.push(part, hasCr ? CRLF.subarray(1) : CRLF);
    const octets = lineOctets + part.length - (hasCr ? 1 : 0);
    if (inBody) left -= 1;
    else if (octets === 0) inBody = true;
    lineOctets = 0;
    endedWithCr = false;
  };
  return {
    get isFull() {
      return inBody && left <= 0;
    },
    push(piece) {
      const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      const out: Uint8Array[] = [];
      for (let at = 0; at < chunk.length && !(inBody && left <= 0);) {
        if (lineOctets === 0 && chunk[at] === DOT) out.push(STUFFED);
        const lf = chunk.indexOf(LF, at);
        if (lf < 0) {
          const part = chunk.subarray(at);
          out.push(part);
          lineOctets += part.length;
          endedWithCr = part[part.length - 1] === CR;
          break;
        }
        endLine(chunk.subarray(at, lf), out);
        at = lf + 1;
      }
      return out.length === 1 ? out[0]! : Buffer.concat(out);
    },
    end() {
      return lineOctets > 0 ? Buffer.from(endedWithCr ? '\n.\r\n' : '\r\n.\r\n') : Buffer.from('.\r\n');
    },
  };
}
