/** Puts the chosen language, theme, density and text size into effect, here and in the program around the window. */
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useControl } from '../api/control-context.tsx';
import { useLanguage } from '../i18n/use-language.ts';
import { usePreferences } from '../state/preferences.ts';

const DARK = '(prefers-color-scheme: dark)';
const subscribeDark = (listener: () => void): (() => void) => {
  const media = window.matchMedia(DARK);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
};
/** The theme that is shown: the chosen one, else the computer's. */
export function useShownTheme(): 'light' | 'dark' {
  const theme = usePreferences((state) => state.theme);
  const systemDark = useSyncExternalStore(subscribeDark, () => window.matchMedia(DARK).matches);
  return theme === 'system' ? (systemDark ? 'dark' : 'light') : theme;
}

export function useAppearance(): void {
  const { i18n } = useTranslation();
  const { desktop } = useControl();
  const language = useLanguage();
  const theme = usePreferences((state) => state.theme);
  const density = usePreferences((state) => state.density);
  const zoom = usePreferences((state) => state.textZoom);
  const shown = useShownTheme();
  useEffect(() => {
    document.documentElement.lang = language;
    void i18n.changeLanguage(language);
    void desktop?.setLanguage(language);
  }, [language, i18n, desktop]);
  useEffect(() => void desktop?.setTheme(theme), [theme, desktop]);
  useEffect(() => {
    const { dataset, style } = document.documentElement;
    dataset['theme'] = shown;
    dataset['density'] = density;
    style.setProperty('zoom', String(zoom));
  }, [shown, density, zoom]);
}
