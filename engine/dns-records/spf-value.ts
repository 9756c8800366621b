/** SPF records as text: ours put into one that is there already, instead of a second one. RFC 7208 3.2, 4.5, 5 */

export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

/** Whether the record lets the domain's MX hosts send, by a mechanism of its own. Includes are not followed. */
export function allowsMx(value: string): boolean {
  const [, ...terms] = value.trim().toLowerCase().split(/\s+/);
  const all = terms.findIndex((term) => /^[+?~-]?all$/.test(term));
  const before = all < 0 ? terms : terms.slice(0, all);
  return before.some((term) => term === 'mx' || term === '+mx') || terms[all] === 'all' || terms[all] === '+all';
}
/** The found record with `mx` added where it counts: in front, before anything can answer otherwise. */
export function mergeSpf(found: string): string {
  const [version = 'v=spf1', ...terms] = found.trim().split(/\s+/);
  return [version, 'mx', ...terms].join(' ');
}
