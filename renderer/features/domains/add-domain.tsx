/** Adds a domain: one field. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ControlFailure } from '../../../engine/control/contract.ts';
import { useControlMutation } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { cleanDomainName, domainNameProblem } from './domain-name.ts';

const schema = z.object({
  name: z
    .string()
    .transform(cleanDomainName)
    .superRefine((name, context) => {
      const problem = domainNameProblem(name);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
});

interface AddDomainDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAdded: (name: string) => void;
}
export function AddDomainDialog({ open, onClose, onAdded }: AddDomainDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog open={open} onClose={onClose} title={t('domains.add')} description={t('domains.addLead')}>
      <AddDomainForm onClose={onClose} onAdded={onAdded} />
    </Dialog>
  );
}
function AddDomainForm({ onClose, onAdded }: Omit<AddDomainDialogProps, 'open'>) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const failureText = useFailureText();
  const create = useControlMutation('domains.create');
  const { register, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: '' },
  });
  const submit = async ({ name }: { readonly name: string }): Promise<void> => {
    try {
      const domain = await create.mutateAsync({ name });
      say(t('domains.added', { domain: domain.name }));
      onAdded(domain.name);
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      setError('name', {
        type: 'engine',
        message: error.error.code === 'conflict' ? t('domains.nameTaken') : failureText(error),
      });
    }
  };
  const problem = formState.errors.name;
  const message =
    problem?.message === 'missing'
      ? t('domains.nameMissing')
      : problem?.message === 'wrong'
        ? t('domains.nameWrong')
        : problem?.message;
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)}>
      <TextField label={t('domains.name')} placeholder="ornek.com" mono error={message} {...register('name')} />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          {t('domains.add')}
        </Button>
      </DialogActions>
    </form>
  );
}
