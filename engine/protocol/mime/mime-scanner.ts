/**
 * Body octets to the tree of parts, line by line, in one pass and bounded memory. RFC 2046 5.1 (multipart), 5.2.1
 * (message/rfc822). The line break before a boundary belongs to the boundary. A missing end, a missing boundary and
 * bare LFs are taken as they come; beyond MIME_LIMITS the rest stays one opaque part.
 */
import { LineFeeder } from './line-feeder.ts';
import { MIME_LIMITS } from './mime-limits.ts';
import { OpenPart, type ScannedPart } from './scanned-part.ts';

const DASH = 45;
const LONGEST_DELIMITER = MIME_LIMITS.boundaryBytes + 70;

export class MimeScanner {
  readonly #root = new OpenPart(0, { isMessageRoot: true, inDigest: false, headerLimit: MIME_LIMITS.rootHeaderBytes });
  readonly #stack: OpenPart[] = [this.#root];
  readonly #lines = new LineFeeder((...line) => this.#line(...line));
  #openBoundaries = 0;
  #partCount = 1;
  #headerBytes = 0;
  #wantsPlain = true;
  #wantsHtml = true;
  /** Octets and line feeds before the line at hand, and the length of the line break before it. */
  #position = 0;
  #feeds = 0;
  #breakBefore = 0;

  /** The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** Ends the message. @returns its root part and length */
  end(): { root: ScannedPart; sizeBytes: number } {
    this.#lines.end();
    while (this.#stack.length > 0) this.#close(this.#position, this.#feeds);
    return { root: this.#root, sizeBytes: this.#position };
  }

  /** One line: its text is at [start, end) of `bytes`, cut when too long; `length` is that of the whole with its break. */
  #line(bytes: Uint8Array, start: number, end: number, length: number, lineBreak: number): void {
    const mayDelimit = this.#openBoundaries > 0 && bytes[start] === DASH && bytes[start + 1] === DASH;
    if (!(mayDelimit && end - start <= LONGEST_DELIMITER && this.#delimiter(bytes, start, end, length))) {
      this.#content(bytes, start, end, length, lineBreak);
    }
    this.#position += length;
    this.#feeds += lineBreak > 0 ? 1 : 0;
    this.#breakBefore = lineBreak;
  }

  #content(bytes: Uint8Array, start: number, end: number, length: number, lineBreak: number): void {
    const top = this.#stack[this.#stack.length - 1] ?? this.#root;
    if (!top.inHeader) {
      if (top.sample !== null) top.keepSample(bytes, start, Math.min(end + lineBreak, bytes.length), this.#position);
    } else if (length === lineBreak) {
      this.#endHeader(top, this.#position + length, this.#feeds + 1);
    } else {
      this.#headerBytes += top.keepHeaderLine(bytes, start, end, MIME_LIMITS.allHeaderBytes - this.#headerBytes);
    }
  }

  #endHeader(part: OpenPart, end: number, feeds: number): void {
    part.endHeader(end, feeds);
    const { type, subtype, boundary } = part.headers;
    const isMessage = type === 'message' && (subtype === 'rfc822' || subtype === 'global');
    const fits = this.#stack.length < MIME_LIMITS.depth && this.#partCount < MIME_LIMITS.parts;
    if ((isMessage || type === 'multipart') && !fits) {
      part.headers = { ...part.headers, type: 'application', subtype: 'octet-stream' };
    } else if (isMessage) {
      this.#open(part, end, { isMessageRoot: true, inDigest: false });
    } else if (boundary !== null && boundary !== '') {
      part.boundary = boundary;
      this.#openBoundaries += 1;
    } else {
      this.#takeSample(part);
    }
  }

  #open(parent: OpenPart, start: number, kind: { isMessageRoot: boolean; inDigest: boolean }): void {
    const child = new OpenPart(start, { ...kind, headerLimit: MIME_LIMITS.partHeaderBytes });
    parent.children.push(child);
    this.#stack.push(child);
    this.#partCount += 1;
  }

  /** The first plain and the first HTML text are worth a preview. */
  #takeSample(part: OpenPart): void {
    const { type, subtype, disposition } = part.headers;
    if (type !== 'text' || disposition?.value === 'attachment') return;
    if (subtype === 'plain' && this.#wantsPlain) this.#wantsPlain = false;
    else if (subtype === 'html' && this.#wantsHtml) this.#wantsHtml = false;
    else return;
    part.sample = new Uint8Array(MIME_LIMITS.previewSourceBytes);
  }

  /** Takes the line if it delimits a part, and says so. */
  #delimiter(bytes: Uint8Array, start: number, end: number, length: number): boolean {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + start + 2, end - start - 2)
      .toString('latin1')
      .trimEnd();
    for (let level = this.#stack.length - 1; level >= 0; level -= 1) {
      const part = this.#stack[level];
      if (part === undefined || part.boundary === null || !text.startsWith(part.boundary)) continue;
      const rest = text.slice(part.boundary.length);
      if (rest !== '' && rest !== '--') continue;
      if (rest === '' && this.#partCount >= MIME_LIMITS.parts) return false;
      while (this.#stack.length - 1 > level) this.#closeBeforeDelimiter();
      if (rest === '') {
        this.#open(part, this.#position + length, {
          isMessageRoot: false,
          inDigest: part.headers.subtype === 'digest',
        });
      } else {
        part.boundary = null;
        this.#openBoundaries -= 1;
      }
      return true;
    }
    return false;
  }

  #closeBeforeDelimiter(): void {
    this.#close(this.#position - this.#breakBefore, this.#feeds - (this.#breakBefore > 0 ? 1 : 0));
  }

  /** Ends the innermost part at `end`, before which `feeds` line feeds came. */
  #close(end: number, feeds: number): void {
    const part = this.#stack[this.#stack.length - 1] ?? this.#root;
    if (part.inHeader) {
      this.#endHeader(part, Math.max(part.headerStart, end), feeds);
      while (this.#stack[this.#stack.length - 1] !== part) this.#close(end, feeds);
    }
    this.#stack.pop();
    if (part.boundary !== null) this.#openBoundaries -= 1;
    part.endBody(end, feeds);
    if (part.headers.type === 'multipart' && part.children.length === 0)
      part.children.push(emptyPart(part.bodyEnd, feeds));
  }
}

/** A multipart without parts is shown with one empty text: IMAP knows no empty multipart. RFC 9051 9, body-type-mpart */
function emptyPart(at: number, feeds: number): OpenPart {
  const part = new OpenPart(at, { isMessageRoot: false, inDigest: false, headerLimit: 0 });
  part.endHeader(at, feeds);
  part.endBody(at, feeds);
  return part;
}
