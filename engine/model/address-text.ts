/** Addresses as text: the form of an envelope and of a header's addr-spec. RFC 5321 4.1.2, RFC 5322 3.4.1 */
import type { Address, ReversePath } from './account.ts';

const DOT_STRING = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\uffff-]+)*$/;

/** `localpart@domain`, the localpart quoted where its characters ask for it. */
export function formatAddress({ localpart, domain }: Address): string {
  const local = DOT_STRING.test(localpart) ? localpart : `"${localpart.replace(/[\\"]/g, '\\$&')}"`;
  return domain === '' ? local : `${local}@${domain}`;
}
/** As formatAddress; '' for the null reverse-path. */
export function formatReversePath(path: ReversePath): string {
  return path === null ? '' : formatAddress(path);
}
