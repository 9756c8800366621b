/** Keys of a list: what a key press means, apart from the screen that shows it. */
export type ListKey =
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'extend'; readonly to: number };

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
/**
 * @param at index of the focused row
 * @param pageRows rows that fit into the window
 * @returns null for a key that means nothing to a list
 */
export function listKey(press: KeyPress, at: number, count: number, pageRows: number): ListKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey || count === 0) return null;
  const clamp = (index: number): number => Math.min(Math.max(index, 0), count - 1);
  const move = (to: number): ListKey => ({ kind: press.shiftKey ? 'extend' : 'move', to: clamp(to) });
  switch (press.key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return move(at + 1);
    case 'ArrowUp':
    case 'k':
    case 'K':
      return move(at - 1);
    case 'PageDown':
      return move(at + pageRows);
    case 'PageUp':
      return move(at - pageRows);
    case 'Home':
      return move(0);
    case 'End':
      return move(count - 1);
    case 'Enter':
      return { kind: 'open' };
    case 'x':
    case ' ':
      return { kind: 'toggle' };
    default:
      return null;
  }
}
/** Where a list must be scrolled so that the row that was at its top stays there after rows came or went. */
export function anchoredOffset(
  before: readonly string[],
  after: readonly string[],
  offset: number,
  rowHeight: number,
): number {
  const first = Math.floor(offset / rowHeight);
  // At the very top the newest shall be seen; nothing to hold.
  if (first === 0) return offset;
  const positions = new Map(after.map((key, index) => [key, index]));
  for (let index = first; index < before.length; index += 1) {
    const now = positions.get(before[index] ?? '');
    if (now !== undefined) return Math.max(0, offset + (now - index) * rowHeight);
  }
  return offset;
}
