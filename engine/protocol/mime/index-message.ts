/**
 * A message's index: tree, IMAP octets, header facts, preview. One pass over the octets, whole or in chunks.
 * RFC 9051 7.5.2, RFC 5322 3.6, RFC 8970 (preview).
 */
import { formatAddresses } from './address-text.ts';
import { bodyOctets } from './body-structure.ts';
import { envelopeOctets } from './envelope.ts';
import { fieldValue, fieldValues } from './header-fields.ts';
import { decodeHeaderText } from './header-text.ts';
import type { MessageIndex, MimePart } from './message-index.ts';
import { MimeScanner } from './mime-scanner.ts';
import { previewText } from './preview.ts';
import type { ScannedPart } from './scanned-part.ts';
import { parseSentDate } from './sent-date.ts';

/** Never throws for any octets. */
export function indexMessage(bytes: Uint8Array): MessageIndex {
  const indexer = new MessageIndexer();
  indexer.push(bytes);
  return indexer.end();
}

/** For bodies that come in chunks; keeps no more than MIME_LIMITS of them. */
export class MessageIndexer {
  readonly #scanner = new MimeScanner();

  push(chunk: Uint8Array): void {
    this.#scanner.push(chunk);
  }

  end(): MessageIndex {
    const { root, sizeBytes } = this.#scanner.end();
    const text = (name: string): string => decodeHeaderText(fieldValue(root.fields, name) ?? '');
    const addresses = (name: string): string => formatAddresses(fieldValues(root.fields, name));
    const sent = parseSentDate(fieldValue(root.fields, 'date') ?? '');
    return {
      envelope: Buffer.from(envelopeOctets(root.fields), 'latin1'),
      body: Buffer.from(bodyOctets(root, false), 'latin1'),
      bodyStructure: Buffer.from(bodyOctets(root, true), 'latin1'),
      parts: toMimePart(root),
      subject: text('subject'),
      from: addresses('from'),
      to: addresses('to'),
      cc: addresses('cc'),
      bcc: addresses('bcc'),
      messageId: messageIds(fieldValue(root.fields, 'message-id'))[0] ?? '',
      inReplyTo: bracketedIds(fieldValue(root.fields, 'in-reply-to'))[0] ?? '',
      references: bracketedIds(fieldValue(root.fields, 'references')),
      sentAt: sent?.at ?? null,
      sentDay: sent?.day ?? null,
      preview: previewText(root),
      hasAttachment: hasAttachment(root),
      headerBytes: root.headerEnd,
      sizeBytes,
    };
  }
}

function toMimePart(part: ScannedPart): MimePart {
  const { type, subtype, encoding, charset, disposition, fileName, id } = part.headers;
  return {
    type,
    subtype,
    encoding,
    charset,
    disposition: disposition?.value ?? null,
    fileName,
    contentId: id === null ? null : (messageIds(id)[0] ?? null),
    headerStart: part.headerStart,
    headerEnd: part.headerEnd,
    bodyStart: part.bodyStart,
    bodyEnd: part.bodyEnd,
    lines: part.lines,
    children: part.children.map(toMimePart),
  };
}

/** A part that people open or save: not text to be read, not the picture an HTML text shows in place. */
function hasAttachment(part: ScannedPart): boolean {
  const { type, disposition, fileName, id } = part.headers;
  if (type === 'multipart') return part.children.some(hasAttachment);
  if (disposition?.value === 'attachment') return true;
  if (type === 'text') return disposition?.value !== 'inline' && fileName !== null;
  return id === null && (fileName !== null || type === 'message' || type === 'application');
}

/** A lone word without angle brackets is taken as it is. */
function messageIds(field: string | null): string[] {
  const found = bracketedIds(field);
  if (found.length > 0 || field === null) return found;
  return field
    .split(/\s+/)
    .slice(0, 1)
    .map(decodeHeaderText)
    .filter((id) => id !== '');
}

/** Ids between angle brackets: those that name other letters. Unicode, at most 100 of at most 998 octets. RFC 5322 3.6.4 */
function bracketedIds(field: string | null): string[] {
  return [...(field ?? '').matchAll(/<([^<>]{1,998})>/g)]
    .map((match) => decodeHeaderText((match[1] ?? '').trim()))
    .filter((id) => id !== '')
    .slice(-100);
}
