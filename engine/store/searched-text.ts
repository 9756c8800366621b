/** What SEARCH looks through in one message: decoded header fields, text of text parts, attachment names. RFC 9051 6.4.4 */
import { parseHeaderFields } from '../protocol/mime/header-fields.ts';
import { decodeHeaderText } from '../protocol/mime/header-text.ts';
import type { MimePart } from '../protocol/mime/message-index.ts';
import { textContent } from '../protocol/mime/text-content.ts';

export interface DecodedField {
  /** Lower case. */
  readonly name: string;
  readonly text: string;
}
export function decodedFields(...blocks: readonly Uint8Array[]): DecodedField[] {
  return blocks
    .flatMap((block) => parseHeaderFields(Buffer.from(block).toString('latin1')))
    .map(({ name, value }) => ({ name: name.toLowerCase(), text: decodeHeaderText(value) }));
}
export function fieldsText(fields: readonly DecodedField[]): string {
  return fields.map(({ name, text }) => `${name}: ${text}`).join('\n');
}
/** @param limitBytes of encoded text looked at */
export function partsText(
  body: Uint8Array,
  root: MimePart,
  limitBytes: number,
): { readonly text: string; readonly truncated: boolean } {
  const { text, attachmentNames, truncated } = textContent(body, root, limitBytes);
  return { text: [text, ...attachmentNames].join('\n'), truncated };
}
