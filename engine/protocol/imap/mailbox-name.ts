/** Mailbox names on the wire: modified UTF-7 (RFC 3501 5.1.3) before ENABLE IMAP4rev2, UTF-8 after (RFC 9051 5.1). */
import { ImapSyntaxError } from './imap-syntax-error.ts';

const SHIFTED = /&([A-Za-z0-9+,]*)-/g;

/** @throws ImapSyntaxError when it is no modified UTF-7 */
export function decodeMailboxName(wire: string, isUtf8: boolean): string {
  const name = isUtf8 || !wire.includes('&') ? wire : decodeModifiedUtf7(wire);
  if (/[\x00-\x1f\x7f\u2028\u2029]/.test(name))
    throw new ImapSyntaxError('a mailbox name must not hold control characters');
  return name.normalize('NFC');
}

export function encodeMailboxName(name: string, isUtf8: boolean): string {
  return isUtf8 ? name : encodeModifiedUtf7(name);
}

export function decodeModifiedUtf7(wire: string): string {
  if (wire.replace(SHIFTED, '').includes('&'))
    throw new ImapSyntaxError('mailbox name is not modified UTF-7: "&" is written "&-"');
  return wire.replace(SHIFTED, (_, base64: string) => {
    if (base64 === '') return '&';
    const octets = Buffer.from(base64.replaceAll(',', '/'), 'base64');
    if (octets.length === 0 || octets.length % 2 === 1) throw new ImapSyntaxError('mailbox name is not modified UTF-7');
    const text = octets.swap16().toString('utf16le');
    if (!text.isWellFormed()) throw new ImapSyntaxError('mailbox name is not modified UTF-7');
    return text;
  });
}

export function encodeModifiedUtf7(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => {
    if (run === '&') return '&-';
    const octets = Buffer.from(run, 'utf16le').swap16();
    return `&${octets.toString('base64').replaceAll('/', ',').replace(/=+$/, '')}-`;
  });
}
