/** The keys of the window: which press means what. Grammar only; the shell does it. */
import type { Section } from '../routes.ts';
import { SECTIONS } from '../routes.ts';

export type Shortcut =
  | { readonly kind: 'palette' }
  | { readonly kind: 'sheet' }
  | { readonly kind: 'search' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'zoom'; readonly step: 1 | -1 | 0 }
  | { readonly kind: 'section'; readonly section: Section };

interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
/** @param inText whether the press goes into a text field, where plain letters are text */
export function shortcutOf(press: Press, inText: boolean): Shortcut | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  if (press.key === 'F5') return { kind: 'refresh' };
  if (inText) return null;
  if (press.key === '?') return { kind: 'sheet' };
  return press.key === '/' ? { kind: 'search' } : null;
}
function withControl({ key, code }: Press): Shortcut | null {
  // By place on the keyboard: digits sit under Shift on some layouts.
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  const section = digit === undefined ? undefined : SECTIONS[Number(digit) - 1];
  if (section !== undefined) return { kind: 'section', section };
  switch (key) {
    case 'k':
    case 'K':
      return { kind: 'palette' };
    case 'f':
    case 'F':
      return { kind: 'search' };
    case '+':
    case '=':
      return { kind: 'zoom', step: 1 };
    case '-':
      return { kind: 'zoom', step: -1 };
    case '0':
      return { kind: 'zoom', step: 0 };
    default:
      return null;
  }
}
