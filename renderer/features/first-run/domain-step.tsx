/** The domain and the name of the server. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ControlFailure } from '../../../engine/control/contract.ts';
import { useControlMutation } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { cleanDomainName, domainNameProblem } from '../domains/domain-name.ts';
import { StepActions, StepTitle } from './step-frame.tsx';

const name = z
  .string()
  .transform(cleanDomainName)
  .superRefine((value, context) => {
    const problem = domainNameProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
const schema = z.object({ domain: name, hostname: name });
type Entered = z.infer<typeof schema>;

interface DomainStepProps {
  /** The server's name so far. */
  readonly hostname: string;
  readonly onBack: () => void;
  readonly onAdded: (domain: string, needsRestart: boolean) => void;
}
export function DomainStep({ hostname, onBack, onAdded }: DomainStepProps) {
  const { t } = useTranslation();
  const failureText = useFailureText();
  const create = useControlMutation('domains.create');
  const set = useControlMutation('settings.set');
  const { register, handleSubmit, setError, setValue, getFieldState, formState } = useForm<Entered>({
    resolver: zodResolver(schema),
    defaultValues: { domain: '', hostname: '' },
  });
  const submit = async (entered: Entered): Promise<void> => {
    let field: keyof Entered = 'hostname';
    try {
      const changed = entered.hostname !== hostname;
      const needsRestart = changed && (await set.mutateAsync({ values: { hostname: entered.hostname } })).needsRestart;
      field = 'domain';
      onAdded(await addDomain(entered.domain), needsRestart);
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      setError(field, { type: 'engine', message: failureText(error) });
    }
  };
  /** A domain from an earlier try is as good as a new one. */
  const addDomain = async (wanted: string): Promise<string> => {
    try {
      return (await create.mutateAsync({ name: wanted })).name;
    } catch (error) {
      if (error instanceof ControlFailure && error.error.code === 'conflict') return wanted;
      throw error;
    }
  };
  const message = (field: keyof Entered, wrong: string): string | undefined => {
    const error = formState.errors[field];
    return error?.type === 'engine'
      ? error.message
      : error?.message === 'missing'
        ? t('domains.nameMissing')
        : error && wrong;
  };
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)}>
      <StepTitle title={t('firstRun.domain')} lead={t('firstRun.domainLead')} />
      <div className="grid gap-4">
        <TextField
          mono
          label={t('domains.name')}
          placeholder="ornek.com"
          error={message('domain', t('domains.nameWrong'))}
          {...register('domain', {
            onChange: (event: { target: { value: string } }) => {
              const domain = cleanDomainName(event.target.value);
              if (!getFieldState('hostname').isDirty)
                setValue('hostname', domain === '' ? '' : `mail.${domain}`, { shouldValidate: formState.isSubmitted });
            },
          })}
        />
        <TextField
          mono
          label={t('firstRun.serverName')}
          hint={t('firstRun.serverNameHint')}
          placeholder="mail.ornek.com"
          error={message('hostname', t('firstRun.serverNameWrong'))}
          {...register('hostname', {
            onChange: (event: { target: { value: string } }) =>
              setValue('hostname', event.target.value, { shouldDirty: true }),
          })}
        />
      </div>
      <StepActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          {t('common.next')}
        </Button>
      </StepActions>
    </form>
  );
}
