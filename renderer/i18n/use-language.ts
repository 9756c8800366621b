/** The language of the window: chosen, else the computer's. */
import { systemLanguage, usePreferences, type Language } from '../state/preferences.ts';

export const useLanguage = (): Language =>
  usePreferences((state) => state.language) ?? systemLanguage(navigator.languages);
