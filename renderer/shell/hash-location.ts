/** Where the window is: path and search both live in the hash, so that one page serves every screen and a reload keeps its place. */
import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};
/** `#/a?b` is path `/a` and search `b`. */
export function splitHash(hash: string): { readonly path: string; readonly search: string } {
  const text = hash.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  return mark < 0
    ? { path: `/${text}`, search: '' }
    : { path: `/${text.slice(0, mark)}`, search: text.slice(mark + 1) };
}
function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const oldURL = window.location.href;
  window.history[options.replace === true ? 'replaceState' : 'pushState'](null, '', `#${to}`);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}
export function useHashPath(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, () => splitHash(window.location.hash).path), navigate];
}
useHashPath.hrefs = (path: string): string => `#${path}`;

export const useHashSearch = (): string =>
  useSyncExternalStore(subscribe, () => splitHash(window.location.hash).search);
