/** Listens to the keys of the window and does what they mean. */
import { useEffect, useEffectEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { ROUTES } from '../routes.ts';
import { stepZoom, usePreferences } from '../state/preferences.ts';
import { shortcutOf, type Shortcut } from './shortcuts.ts';

export interface ShortcutLayers {
  readonly openPalette: () => void;
  readonly openSheet: () => void;
}
const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, [contenteditable]');

export function useShortcuts(layers: ShortcutLayers): void {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const act = (shortcut: Shortcut): void => {
    const { textZoom, setTextZoom } = usePreferences.getState();
    switch (shortcut.kind) {
      case 'palette':
        return layers.openPalette();
      case 'sheet':
        return layers.openSheet();
      case 'search':
        return document.querySelector<HTMLInputElement>('main [data-search]')?.focus();
      case 'refresh':
        return void queries.invalidateQueries();
      case 'zoom':
        return setTextZoom(shortcut.step === 0 ? 1 : stepZoom(textZoom, shortcut.step));
      case 'section':
        return go(ROUTES[shortcut.section]);
    }
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const shortcut = shortcutOf(event, isTextField(event.target));
    if (shortcut === null) return;
    // A dialog keeps the keys to itself.
    if (
      document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-ending-style])') !== null &&
      shortcut.kind !== 'zoom'
    )
      return;
    event.preventDefault();
    act(shortcut);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
