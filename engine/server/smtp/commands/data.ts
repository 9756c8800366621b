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
    const { deps, transaction } = session;
    if (argument.trim() !== '') throw badArgument('DATA takes no argument');
    if (transaction === null) return outOfOrder('Begin with MAIL and RCPT');
    if (transaction.recipients.length === 0)
      return { code: 554, enhanced: '5.5.1', text: 'No recipient was taken, so there is nobody to write to' };
    const intake = intakeOf(session, transaction);
    if (intake === null) return outOfOrder('Sign in first');
    const decision = tooBig(deps.limits.sizeBytes);
    session.receive(
      new LetterReceiver({
        collector: deps.accept.collectBody(),
        intake,
        sizeLimitBytes: deps.limits.sizeBytes,
        tooBig: decision.kind === 'reject' ? decision.reply : INTERNAL_FAILURE,
      }),
    );
    return null;
  },
};
function intakeOf(session: SmtpSession, transaction: Transaction): LetterIntake | null {
  const { deps } = session;
  if (deps.profile === 'mx') return createMxIntake(session, deps, transaction);
  return session.signedIn === null ? null : createSubmissionIntake(session, deps, transaction, session.signedIn);
}
