/**
 * Decoded text of a message's text parts and of the headers of messages in it, and the names of its attachments: what
 * search looks through. RFC 2045 6, RFC 9051 6.4.4 (BODY, TEXT)
 */
import { parseHeaderFields } from './header-fields.ts';
import { decodeHeaderText, decodeOctets } from './header-text.ts';
import { htmlToText } from './html-text.ts';
import type { MimePart } from './message-index.ts';
import { MIME_LIMITS } from './mime-limits.ts';
import { decodeTransfer } from './transfer-decoder.ts';

export interface TextContent {
  /** Text of each text part in order, HTML as the words it shows, parts separated by an empty line. */
  readonly text: string;
  readonly attachmentNames: readonly string[];
  /** Text beyond the limit was left out. */
  readonly truncated: boolean;
}
const DEFAULT_LIMIT_BYTES = 8 * 1024 * 1024;

/** @param bytes the whole body @param limitBytes encoded octets of text that are looked at, in all */
export function textContent(bytes: Uint8Array, root: MimePart, limitBytes = DEFAULT_LIMIT_BYTES): TextContent {
  const texts: string[] = [];
  const attachmentNames: string[] = [];
  let room = limitBytes;
  let truncated = false;
  const visit = (part: MimePart): void => {
    if (part.fileName !== null) attachmentNames.push(part.fileName);
    if (part.type === 'text') {
      const end = Math.min(part.bodyEnd, part.bodyStart + room);
      truncated ||= end < part.bodyEnd;
      room -= end - part.bodyStart;
      if (end > part.bodyStart) texts.push(partText(bytes.subarray(part.bodyStart, end), part));
    }
    const header = partHeaderText(bytes, part);
    if (header !== '') texts.push(header);
    part.children.forEach(visit);
  };
  visit(root);
  return { text: texts.join('\n\n'), attachmentNames, truncated };
}

/**
 * Header fields as people read them of the message that a message/rfc822 part holds, and of a named part, which may have
 * another name and a description; '' for other parts. The message's own header is its own matter.
 */
export function partHeaderText(bytes: Uint8Array, part: MimePart): string {
  const isNamed = part.fileName !== null && part.headerStart > 0;
  const shown = part.type === 'message' ? part.children[0] : isNamed ? part : undefined;
  if (shown === undefined) return '';
  const end = Math.min(shown.headerEnd, shown.headerStart + MIME_LIMITS.partHeaderBytes);
  const block = Buffer.from(bytes.subarray(shown.headerStart, end)).toString('latin1');
  return parseHeaderFields(block)
    .map(({ name, value }) => `${name}: ${decodeHeaderText(value)}`)
    .join('\n');
}

/** The words of one text part from its encoded octets. */
export function partText(encoded: Uint8Array, part: MimePart): string {
  const text = decodeOctets(decodeTransfer(encoded, part.encoding), part.charset);
  return part.subtype === 'html' ? htmlToText(text) : text;
}
