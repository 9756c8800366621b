/** SPF records as text: ours put into one that is there already, instead of a second one. RFC 7208 3.2, 4.5, 5 */
import { normalizeAddress } from '../net/peer.ts';

export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

const isAll = (term: string): boolean => /^[+?~-]?all$/i.test(term);
const isRedirect = (term: string): boolean => /^redirect=/i.test(term);
const isMx = (term: string): boolean => /^\+?mx$/i.test(term);
const termsOf = (value: string): string[] => value.trim().split(/ +/).slice(1);
/** What is looked at: `all` ends it. */
function effectiveTerms(value: string): string[] {
  const terms = termsOf(value);
  const all = terms.findIndex(isAll);
  return all < 0 ? terms : terms.slice(0, all + 1);
}

/** Whether the record lets the domain's MX hosts send, by a mechanism of its own. Includes are not followed. */
export function allowsMx(value: string): boolean {
  return effectiveTerms(value).some((term) => isMx(term) || /^\+?all$/i.test(term));
}
/** Whether it names each of these addresses alone, as `ip4:` or `ip6:`. */
export function allowsAddresses(value: string, addresses: readonly string[]): boolean {
  const named = effectiveTerms(value).flatMap((term) => {
    const text = /^\+?ip[46]:(.+?)(?:\/(?:32|128))?$/i.exec(term)?.[1];
    return (text === undefined ? null : normalizeAddress(text)) ?? [];
  });
  return addresses.length > 0 && addresses.every((address) => named.includes(normalizeAddress(address) ?? ''));
}
/**
 * One record out of all that were found, with `mx` where it counts: in front, before anything can answer otherwise. The first
 * record's `all` stands; without one, its redirect. @param found at least one
 */
export function mergeSpf(found: readonly string[]): string {
  const terms = found.flatMap(termsOf);
  const kept = new Set(terms.filter((term) => !isAll(term) && !isRedirect(term) && !isMx(term)));
  const end = terms.find(isAll) ?? terms.find(isRedirect);
  return ['v=spf1', 'mx', ...kept, ...(end === undefined ? [] : [end])].join(' ');
}
