/** STARTTLS. RFC 3207 */
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { outOfOrder } from '../replies.ts';
import type { SmtpCommand } from '../smtp-session.ts';

export const starttls: SmtpCommand = {
  run(session, argument) {
    if (argument.trim() !== '') throw badArgument('STARTTLS takes no argument');
    if (session.tls !== null) return outOfOrder('The connection is encrypted already');
    if (!session.offersStartTls)
      return { code: 454, enhanced: '4.7.0', text: 'Encryption is not available at the moment. Go on without it' };
    session.say({ code: 220, enhanced: '2.0.0', text: 'Begin encryption' });
    session.startTls();
    return null;
  },
};
