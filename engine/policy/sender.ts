/** Whether MAIL FROM may be: size against the limit, UTF-8 with its keyword, and for submissions an own address. RFC 5321 4.1.1.2, RFC 1870 6.1, RFC 6531 3.4, RFC 6409 6.1 */
import { ACCEPT, reject, type Decision } from './decision.ts';
import { isOwnAddress } from './submission.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Address, ReversePath } from '../model/account.ts';

export interface SenderFacts {
  readonly sender: ReversePath;
  readonly smtpUtf8: boolean;
  readonly sizeBytes: number | null;
  readonly sizeLimitBytes: number;
  /** Addresses of the signed-in account; null on the port for other servers. */
  readonly ownAddresses: readonly Address[] | null;
}
export function decideSender(facts: SenderFacts): Decision {
  const { sender, ownAddresses } = facts;
  if (facts.sizeBytes !== null && facts.sizeBytes > facts.sizeLimitBytes) return tooBig(facts.sizeLimitBytes);
  if (sender !== null && !facts.smtpUtf8 && !isAscii(sender.localpart)) {
    return reject(553, '5.6.7', 'The address needs SMTPUTF8. Give that keyword with MAIL');
  }
  if (ownAddresses === null || sender === null || isOwnAddress(sender, ownAddresses)) return ACCEPT;
  return reject(
    550,
    '5.7.1',
    `${formatAddress(sender)} is not an address of this account. Choose one of its own addresses as sender`,
  );
}
export function tooBig(limitBytes: number): Decision {
  return reject(
    552,
    '5.3.4',
    `The letter is larger than the ${Math.floor(limitBytes / 1_000_000)} MB taken here. Send a smaller one`,
  );
}
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
