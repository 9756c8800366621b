/**
 * A page of message rows as one buffer that is transferred between threads: numbers as typed columns, then texts and
 * octets. Layout: 4 x uint32 (rows, next uid or 0, field bits, octets of texts), then per column `rows` values.
 */
import { ROW_FIELDS, type MessageRow, type RowField } from '../model/message-row.ts';
import type { BodyId, LetterId, ModSeq, Uid, UnixMs } from '../model/ids.ts';

const DOUBLES = ['modSeq', 'internalDate', 'savedAt', 'sizeBytes', 'bodyId'] as const;
const ABSENT = 0xffffffff;
const HEAD_BYTES = 16;

export interface MessagePage {
  readonly rows: readonly MessageRow[];
  readonly next: number | null;
}

export function encodePage(page: MessagePage, fields: readonly RowField[]): ArrayBuffer {
  const { rows } = page;
  const count = rows.length;
  const texts = rows.map((row) => Buffer.from(JSON.stringify([row.flags.keywords, row.letterId])));
  const textBytes = texts.reduce((sum, text) => sum + text.byteLength, 0);
  const octets = fields.map((field) => rows.reduce((sum, row) => sum + (row[field]?.byteLength ?? 0), 0));
  const columns = DOUBLES.length * 8 + 4 * 4 + fields.length * 4;
  const out = new ArrayBuffer(HEAD_BYTES + count * columns + textBytes + octets.reduce((a, b) => a + b, 0));
  const bits = fields.reduce((sum, field) => sum | (1 << ROW_FIELDS.indexOf(field)), 0);
  new Uint32Array(out, 0, 4).set([count, page.next ?? 0, bits, textBytes]);
  let at = HEAD_BYTES;
  for (const name of DOUBLES) {
    new Float64Array(out, at, count).set(rows.map((row) => row[name]));
    at += count * 8;
  }
  const words = (values: number[]): void => {
    new Uint32Array(out, at, count).set(values);
    at += count * 4;
  };
  words(rows.map((row) => row.uid));
  words(rows.map((row) => row.flags.system));
  words(rows.map((row) => row.prefixBytes));
  words(texts.map((text) => text.byteLength));
  for (const field of orderedFields(bits)) words(rows.map((row) => row[field]?.byteLength ?? ABSENT));
  const bytes = new Uint8Array(out);
  const put = (piece: Uint8Array): void => {
    bytes.set(piece, at);
    at += piece.byteLength;
  };
  texts.forEach(put);
  for (const field of orderedFields(bits)) rows.forEach((row) => put(row[field] ?? new Uint8Array()));
  return out;
}

export function decodePage(buffer: ArrayBuffer): MessagePage {
  const [count = 0, next = 0, bits = 0, textBytes = 0] = new Uint32Array(buffer, 0, 4);
  let at = HEAD_BYTES;
  const doubles = DOUBLES.map(() => {
    const column = new Float64Array(buffer, at, count);
    at += count * 8;
    return column;
  });
  const words = (): Uint32Array => {
    const column = new Uint32Array(buffer, at, count);
    at += count * 4;
    return column;
  };
  const [uids, systems, prefixes, textLengths] = [words(), words(), words(), words()];
  const fields = orderedFields(bits);
  const lengths = fields.map(words);
  let textAt = at;
  let fieldAt = at + textBytes;
  const octets = lengths.map((column) =>
    Array.from(column, (length) => {
      if (length === ABSENT) return undefined;
      fieldAt += length;
      return new Uint8Array(buffer, fieldAt - length, length);
    }),
  );
  const rows = Array.from({ length: count }, (_, i): MessageRow => {
    const length = textLengths[i] as number;
    const [keywords, letterId] = JSON.parse(Buffer.from(buffer, textAt, length).toString()) as [
      string[],
      LetterId | null,
    ];
    textAt += length;
    const [modSeq, internalDate, savedAt, sizeBytes, bodyId] = doubles.map((column) => column[i] as number);
    const row: { -readonly [K in keyof MessageRow]: MessageRow[K] } = {
      uid: uids[i] as Uid,
      modSeq: modSeq as ModSeq,
      flags: { system: systems[i] as number, keywords },
      internalDate: internalDate as UnixMs,
      savedAt: savedAt as UnixMs,
      sizeBytes: sizeBytes as number,
      prefixBytes: prefixes[i] as number,
      bodyId: bodyId as BodyId,
      letterId,
    };
    fields.forEach((field, f) => {
      const piece = octets[f]?.[i];
      if (piece !== undefined) row[field] = piece;
    });
    return row;
  });
  return { rows, next: next === 0 ? null : next };
}

function orderedFields(bits: number): RowField[] {
  return ROW_FIELDS.filter((_, i) => (bits & (1 << i)) !== 0);
}
