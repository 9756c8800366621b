/** The part tree as few bytes, kept in a message's row. Numbers are varints, offsets relative to what came before. */
import type { MimePart } from './message-index.ts';

const VERSION = 1;

export function encodeMimeIndex(root: MimePart): Uint8Array {
  const out: number[] = [VERSION];
  const pieces: Uint8Array[] = [];
  const flush = (): void => {
    pieces.push(Uint8Array.from(out));
    out.length = 0;
  };
  const number = (value: number): void => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
    out.push(rest);
  };
  const text = (value: string | null): void => {
    if (value === null) return number(0);
    const bytes = Buffer.from(value, 'utf8');
    number(bytes.length + 1);
    flush();
    pieces.push(bytes);
  };
  const part = (p: MimePart, base: number): void => {
    for (const value of [p.type, p.subtype, p.encoding, p.charset, p.disposition, p.fileName, p.contentId]) text(value);
    number(p.headerStart - base);
    number(p.headerEnd - p.headerStart);
    number(p.bodyStart - p.headerEnd);
    number(p.bodyEnd - p.bodyStart);
    number(p.lines);
    number(p.children.length);
    for (const child of p.children) part(child, p.bodyStart);
  };
  part(root, 0);
  flush();
  return Buffer.concat(pieces);
}

/** @throws Error when the bytes are no index of this version */
export function decodeMimeIndex(bytes: Uint8Array): MimePart {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 1;
  if (buffer[0] !== VERSION) throw new Error(`not a MIME index of version ${VERSION}`);
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const octet = buffer[at];
      if (octet === undefined) throw new Error('MIME index ends early');
      at += 1;
      value += (octet & 127) * scale;
      if (octet < 128) return value;
    }
  };
  const text = (): string | null => {
    const length = number();
    if (length === 0) return null;
    at += length - 1;
    return buffer.toString('utf8', at - length + 1, at);
  };
  const part = (base: number): MimePart => {
    const words = {
      type: text() ?? '',
      subtype: text() ?? '',
      encoding: text() ?? '',
      charset: text(),
      disposition: text(),
    };
    const names = { fileName: text(), contentId: text() };
    const headerStart = base + number();
    const headerEnd = headerStart + number();
    const bodyStart = headerEnd + number();
    const bodyEnd = bodyStart + number();
    const lines = number();
    const count = number();
    const children: MimePart[] = [];
    while (children.length < count) children.push(part(bodyStart));
    return { ...words, ...names, headerStart, headerEnd, bodyStart, bodyEnd, lines, children };
  };
  return part(0);
}
