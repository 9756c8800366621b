/** The header fields a mail server adds: Return-Path, Delivered-To, Received. RFC 5321 4.4, RFC 6531 3.7.3, RFC 3848 */
import { formatAddress, formatReversePath } from '../model/address-text.ts';
import type { Address, ReversePath } from '../model/account.ts';
import type { LetterId, UnixMs } from '../model/ids.ts';
import type { LetterOrigin } from '../model/letter.ts';

export interface ReceivedInput {
  readonly origin: LetterOrigin;
  readonly hostname: string;
  readonly letterId: LetterId;
  /** ESMTP, ESMTPS, UTF8SMTPSA, ... as RFC 3848 names them; null for what we made ourselves. */
  readonly protocol: string | null;
  /** Named only when it is the only one: others are not told who else got the letter. */
  readonly recipient: Address | null;
  readonly at: UnixMs;
}

/** @returns the field with its CRLF */
export function receivedField(input: ReceivedInput): string {
  const { origin, hostname, letterId, protocol, recipient, at } = input;
  const helo = clean(origin.helo ?? 'unknown');
  // The address of a person's own device is nobody else's business.
  const from =
    origin.via === 'mx' && origin.peer !== null ? `from ${helo} (${addressLiteral(origin.peer)})` : `from ${helo}`;
  const lines = [
    origin.via === 'mx' || origin.via === 'submission' ? from : null,
    origin.tls === null ? null : `(using ${clean(origin.tls.version)} with cipher ${clean(origin.tls.cipher)})`,
    `by ${hostname} (Postane)${protocol === null ? '' : ` with ${protocol}`} id ${letterId}`,
    recipient === null ? null : `for <${formatAddress(recipient)}>`,
  ].filter((line) => line !== null);
  return `Received: ${lines.join('\r\n\t')};\r\n\t${messageDate(at)}\r\n`;
}
/** @returns the fields of final delivery, with their CRLFs */
export function finalDeliveryFields(sender: ReversePath, deliveredTo: Address): string {
  return `Return-Path: <${formatReversePath(sender)}>\r\nDelivered-To: ${formatAddress(deliveredTo)}\r\n`;
}
/** As RFC 5322 3.3 writes a time; always UTC. */
export function messageDate(at: UnixMs): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
/** What a client says of itself, without what could end or fold a field. */
function clean(text: string): string {
  return text.replace(/[^\x21-\x7e\u00a0-\uffff]|[()\\]/g, '').slice(0, 255) || 'unknown';
}
function addressLiteral(ip: string): string {
  return ip.includes(':') ? `[IPv6:${ip}]` : `[${ip}]`;
}
