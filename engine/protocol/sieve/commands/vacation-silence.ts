/** When no absence note is sent: to programs, lists, and for letters that were not to this person. RFC 5230 4.5, 4.6, RFC 3834 2 */
import { fieldAddresses, formatMailAddress, readAddress, sameAddress } from '../message/address-text.ts';
import type { Machine } from '../run/machine.ts';
import type { VacationSilence } from '../run/seam.ts';

const SYSTEM_SENDER =
  /^(?:owner-.*|.*-(?:request|owner|bounces?)|mailer-daemon|postmaster|listserv|majordomo|no-?reply)$/i;
const LIST_FIELDS = [
  'list-id',
  'list-help',
  'list-subscribe',
  'list-unsubscribe',
  'list-post',
  'list-owner',
  'list-archive',
];
const ADDRESSED_FIELDS = ['to', 'cc', 'bcc', 'resent-to', 'resent-cc', 'resent-bcc'];

/** @param addresses further addresses of the owner. @returns null: a reply may be sent */
export function vacationSilence({ context, letter }: Machine, addresses: readonly string[]): VacationSilence | null {
  const sender = readAddress(context.envelopeFrom);
  if (sender === null) return 'nullSender';
  if (SYSTEM_SENDER.test(sender.localpart)) return 'systemSender';
  const automatic = letter.fields('auto-submitted')[0];
  if (automatic !== undefined && !/^no\b/i.test(automatic)) return 'automatic';
  if (LIST_FIELDS.some((name) => letter.rawFields(name).length > 0)) return 'list';
  if (letter.fields('precedence').some((value) => /^(?:bulk|junk|list)$/i.test(value))) return 'list';
  const own = [...context.ownAddresses, ...addresses];
  if (own.some((address) => isSame(address, formatMailAddress(sender)))) return 'ownLetter';
  const named = ADDRESSED_FIELDS.flatMap((name) => letter.rawFields(name)).flatMap(fieldAddresses);
  return named.some((address) => own.some((mine) => isSame(mine, formatMailAddress(address)))) ? null : 'notAddressed';
}

/** Localparts here have no case. */
function isSame(left: string, right: string): boolean {
  return sameAddress(left.toLowerCase(), right.toLowerCase());
}
