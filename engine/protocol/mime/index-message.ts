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
      inReplyTo: messageIds(fieldValue(root.fields, 'in-reply-to'))[0] ?? '',
      references: messageIds(fieldValue(root.fields, 'references')),
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

/** Ids between angle brackets; a lone word without them is taken as it is. Unicode, at most 100 of at most 998 octets. */
function messageIds(field: string | null): string[] {
  if (field === null) return [];
  const found = [...field.matchAll(/<([^<>]{1,998})>/g)].map((match) => (match[1] ?? '').trim());
  const ids = found.length > 0 ? found : field.split(/\s+/).slice(0, 1);
  return ids
    .map(decodeHeaderText)
    .filter((id) => id !== '')
    .slice(-100);
}
