/** Makes a mailbox and puts the engine's refusal at the field it speaks of. */
import type { UseFormReturn } from 'react-hook-form';
import { ControlFailure, type Response } from '../../../engine/control/contract.ts';
import { useControlMutation } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { quotaBytes } from './address-text.ts';
import type { PersonValues } from './person-form.tsx';

export type Created = Response<'accounts.create'>;

export function useCreatePerson(
  form: UseFormReturn<PersonValues>,
): (values: PersonValues, domain: string) => Promise<Created | null> {
  const create = useControlMutation('accounts.create');
  const failureText = useFailureText();
  const language = useLanguage();
  return async ({ displayName, localpart, role, quota }, domain) => {
    try {
      return await create.mutateAsync({
        address: `${localpart}@${domain}`,
        displayName,
        role,
        language,
        quotaBytes: quotaBytes(quota) ?? null,
      });
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      form.setError('localpart', { type: 'engine', message: failureText(error) }, { shouldFocus: true });
      return null;
    }
  };
}
