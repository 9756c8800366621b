/** What a session knows about where a letter comes from and what the next server must be able to do. RFC 6531 3.2, RFC 6152 */
import type { SmtpSession, Transaction } from './smtp-session.ts';
import type { LetterFacts } from './smtp-wire.ts';
import type { LetterOrigin } from '../../model/letter.ts';
import type { HeaderRange } from '../../protocol/smtp/header-block.ts';

export function letterOrigin(session: SmtpSession): LetterOrigin {
  const { signedIn } = session;
  return {
    via: session.deps.profile,
    peer: session.peer,
    helo: session.helo,
    tls: session.tls,
    accountId: signedIn?.account.id ?? null,
    login: signedIn?.login ?? null,
  };
}
export function needsOf(
  transaction: Transaction,
  facts: LetterFacts,
  fields: readonly HeaderRange[],
): { readonly needsSmtpUtf8: boolean; readonly needs8Bit: boolean } {
  const paths = [
    transaction.sender?.localpart ?? '',
    ...transaction.recipients.map(({ address }) => address.localpart),
  ];
  const has8Bit = (text: string): boolean => /[^\x00-\x7f]/.test(text);
  const needsSmtpUtf8 =
    transaction.mail.smtpUtf8 && (paths.some(has8Bit) || fields.some((field) => has8Bit(field.value)));
  return { needsSmtpUtf8, needs8Bit: facts.has8Bit };
}
