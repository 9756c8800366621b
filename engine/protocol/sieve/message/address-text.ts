/** Addresses of scripts and header fields as text. RFC 5228 2.4.2.3, 2.7.4 */
import { parseAddressList } from '../../mime/address-list.ts';
import { MIME_LIMITS } from '../../mime/mime-limits.ts';
import { decodeText } from './field-text.ts';

export interface MailAddress {
  /** Unquoted. */
  readonly localpart: string;
  readonly domain: string;
}

/** Addresses of one header field in order; group names are left out, so is what has no domain. @param octets raw value */
export function fieldAddresses(octets: string): MailAddress[] {
  const found: MailAddress[] = [];
  for (const { mailbox, host } of parseAddressList(octets.slice(0, MIME_LIMITS.fieldBytes))) {
    if (mailbox !== null && host !== null && host !== '')
      found.push({ localpart: decodeText(mailbox), domain: decodeText(host) });
  }
  return found;
}

/** The one address of a text: `user@example.com`, or that in angle brackets behind a name; null when it is none. */
export function readAddress(text: string): MailAddress | null {
  if (text.length > LONGEST_ADDRESS) return null;
  const [, named, bare] = /^\s*(?:(?:"(?:[^"\\]|\\.)*"|[^"<>@,;:]*)<([^<>]*)>|([^\s<>].*?))\s*$/s.exec(text) ?? [];
  const spec = named ?? bare ?? '';
  const [, quoted, atoms = '', domain = ''] = ADDR_SPEC.exec(spec) ?? [];
  const localpart = quoted === undefined ? atoms : quoted.replace(/\\(.)/g, '$1');
  if (!DOMAIN.test(domain) || (quoted === undefined && !isDotAtom(localpart))) return null;
  return { localpart, domain };
}

/** With the name before it. */
const LONGEST_ADDRESS = 1_000;
const ADDR_SPEC = /^(?:"((?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])*)"|([^"@]*))@([^@]*)$/;
const ATOMS = /^[^\s"(),:;<>@[\\\]\x00-\x1f\x7f]+$/;
const DOMAIN = /^(?:\[[^\][\\\s]+\]|[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*)$/u;
const isDotAtom = (localpart: string): boolean => ATOMS.test(localpart) && !/^\.|\.\.|\.$/.test(localpart);

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
  return `${isDotAtom(localpart) ? localpart : `"${localpart.replace(/[\\"]/g, '\\$&')}"`}@${domain}`;
}
