/** Addresses of scripts and header fields as text. RFC 5228 2.4.2.3, 2.7.4 */
import { parseAddressList } from '../../mime/address-list.ts';
import { decodeText } from './field-text.ts';

export interface MailAddress {
  /** Unquoted. */
  readonly localpart: string;
  readonly domain: string;
}

/** Addresses of one header field in order; group names are left out, so is what has no domain. @param octets raw value */
export function fieldAddresses(octets: string): MailAddress[] {
  const found: MailAddress[] = [];
  for (const { mailbox, host } of parseAddressList(octets)) {
    if (mailbox !== null && host !== null && host !== '')
      found.push({ localpart: decodeText(mailbox), domain: decodeText(host) });
  }
  return found;
}

/** The one address of a text: `user@example.com`, also with a name or in angle brackets; null when it is none. */
export function readAddress(text: string): MailAddress | null {
  if (/[\x00-\x1f\x7f]/.test(text)) return null;
  const octets = Buffer.from(text).toString('latin1');
  const list = parseAddressList(octets);
  const [only] = fieldAddresses(octets);
  if (list.length !== 1 || only === undefined || only.localpart === '') return null;
  return isSound(only, text) ? only : null;
}

const ATOMS = /^[^\s"(),:;<>@[\\\]]+$/;
const DOMAIN = /^(?:\[[^\][\\\s]+\]|[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*)$/u;

/** An unquoted localpart is a dot-atom, and the domain is one. */
function isSound({ localpart, domain }: MailAddress, text: string): boolean {
  if (!DOMAIN.test(domain)) return false;
  const isDotAtom = ATOMS.test(localpart) && !/^\.|\.\.|\.$/.test(localpart);
  return isDotAtom || text.includes('"');
}

/** Localparts with case, domains without it. RFC 5321 2.4 */
export function sameAddress(left: string, right: string): boolean {
  return comparable(left) === comparable(right);
}

function comparable(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at + 1) + address.slice(at + 1).toLowerCase();
}

/** `localpart@domain`, the localpart quoted where it is no dot-atom. */
export function formatMailAddress({ localpart, domain }: MailAddress): string {
  const isDotAtom = ATOMS.test(localpart) && !/^\.|\.\.|\.$/.test(localpart);
  return `${isDotAtom ? localpart : `"${localpart.replace(/[\\"]/g, '\\$&')}"`}@${domain}`;
}
