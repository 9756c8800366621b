/** What policy says about a connection, a sender, a recipient or a letter. A value; policy never throws and never writes. */
import type { SmtpReply } from '../model/smtp-reply.ts';

export type Decision =
  | { readonly kind: 'accept'; readonly mailbox: 'inbox' | 'junk' }
  | { readonly kind: 'reject'; readonly reply: SmtpReply }
  | { readonly kind: 'defer'; readonly reply: SmtpReply }
  | { readonly kind: 'hold'; readonly reason: string };

export const ACCEPT: Decision = { kind: 'accept', mailbox: 'inbox' };

export function reject(code: number, enhanced: `5.${number}.${number}`, text: string): Decision {
  return { kind: 'reject', reply: { code, enhanced, text } };
}
export function defer(code: number, enhanced: `4.${number}.${number}`, text: string): Decision {
  return { kind: 'defer', reply: { code, enhanced, text } };
}
