/** Strings of ENVELOPE and BODYSTRUCTURE as IMAP octets, written as octet strings (`latin1`). RFC 9051 9: nstring, string */

/** NIL, a quoted string, or a literal where a quoted string cannot carry the octets. NULs, which no string can, are left out. */
export function nstring(octets: string | null): string {
  return octets === null ? 'NIL' : string(octets);
}

export function string(octets: string): string {
  const text = octets.includes('\0') ? octets.replaceAll('\0', '') : octets;
  if (!/[\r\n\x80-\xff]/.test(text)) return `"${text.replace(/[\\"]/g, '\\$&')}"`;
  return `{${text.length}}\r\n${text}`;
}

/** `(a b c)`, or NIL when there is nothing to list. */
export function listOrNil(items: readonly string[], separator = ' '): string {
  return items.length === 0 ? 'NIL' : `(${items.join(separator)})`;
}
