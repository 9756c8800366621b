/** Both languages, ready at once: nothing is fetched. */
import { createInstance, type i18n as I18n, type ParseKeys } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../state/preferences.ts';
import { en } from './en.ts';
import { tr } from './tr.ts';

/** A key of a text; plural forms are chosen by `count`. */
export type TextKey = ParseKeys;
/** A text with its values, made by code that does not know the language. */
export interface Text {
  readonly key: TextKey;
  readonly values?: Readonly<Record<string, string | number>>;
}

export function createI18n(language: Language): I18n {
  const i18n = createInstance();
  void i18n.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, tr: { translation: tr } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
    showSupportNotice: false,
  } as never);
  return i18n;
}
