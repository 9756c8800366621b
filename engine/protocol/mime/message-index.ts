/**
 * What one pass over a message tells: its part tree with byte offsets, ready IMAP octets, and the facts a listing shows.
 * RFC 9051 7.5.2 (ENVELOPE, BODY, BODYSTRUCTURE), RFC 2045-2047, RFC 5322.
 * All offsets count octets from the first octet of the body that was indexed (a stored `prefix` is not part of it).
 */
import type { UnixMs } from '../../model/ids.ts';

/** One MIME part. A multipart has its parts as children; a message/rfc822 has one child: the root part of the message in it. */
export interface MimePart {
  /** Lower case, e.g. `text`; what a broken Content-Type means by RFC 2045 5.2. */
  readonly type: string;
  /** Lower case, e.g. `plain`. */
  readonly subtype: string;
  /** Content-Transfer-Encoding, lower case; `7bit` when not said. */
  readonly encoding: string;
  /** Charset parameter, lower case; null when not said. */
  readonly charset: string | null;
  /** Content-Disposition, lower case; null when not said. */
  readonly disposition: string | null;
  /** Decoded file name (Content-Disposition `filename`, else Content-Type `name`); null when there is none. */
  readonly fileName: string | null;
  /** Content-ID without angle brackets; null when not said. */
  readonly contentId: string | null;
  /** Header of the part including the empty line that ends it: [headerStart, headerEnd). */
  readonly headerStart: number;
  readonly headerEnd: number;
  /** Content of the part without the line break that belongs to the next boundary: [bodyStart, bodyEnd). */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Line feeds in the content. */
  readonly lines: number;
  readonly children: readonly MimePart[];
}

export interface MessageIndex {
  /** IMAP octets of ENVELOPE, BODY and BODYSTRUCTURE with their parentheses, without the item name. */
  readonly envelope: Uint8Array;
  readonly body: Uint8Array;
  readonly bodyStructure: Uint8Array;
  /** The message itself as a part; keep it with `encodeMimeIndex`. */
  readonly parts: MimePart;
  /** Header facts, decoded to Unicode and on one line; '' when the field is missing. */
  readonly subject: string;
  /** Address fields as people read them: `Ayşe Kaya <ayse@example.com>, ...`. */
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  /** Without angle brackets; '' when missing. */
  readonly messageId: string;
  readonly inReplyTo: string;
  /** Message ids of the References field in order, without angle brackets. */
  readonly references: readonly string[];
  /** The Date field; null when missing or not a date. */
  readonly sentAt: UnixMs | null;
  /** The day written in the Date field, without its zone, as YYYY-MM-DD: what SENTON and its like compare. RFC 9051 6.4.4 */
  readonly sentDay: string | null;
  /** First words of the text, at most 200 characters on one line. */
  readonly preview: string;
  readonly hasAttachment: boolean;
  /** Length of the header including the empty line, in octets. */
  readonly headerBytes: number;
  /** Length of what was indexed, in octets. */
  readonly sizeBytes: number;
}
