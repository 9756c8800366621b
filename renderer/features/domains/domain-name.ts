/** A domain as people type it: checked loosely here, so that a slip is named at once; the engine checks it fully. RFC 1035 2.3.1 */
export type NameProblem = 'missing' | 'wrong';

/** Takes away what people paste along: a scheme, a leading @, a trailing dot or path. */
export function cleanDomainName(typed: string): string {
  return typed
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^@/, '')
    .replace(/[/?#].*$/, '')
    .replace(/\.$/, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
export function domainNameProblem(name: string): NameProblem | null {
  if (name === '') return 'missing';
  const labels = name.split('.');
  const isLabel = (label: string): boolean =>
    /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u.test(label);
  return labels.length >= 2 && labels.every(isLabel) && name.length <= 253 ? null : 'wrong';
}
