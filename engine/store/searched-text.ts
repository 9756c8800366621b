/** What SEARCH looks through in one message: decoded header fields, text of text parts, attachment names. RFC 9051 6.4.4 */
import { foldText, withoutMarks } from '../lib/fold-text.ts';
import { parseHeaderFields } from '../protocol/mime/header-fields.ts';
import { decodeHeaderText } from '../protocol/mime/header-text.ts';
import type { MimePart } from '../protocol/mime/message-index.ts';
import { partHeaderText, partText, textContent } from '../protocol/mime/text-content.ts';

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

/** A text that is looked for, made ready once. */
export interface SoughtText {
  /** As the client gave it. */
  readonly text: string;
  readonly folded: string;
  /** Marks do not count. RFC 6203 */
  readonly isLoose: boolean;
}
export function soughtText(text: string, isLoose: boolean): SoughtText {
  const folded = foldText(text);
  return { text, folded: isLoose ? withoutMarks(folded) : folded, isLoose };
}
/** @param folded by `foldText` */
export function foldedHolds(folded: string, sought: SoughtText): boolean {
  return (sought.isLoose ? withoutMarks(folded) : folded).includes(sought.folded);
}
export function textHolds(text: string, sought: SoughtText): boolean {
  return foldedHolds(foldText(text), sought);
}

/** Is it in a text part or in the name of an attachment? @param body with everything that the parts name */
export function partsHold(body: Uint8Array, root: MimePart, sought: SoughtText): boolean {
  const later: MimePart[] = [];
  const names: string[] = [];
  const visit = (part: MimePart): boolean => {
    if (part.fileName !== null) names.push(part.fileName);
    const header = partHeaderText(body, part);
    if (header !== '') names.push(header);
    if (part.type === 'text') {
      if (isPlainlyIn(body, part, sought.folded)) return true;
      later.push(part);
    }
    return part.children.some(visit);
  };
  if (visit(root) || names.some((name) => textHolds(name, sought))) return true;
  return later.some((part) => textHolds(partText(body.subarray(part.bodyStart, part.bodyEnd), part), sought));
}

const PLAIN_ENCODINGS: readonly string[] = ['7bit', '8bit', 'binary', 'quoted-printable'];
const ASCII_CHARSET = /^(us-ascii|ascii|utf-?8|iso-8859-\d+|windows-125\d)$/;
const ASCII_WORDS = /^[a-z0-9 .,:;@_-]+$/;
/** Beginnings and ends of what HTML does not show as it stands. */
const HIDING = [
  ['<!--', '-->'],
  ...['head', 'title', 'style', 'script', 'template', 'noscript', 'textarea', 'select', 'iframe', 'object', 'svg'].map(
    (tag) => [`<${tag}`, `</${tag}`] as const,
  ),
] as const;

/** True when the octets show the text as they stand; false says nothing. Saves decoding where the answer is yes. */
function isPlainlyIn(body: Uint8Array, part: MimePart, folded: string): boolean {
  const { encoding, charset, subtype } = part;
  const isHtml = subtype === 'html';
  // HTML shows runs of spaces and line breaks as one space.
  if (isHtml && folded.includes(' ')) return false;
  if (!PLAIN_ENCODINGS.includes(encoding) || !ASCII_WORDS.test(folded)) return false;
  if (charset !== null && !ASCII_CHARSET.test(charset)) return false;
  const octets = Buffer.from(body.buffer, body.byteOffset + part.bodyStart, part.bodyEnd - part.bodyStart);
  const text = octets.toString('latin1').toLowerCase();
  for (let at = text.indexOf(folded); at !== -1; at = text.indexOf(folded, at + 1)) {
    // In quoted-printable the octets after "=" mean something else.
    const isEscape = encoding === 'quoted-printable' && text.slice(Math.max(0, at - 2), at).includes('=');
    if (!isEscape && (!isHtml || isShown(text, at))) return true;
  }
  return false;
}
/** Between tags, and in nothing that is not shown? @param html in small letters */
function isShown(html: string, at: number): boolean {
  if (html.lastIndexOf('<', at) > html.lastIndexOf('>', at)) return false;
  return HIDING.every(([begin, end]) => {
    const opened = html.lastIndexOf(begin, at);
    return opened === -1 || html.lastIndexOf(end, at) > opened;
  });
}
