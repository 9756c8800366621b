/** BDAT: a chunk of the letter, of announced length; the last one ends it. Its octets are always read, also of a chunk that is refused. RFC 3030 2, 4.1.1, RFC 2920 */
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { newLetter } from './data.ts';
import { outOfOrder } from '../replies.ts';
import type { SmtpCommand, SmtpSession } from '../smtp-session.ts';
import type { SmtpReply } from '../../../model/smtp-reply.ts';

export const bdat: SmtpCommand = {
  run(session, argument) {
    const [, count, last] = /^ *(\d{1,20})(?: +(LAST))? *$/i.exec(argument) ?? [];
    if (count === undefined) {
      // How many octets follow is unknown: whatever comes next must not be read as commands.
      session.endAfterReply();
      throw badArgument('BDAT has the form BDAT octets [LAST]');
    }
    const octets = Number(count);
    if (octets > session.deps.limits.sizeBytes * 2 + 1_000_000) {
      session.endAfterReply();
      return { code: 552, enhanced: '5.3.4', text: 'The chunk is far larger than any letter taken here' };
    }
    const refusal = refusalOf(session);
    if (refusal !== null) return session.skipChunk(octets, refusal);
    return session.receiveChunk({ octets, isLast: last !== undefined }, () => newLetter(session));
  },
};
function refusalOf({ transaction, deps, signedIn }: SmtpSession): SmtpReply | null {
  if (transaction === null) return outOfOrder('Begin with MAIL and RCPT');
  if (deps.profile === 'submission' && signedIn === null) return outOfOrder('Sign in first');
  if (transaction.recipients.length === 0)
    return { code: 554, enhanced: '5.5.1', text: 'No recipient was taken, so there is nobody to write to' };
  return null;
}
