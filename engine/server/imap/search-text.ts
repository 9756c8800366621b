/** Search texts to Unicode in the charset the client named. RFC 9051 6.4.4 */
import { ImapSyntaxError } from '../../protocol/imap/imap-syntax-error.ts';
import { ImapRefusal } from './refusal.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @param charset upper case; null: UTF-8, of which US-ASCII is a part */
export function searchTextReader(charset: string | null): (octets: string) => string {
  if (charset !== null && charset !== 'UTF-8' && charset !== 'US-ASCII') {
    throw new ImapRefusal('BADCHARSET (UTF-8 US-ASCII)', `${charset.slice(0, 60)} is not known here; use UTF-8`);
  }
  return (octets) => {
    try {
      return utf8.decode(Buffer.from(octets, 'latin1')).normalize('NFC');
    } catch (error) {
      throw new ImapSyntaxError('the search text is not UTF-8', { cause: error });
    }
  };
}
