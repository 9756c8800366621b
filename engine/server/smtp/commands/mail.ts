/** MAIL: begins a transaction. RFC 5321 4.1.1.2, RFC 1870, RFC 6531 3.4, RFC 6409 */
import { decideSender } from '../../../policy/sender.ts';
import { parseMailParameters } from '../../../protocol/smtp/parameters.ts';
import { parseReversePath } from '../../../protocol/smtp/path.ts';
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { ok, outOfOrder } from '../replies.ts';
import type { SmtpCommand } from '../smtp-session.ts';

export const mail: SmtpCommand = {
  run(session, argument) {
    const { deps } = session;
    if (session.transaction !== null) return outOfOrder('A letter is already begun. Finish it or send RSET');
    const path = /^FROM:(.*)$/is.exec(argument.trimStart())?.[1];
    if (path === undefined) throw badArgument('MAIL has the form MAIL FROM:<address>', '5.5.4');
    const { address: sender, rest } = parseReversePath(path);
    const parameters = parseMailParameters(rest, deps.profile === 'submission');
    const ownAddresses = deps.profile === 'submission' ? (session.signedIn?.ownAddresses ?? []) : null;
    const decision = decideSender({
      sender,
      smtpUtf8: parameters.smtpUtf8,
      sizeBytes: parameters.sizeBytes,
      sizeLimitBytes: deps.limits.sizeBytes,
      ownAddresses,
    });
    if (decision.kind === 'reject' || decision.kind === 'defer') return decision.reply;
    session.setTransaction({ sender, mail: parameters, recipients: [] });
    return ok('2.1.0', 'Sender ok');
  },
};
