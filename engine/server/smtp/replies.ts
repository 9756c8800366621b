/** Replies with a meaning beyond their command, and the one place where errors become replies. RFC 5321 4.2, RFC 3463 */
import { assertNever } from '../../lib/assert.ts';
import { MailError } from '../../model/errors.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';
import { SmtpSyntaxError } from '../../protocol/smtp/smtp-syntax-error.ts';
import type { Receipt } from '../../store/intake-store.ts';

/** The only 250 after DATA. It cannot be made without a Receipt. RFC 5321 6.1 */
export function accepted(receipt: Receipt): SmtpReply {
  return { code: 250, enhanced: '2.0.0', text: `Ok: queued as ${receipt.letterId}` };
}
export function ok(enhanced: `2.${number}.${number}`, text: string): SmtpReply {
  return { code: 250, enhanced, text };
}
export function outOfOrder(text: string): SmtpReply {
  return { code: 503, enhanced: '5.5.1', text };
}
/** @returns null for a bug: the caller reports it and answers `internalFailure` */
export function replyForError(error: unknown): SmtpReply | null {
  if (error instanceof SmtpSyntaxError) return error.reply;
  if (!(error instanceof MailError)) return null;
  switch (error.code) {
    case 'unavailable':
      return { code: 452, enhanced: '4.3.1', text: 'The disk takes no mail at the moment. Try again later' };
    case 'overQuota':
      return { code: 452, enhanced: '4.2.2', text: 'The mailbox is full. Try again later' };
    case 'tooBig':
      return { code: 552, enhanced: '5.3.4', text: 'The letter is too large. Send a smaller one' };
    case 'limit':
    case 'inUse':
      return { code: 451, enhanced: '4.3.2', text: 'Too busy at the moment. Try again later' };
    case 'nonexistent':
    case 'alreadyExists':
    case 'cannot':
    case 'noPermission':
    case 'authFailed':
      return { code: 451, enhanced: '4.3.0', text: 'The letter could not be taken at the moment. Try again later' };
    default:
      return assertNever(error.code, 'error code');
  }
}
export const INTERNAL_FAILURE: SmtpReply = {
  code: 451,
  enhanced: '4.3.0',
  text: 'The server failed; nothing was taken. Try again later',
};
