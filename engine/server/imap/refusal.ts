/** A NO that only IMAP knows, with its response code. RFC 5530, RFC 9051 7.1 */
export type RefusalCode =
  | 'TRYCREATE'
  | 'UNKNOWN-CTE'
  | 'PRIVACYREQUIRED'
  | 'NOTSAVED'
  | 'HASCHILDREN'
  | 'TOOBIG'
  | 'LIMIT'
  | 'AUTHENTICATIONFAILED'
  | 'UNAVAILABLE'
  | 'USEATTR'
  | 'COMPRESSIONACTIVE'
  | 'NOTIFICATIONOVERFLOW'
  | `BADEVENT (${string})`
  | 'METADATA TOOMANY'
  | `METADATA MAXSIZE ${number}`
  | 'CANNOT'
  | `BADURL ${string}`
  | 'BADCHARSET (UTF-8 US-ASCII ISO-8859-1 ISO-8859-9 ISO-8859-15 WINDOWS-1252 WINDOWS-1254)';

export class ImapRefusal extends Error {
  override readonly name = 'ImapRefusal';
  readonly code: RefusalCode | null;
  constructor(code: RefusalCode | null, text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }
}
