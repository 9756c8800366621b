/** Addresses and domain names as people type them into a field or a command line. RFC 5321 4.1.2, RFC 5891 */
import type { Address } from '../model/account.ts';
import { normalizeDomain, parseForwardPath } from '../protocol/smtp/path.ts';
import { SmtpSyntaxError } from '../protocol/smtp/smtp-syntax-error.ts';
import { refusal } from './dispatcher.ts';

/** @throws ControlFailure badRequest naming the field */
export function addressOf(text: string, field = 'address'): Address {
  try {
    const { address, rest } = parseForwardPath(`<${text.trim()}>`);
    if (rest === '' && address.domain !== '' && !address.domain.startsWith('[')) return address;
  } catch (error) {
    if (!(error instanceof SmtpSyntaxError)) throw error;
  }
  throw refusal('badRequest', `${text} is no address; it has the form name@domain`, field);
}
/** @returns the A-label form. @throws ControlFailure badRequest */
export function domainNameOf(text: string, field = 'domain'): string {
  const name = normalizeDomain(text.trim());
  if (name === null || !name.includes('.'))
    throw refusal('badRequest', `${text} is no domain name; it has the form example.com`, field);
  return name;
}
