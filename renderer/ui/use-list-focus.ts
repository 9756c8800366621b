/** Focus, selection and keys of a virtual list: one row is in the tab order, found again by its key after a refresh. */
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { listKey } from './list-keys.ts';

export interface ListSelection {
  readonly keys: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
}
interface ListFocusOptions {
  readonly keys: readonly string[];
  readonly pageRows: number;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: ((index: number) => void) | undefined;
  readonly selection: ListSelection | undefined;
}
export interface ListFocus {
  readonly focusedKey: string | null;
  readonly setFocusedKey: (key: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly toggle: (key: string, extend: boolean) => void;
}
export function useListFocus({ keys, pageRows, scroller, scrollTo, onOpen, selection }: ListFocusOptions): ListFocus {
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const [anchorKey, setAnchorKey] = useState<string | null>(null);
  const at = Math.max(0, focusedKey === null ? 0 : keys.indexOf(focusedKey));

  const focusRow = (index: number): void => {
    const key = keys[index];
    if (key === undefined) return;
    setFocusedKey(key);
    scrollTo(index);
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() =>
      scroller.current
        ?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  const select = (from: number, to: number): void => {
    if (selection === undefined) return;
    const next = new Set(selection.keys);
    for (const key of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(key);
    selection.onChange(next);
  };
  const toggle = (key: string, extend: boolean): void => {
    if (selection === undefined) return;
    const from = anchorKey === null ? -1 : keys.indexOf(anchorKey);
    if (extend && from >= 0) return select(from, keys.indexOf(key));
    setAnchorKey(key);
    const next = new Set(selection.keys);
    if (!next.delete(key)) next.add(key);
    selection.onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Keys typed into a button or box of a row are its own.
    if (!(event.target instanceof HTMLElement) || event.target.dataset['rowKey'] === undefined) return;
    const meaning = listKey(event, at, keys.length, pageRows);
    if (meaning === null) return;
    event.preventDefault();
    const key = keys[at];
    if (meaning.kind === 'open') onOpen?.(at);
    else if (meaning.kind === 'toggle' && key !== undefined) toggle(key, false);
    else if (meaning.kind === 'move') focusRow(meaning.to);
    else if (meaning.kind === 'extend') {
      select(at, meaning.to);
      focusRow(meaning.to);
    }
  };
  return { focusedKey: keys[at] ?? null, setFocusedKey, onKeyDown, toggle };
}
