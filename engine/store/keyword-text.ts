/** Keywords as one text: sorted, separated by a space; empty when there are none. RFC 9051 2.3.2 */
import type { Flags } from '../model/flags.ts';

export function foldKeyword(keyword: string): string {
  return keyword.toLowerCase();
}
export function keywordText(keywords: readonly string[]): string {
  return sortedKeywords(keywords).join(' ');
}
export function keywordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}
/** Sorted without case, each once. */
export function sortedKeywords(keywords: readonly string[]): string[] {
  const byFold = new Map(keywords.map((keyword) => [foldKeyword(keyword), keyword]));
  return [...byFold.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, keyword]) => keyword);
}
/** What `change` makes of flags. Keywords of both sides are in the mailbox's spelling. */
export function changedFlags(before: Flags, mode: 'add' | 'remove' | 'replace', flags: Flags): Flags {
  if (mode === 'replace') return { system: flags.system, keywords: sortedKeywords(flags.keywords) };
  if (mode === 'add') {
    return { system: before.system | flags.system, keywords: sortedKeywords([...before.keywords, ...flags.keywords]) };
  }
  const gone = new Set(flags.keywords.map(foldKeyword));
  return {
    system: before.system & ~flags.system,
    keywords: before.keywords.filter((keyword) => !gone.has(foldKeyword(keyword))),
  };
}
export function sameFlags(a: Flags, b: Flags): boolean {
  return a.system === b.system && keywordText(a.keywords) === keywordText(b.keywords);
}
