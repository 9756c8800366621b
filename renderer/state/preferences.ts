/** What a person chose for this window; kept in this browser or program only. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Theme } from '../../engine/control/desktop-api.ts';

export type Language = 'en' | 'tr';
export type Density = 'comfortable' | 'compact';
export const TEXT_ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

interface Preferences {
  /** null: nothing chosen yet, follow the computer. */
  readonly language: Language | null;
  readonly theme: Theme;
  readonly density: Density;
  readonly textZoom: number;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setDensity: (density: Density) => void;
  readonly setTextZoom: (zoom: number) => void;
}
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      language: null,
      theme: 'system',
      density: 'comfortable',
      textZoom: 1,
      setLanguage: (language) => set({ language }),
      setTheme: (theme) => set({ theme }),
      setDensity: (density) => set({ density }),
      setTextZoom: (textZoom) => set({ textZoom }),
    }),
    { name: 'postane.preferences', version: 1 },
  ),
);

/** The next larger or smaller text size; stays at the ends. */
export function stepZoom(current: number, step: 1 | -1): number {
  const sizes: readonly number[] = TEXT_ZOOMS;
  const nearest = sizes.reduce((best, size) => (Math.abs(size - current) < Math.abs(best - current) ? size : best), 1);
  return sizes[sizes.indexOf(nearest) + step] ?? nearest;
}
/** The language to speak when none was chosen. */
export const systemLanguage = (languages: readonly string[]): Language =>
  languages
    .find((tag) => /^(en|tr)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('tr') === true
    ? 'tr'
    : 'en';
