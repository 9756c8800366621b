/** Turns a `Text` into words of the language in use. */
import { useTranslation } from 'react-i18next';
import type { Text } from './create-i18n.ts';

export function useText(): (text: Text) => string {
  const { t } = useTranslation();
  return ({ key, values }) => String(t(key as never, (values ?? {}) as never));
}
