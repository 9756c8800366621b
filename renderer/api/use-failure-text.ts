/** A refused call in words for people: why, and what to do. */
import { useTranslation } from 'react-i18next';
import { ControlFailure } from '../../engine/control/contract.ts';

export function useFailureText(): (error: Error) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ControlFailure)) return t('errors.page', { message: error.message });
    const { code, message } = error.error;
    // The engine says exactly which value is wrong and what would be right.
    return code === 'badRequest' ? t('errors.badRequest', { message }) : t(`errors.${code}`);
  };
}
