/** Pieces of responses as octet strings. RFC 9051 9. Unicode must come through `utf8Octets` or `mailboxName`. */
import { string } from '../mime/imap-octets.ts';
import { encodeMailboxName } from './mailbox-name.ts';

/** Unicode as an octet string. */
export function utf8Octets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Text of a status response: one line, UTF-8. */
export function humanText(text: string): string {
  const line = text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
  return utf8Octets(line === '' ? '-' : line);
}

/** A mailbox name as this session writes it: UTF-8 in quotes after ENABLE IMAP4rev2, else modified UTF-7. */
export function mailboxName(name: string, isUtf8: boolean): string {
  if (isUtf8) return `"${utf8Octets(encodeMailboxName(name, true)).replace(/[\\"]/g, '\\$&')}"`;
  return string(encodeMailboxName(name, false));
}

export { nstring, string } from '../mime/imap-octets.ts';
