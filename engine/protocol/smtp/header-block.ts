/** The header section of a letter as octet ranges, so that single fields can be taken out or put in without touching the rest. RFC 5322 2.2, RFC 8601 2.5 */

export interface HeaderRange {
  /** Lower case. */
  readonly name: string;
  /** Unfolded and trimmed, one character per octet. */
  readonly value: string;
  /** Octets [start, end) of the field with its line breaks. */
  readonly start: number;
  readonly end: number;
}

const FIELD_START = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/;

/** @param header octets up to and including the empty line that ends it (or the whole letter where there is none) */
export function readHeader(header: Uint8Array): readonly HeaderRange[] {
  const text = Buffer.from(header.buffer, header.byteOffset, header.byteLength).toString('latin1');
  const fields: HeaderRange[] = [];
  let start = 0;
  let end = 0;
  const close = (): void => {
    const raw = text.slice(start, end);
    const name = FIELD_START.exec(raw)?.[1];
    if (name !== undefined)
      fields.push({
        name: name.toLowerCase(),
        value: raw
          .slice(raw.indexOf(':') + 1)
          .replace(/\r\n/g, '')
          .trim(),
        start,
        end,
      });
  };
  while (end < text.length) {
    const feed = text.indexOf('\n', end);
    const next = feed < 0 ? text.length : feed + 1;
    const folded = text[end] === ' ' || text[end] === '\t';
    const isEmpty = text.slice(end, next).trimEnd() === '' && !folded;
    if (!folded || isEmpty) {
      close();
      start = end;
    }
    if (isEmpty) return fields;
    end = next;
  }
  close();
  return fields;
}
/** @returns the header without the given fields and with `added` (CRLF-ended fields) before the rest */
export function editHeader(header: Uint8Array, remove: readonly HeaderRange[], added = ''): Uint8Array {
  if (remove.length === 0 && added === '') return header;
  const kept: Uint8Array[] = [new TextEncoder().encode(added)];
  let at = 0;
  for (const { start, end } of remove) {
    kept.push(header.subarray(at, start));
    at = end;
  }
  kept.push(header.subarray(at));
  return Buffer.concat(kept);
}
/** The server that an Authentication-Results field says it is of; lower case, comments left out. RFC 8601 2.2 */
export function authenticationServerOf(value: string): string {
  const bare = value.replace(/\([^()]*\)/g, ' ').trimStart();
  return (/^"([^"]*)"/.exec(bare)?.[1] ?? /^[^\s;]*/.exec(bare)![0]).toLowerCase().replace(/\.$/, '');
}
