/** Own mailboxes without a prefix, those of others below theirs, with its name in the client's language. RFC 9051 6.3.10, RFC 5255 3.4 */
import { encodeModifiedUtf7 } from '../../protocol/imap/mailbox-name.ts';
import { string } from '../../protocol/imap/response-text.ts';
import { OTHER_USERS } from '../../store/mailbox-names.ts';
import type { ImapSession } from './imap-session.ts';

const TRANSLATED = { en: null, tr: 'Diğer Kullanıcılar' } as const;

export function tellNamespaces(session: ImapSession): void {
  const translated = TRANSLATED[session.respond.language];
  const translation = translated === null ? '' : ` "TRANSLATION" (${string(encodeModifiedUtf7(`${translated}/`))})`;
  session.respond.untagged(`NAMESPACE (("" "/")) (("${OTHER_USERS}/" "/"${translation})) NIL`);
}
