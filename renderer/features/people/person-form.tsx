/** The form of a person: name, address, what they may, how much room. Used to add and to change. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Account } from '../../../engine/control/contract.ts';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { localpartProblem, quotaBytes, suggestLocalpart } from './address-text.ts';

export const ROLES = ['account', 'viewer', 'admin', 'owner'] as const satisfies readonly Account['role'][];

const schema = z.object({
  displayName: z.string().trim().min(1, 'missing').max(500),
  localpart: z
    .string()
    .trim()
    .superRefine((localpart, context) => {
      const problem = localpartProblem(localpart);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  role: z.enum(ROLES),
  quota: z.string().refine((typed) => quotaBytes(typed) !== undefined, 'wrong'),
});
export type PersonValues = z.infer<typeof schema>;

export const usePersonForm = (values: PersonValues): UseFormReturn<PersonValues> =>
  useForm<PersonValues>({ resolver: zodResolver(schema), defaultValues: values });

interface PersonFieldsProps {
  readonly form: UseFormReturn<PersonValues>;
  /** What stands after the localpart; a fixed domain or a choice of domains. */
  readonly domain: string;
  /** An address cannot be changed later. */
  readonly isNew: boolean;
  readonly withRole?: boolean;
  readonly withQuota?: boolean;
}
export function PersonFields({ form, domain, isNew, withRole = true, withQuota = true }: PersonFieldsProps) {
  const { t } = useTranslation();
  const { register, formState, setValue, getFieldState, watch } = form;
  const { errors } = formState;
  const localpart = errors.localpart?.message;
  const name = register('displayName', {
    onChange: (event: { target: { value: string } }) => {
      // A suggestion only: what was typed into the address stays.
      if (isNew && !getFieldState('localpart').isDirty)
        setValue('localpart', suggestLocalpart(event.target.value), { shouldValidate: formState.isSubmitted });
    },
  });
  return (
    <div className="grid gap-3">
      <TextField label={t('people.displayName')} error={errors.displayName && t('people.nameMissing')} {...name} />
      {isNew && (
        <TextField
          label={t('people.localpart')}
          after={<span className="font-mono text-code whitespace-nowrap text-ink2">@{domain}</span>}
          error={
            localpart === 'missing'
              ? t('people.localpartMissing')
              : localpart === 'wrong'
                ? t('people.localpartWrong')
                : localpart
          }
          mono
          {...register('localpart', {
            onChange: () => setValue('localpart', form.getValues('localpart'), { shouldDirty: true }),
          })}
        />
      )}
      {withRole && (
        <Select
          label={t('people.role')}
          value={watch('role')}
          options={ROLES.map((role) => ({ value: role, label: t(`people.roles.${role}`) }))}
          onChange={(role) => setValue('role', role, { shouldDirty: true })}
        />
      )}
      {withQuota && (
        <TextField
          label={t('people.quota')}
          hint={t('people.quotaHint')}
          inputMode="decimal"
          after={<span className="text-ink2">{t('people.quotaUnit')}</span>}
          error={errors.quota && t('people.quotaWrong')}
          {...register('quota')}
        />
      )}
    </div>
  );
}
