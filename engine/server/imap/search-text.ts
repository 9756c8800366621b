/** Search texts to Unicode in the charset the client named. RFC 9051 6.4.4, RFC 3501 6.4.4 */
import { ImapSyntaxError } from '../../protocol/imap/imap-syntax-error.ts';
import { ImapRefusal } from './refusal.ts';

/** Charset names as IANA has them, with what the platform calls each. */
const CHARSETS: ReadonlyMap<string, string> = new Map([
  ['UTF-8', 'utf-8'],
  // A part of UTF-8, and what clients mean by it is often that.
  ['US-ASCII', 'utf-8'],
  ['ISO-8859-1', 'iso-8859-1'],
  ['ISO-8859-9', 'iso-8859-9'],
  ['ISO-8859-15', 'iso-8859-15'],
  ['WINDOWS-1252', 'windows-1252'],
  ['WINDOWS-1254', 'windows-1254'],
]);

/** @param charset upper case; null: UTF-8, of which US-ASCII is a part */
export function searchTextReader(charset: string | null): (octets: string) => string {
  const label = CHARSETS.get(charset ?? 'UTF-8');
  if (label === undefined)
    throw new ImapRefusal(
      'BADCHARSET (UTF-8 US-ASCII ISO-8859-1 ISO-8859-9 ISO-8859-15 WINDOWS-1252 WINDOWS-1254)',
      `${charset?.slice(0, 60) ?? ''} is not known here; use UTF-8`,
    );
  const decoder = new TextDecoder(label, { fatal: true });
  return (octets) => {
    try {
      return decoder.decode(Buffer.from(octets, 'latin1')).normalize('NFC');
    } catch (error) {
      throw new ImapSyntaxError(`the search text is not ${charset ?? 'UTF-8'}`, { cause: error });
    }
  };
}
