/** An address as text for rows and people. RFC 5321 4.1.2 */
import type { Address, ReversePath } from '../model/account.ts';

const ATOMS = /^[^\s"(),:;<>@[\\\]]+$/u;

/** `localpart@domain`, the localpart quoted where it must be; '' for the null reverse-path. */
export function addressText(address: ReversePath): string {
  if (address === null) return '';
  const plain = ATOMS.test(address.localpart);
  const localpart = plain ? address.localpart : `"${address.localpart.replace(/["\\]/g, '\\$&')}"`;
  return address.domain === '' ? localpart : `${localpart}@${address.domain}`;
}
/** Reads back what `addressText` wrote. */
export function addressOf(text: string): Address {
  const at = text.lastIndexOf('@');
  const local = at < 0 ? text : text.slice(0, at);
  const localpart = local.startsWith('"') ? local.slice(1, -1).replace(/\\(.)/g, '$1') : local;
  return { localpart, domain: at < 0 ? '' : text.slice(at + 1) };
}
