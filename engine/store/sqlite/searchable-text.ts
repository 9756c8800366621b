/** The text under which a body is indexed. Loaded when there is something to index. */
import { foldLoose } from '../../lib/fold-text.ts';
import { decodeMimeIndex } from '../../protocol/mime/mime-index-codec.ts';
import { decodedFields, fieldsText, partsText } from '../searched-text.ts';

export interface IndexedRow {
  readonly length: number;
  readonly headerBytes: number;
  readonly mimeIndex: Uint8Array;
  /** Subject and address fields as exact SEARCH compares them. */
  readonly shown: string;
}
/** Encoded text indexed of one body. */
const TEXT_BYTES = 4 * 1024 * 1024;

/**
 * @param body its first octets; null when it cannot be read
 * @returns `partial` when not all of it is in the text: SEARCH then looks at the body itself, and says so if it cannot
 */
export function searchableText(
  row: IndexedRow,
  body: Uint8Array | null,
): { readonly text: string; readonly partial: boolean } {
  const shown = foldLoose(row.shown);
  if (body === null) return { text: shown, partial: true };
  try {
    const { text, truncated } = partsText(body, decodeMimeIndex(row.mimeIndex), TEXT_BYTES);
    const header = fieldsText(decodedFields(body.subarray(0, row.headerBytes)));
    const whole = foldLoose(`${row.shown}\n${header}\n${text}`).replaceAll('\0', ' ');
    return { text: whole, partial: truncated || body.byteLength < row.length };
  } catch (error) {
    // One strange letter must not end the thread; it is looked at by each search instead.
    if (!(error instanceof Error)) throw error;
    return { text: shown, partial: true };
  }
}
