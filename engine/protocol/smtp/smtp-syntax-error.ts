/** Thrown by the grammar, caught in one place of the server. The reply is ready to be sent. RFC 5321 4.2.4 */
import type { SmtpReply } from '../../model/smtp-reply.ts';

export class SmtpSyntaxError extends Error {
  readonly reply: SmtpReply;
  constructor(reply: SmtpReply) {
    super(reply.text);
    this.name = 'SmtpSyntaxError';
    this.reply = reply;
  }
}
/** 501: the command is known, its argument is not well formed. */
export function badArgument(text: string, enhanced: SmtpReply['enhanced'] = '5.5.4'): SmtpSyntaxError {
  return new SmtpSyntaxError({ code: 501, enhanced, text });
}
