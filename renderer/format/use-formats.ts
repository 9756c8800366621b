/** The formats of the language in use, and a clock that ticks for relative times. */
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { createFormats, type Formats } from './formats.ts';

const FORMATS = { en: createFormats('en'), tr: createFormats('tr') };

export const useFormats = (): Formats => FORMATS[useLanguage()];

/** Now in Unix ms, renewed every `everyMs`. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
