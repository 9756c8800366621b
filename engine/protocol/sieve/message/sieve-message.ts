/** A letter's octets as the interpreter sees them. RFC 5173 4 and 5 rule the body parts. */
import { parseHeaderFields } from '../../mime/header-fields.ts';
import { decodeOctets } from '../../mime/header-text.ts';
import { indexMessage } from '../../mime/index-message.ts';
import type { MimePart } from '../../mime/message-index.ts';
import { MIME_LIMITS } from '../../mime/mime-limits.ts';
import { partText } from '../../mime/text-content.ts';
import { decodeTransfer } from '../../mime/transfer-decoder.ts';
import type { SieveBodyPart, SieveMessage } from '../run/seam.ts';

/** Encoded octets of text parts that `bodyText` looks at, in all; and of bodies that are compared raw or by type. */
const LONGEST_BODY = 1024 * 1024;

/** @param bytes the whole letter as it will be stored, at least its first LONGEST_BODY octets @param root its index when there is one */
export function sieveMessage(bytes: Uint8Array, root: MimePart = indexMessage(bytes).parts): SieveMessage {
  const header = Buffer.from(bytes.subarray(0, Math.min(root.headerEnd, MIME_LIMITS.shownHeaderBytes))).toString(
    'latin1',
  );
  return {
    fields: parseHeaderFields(header),
    sizeBytes: bytes.length,
    rawBody: () => decodeOctets(bytes.subarray(root.headerEnd, root.headerEnd + LONGEST_BODY), null),
    bodyParts: () => contentParts(bytes, root),
    bodyText: () => textParts(bytes, root),
  };
}

function contentParts(bytes: Uint8Array, root: MimePart): SieveBodyPart[] {
  const out: SieveBodyPart[] = [];
  let room = LONGEST_BODY;
  const visit = (part: MimePart): void => {
    const text = partContent(bytes, part, room);
    room = Math.max(0, room - text.length);
    out.push({ type: part.type, subtype: part.subtype, text });
    part.children.forEach(visit);
  };
  visit(root);
  return out;
}

function partContent(bytes: Uint8Array, part: MimePart, room: number): string {
  const slice = (from: number, to: number): Uint8Array => bytes.subarray(from, Math.min(to, from + room));
  const [first] = part.children;
  if (first === undefined) {
    const octets = decodeTransfer(slice(part.bodyStart, part.bodyEnd), part.encoding);
    return decodeOctets(octets, part.type === 'text' ? part.charset : null);
  }
  if (part.type === 'message') return decodeOctets(slice(first.headerStart, first.headerEnd), null);
  const last = part.children.at(-1) ?? first;
  const prologue = decodeOctets(slice(part.bodyStart, first.headerStart), null);
  return withoutBoundaries(`${prologue}\r\n${decodeOctets(slice(last.bodyEnd, part.bodyEnd), null)}`);
}

/** Boundary lines are no content of a multipart. RFC 5173 5.2 */
function withoutBoundaries(text: string): string {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('--'))
    .join('\r\n');
}

function textParts(bytes: Uint8Array, root: MimePart): string {
  const texts: string[] = [];
  let room = LONGEST_BODY;
  const visit = (part: MimePart): void => {
    if (part.type === 'text' && part.children.length === 0) {
      const encoded = bytes.subarray(part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + room));
      room -= encoded.length;
      texts.push(partText(encoded, part));
    }
    part.children.forEach(visit);
  };
  visit(root);
  return texts.join('\r\n');
}
