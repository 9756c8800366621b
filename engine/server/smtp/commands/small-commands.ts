/** RSET, NOOP, QUIT, VRFY, EXPN, HELP. RFC 5321 4.1.1.5 to 4.1.1.10, 7.3 */
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { ok } from '../replies.ts';
import type { SmtpCommand } from '../smtp-session.ts';

export const rset: SmtpCommand = {
  run(session, argument) {
    if (argument.trim() !== '') throw badArgument('RSET takes no argument');
    session.setTransaction(null);
    return ok('2.0.0', 'Forgotten');
  },
};
export const noop: SmtpCommand = { run: () => ok('2.0.0', 'Ok') };
export const quit: SmtpCommand = {
  run(session) {
    session.endAfterReply();
    return { code: 221, enhanced: '2.0.0', text: 'Goodbye' };
  },
};
/** Who exists here is told to nobody but a sender of mail, one recipient at a time. */
export const vrfy: SmtpCommand = {
  run(_session, argument) {
    if (argument.trim() === '') throw badArgument('VRFY needs a name');
    return { code: 252, enhanced: '2.5.2', text: 'Not told here. Send the letter and see' };
  },
};
export const expn: SmtpCommand = { run: () => ({ code: 502, enhanced: '5.5.1', text: 'Lists are not told here' }) };
export const help: SmtpCommand = {
  run: () => ({
    code: 214,
    enhanced: '2.0.0',
    text: 'Commands: EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY STARTTLS AUTH',
  }),
};
