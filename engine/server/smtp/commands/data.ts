/** DATA: the letter. The reply after it comes from the profile's intake. RFC 5321 4.1.1.4, 3.3 */
import { tooBig } from '../../../policy/sender.ts';
import { LetterReceiver, type LetterIntake } from '../letter-receiver.ts';
import { createMxIntake } from '../mx-intake.ts';
import { INTERNAL_FAILURE, outOfOrder } from '../replies.ts';
import type { SmtpCommand, SmtpSession, Transaction } from '../smtp-session.ts';
import { createSubmissionIntake } from '../submission-intake.ts';
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';

export const data: SmtpCommand = {
  run(session, argument) {
    const { deps, transaction, signedIn } = session;
    if (argument.trim() !== '') throw badArgument('DATA takes no argument');
    if (transaction === null) return outOfOrder('Begin with MAIL and RCPT');
    if (session.isChunked) return outOfOrder('The letter was begun with BDAT. Go on with BDAT, or send RSET');
    if (transaction.recipients.length === 0)
      return { code: 554, enhanced: '5.5.1', text: 'No recipient was taken, so there is nobody to write to' };
    if (deps.profile === 'submission' && signedIn === null) return outOfOrder('Sign in first');
    session.receive(newLetter(session));
    return null;
  },
};
/** The receiver of a letter for the transaction that is open. */
export function newLetter(session: SmtpSession): LetterReceiver {
  const { deps, transaction } = session;
  const intake = transaction === null ? null : intakeOf(session, transaction);
  if (intake === null) throw new Error('a letter without a transaction of somebody who may send');
  const decision = tooBig(deps.limits.sizeBytes);
  return new LetterReceiver({
    collector: deps.accept.collectBody(),
    intake,
    sizeLimitBytes: deps.limits.sizeBytes,
    tooBig: decision.kind === 'reject' ? decision.reply : INTERNAL_FAILURE,
  });
}
function intakeOf(session: SmtpSession, transaction: Transaction): LetterIntake | null {
  const { deps } = session;
  if (deps.profile === 'mx') return createMxIntake(session, deps, transaction);
  return session.signedIn === null ? null : createSubmissionIntake(session, deps, transaction, session.signedIn);
}
