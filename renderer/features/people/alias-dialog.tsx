/** Adds an alias or changes where it goes. */
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ControlFailure, type Alias } from '../../../engine/control/contract.ts';
import { useControlMutation } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextAreaField, TextField } from '../../ui/field.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { addressText } from './address-text.ts';

/** Addresses on lines of their own; commas divide as well. */
export const splitAddresses = (typed: string): string[] => typed.split(/[\s,;]+/).filter((address) => address !== '');

const schema = z.object({
  address: z
    .string()
    .trim()
    .regex(/^[^\s@]+@[^\s@]+$/),
  targets: z.string().refine((typed) => splitAddresses(typed).length > 0),
});
type Entered = z.infer<typeof schema>;

interface AliasDialogProps {
  readonly alias: Alias | 'new' | null;
  readonly onClose: () => void;
}
export function AliasDialog({ alias, onClose }: AliasDialogProps) {
  const { t } = useTranslation();
  const title =
    alias === null || alias === 'new' ? t('aliases.add') : t('aliases.change', { address: addressText(alias.address) });
  return (
    <Dialog open={alias !== null} onClose={onClose} title={title} description={t('aliases.addLead')}>
      {alias !== null && <AliasForm alias={alias === 'new' ? null : alias} onClose={onClose} />}
    </Dialog>
  );
}
function AliasForm({ alias, onClose }: { readonly alias: Alias | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const failureText = useFailureText();
  const create = useControlMutation('aliases.create');
  const update = useControlMutation('aliases.update');
  const { register, handleSubmit, setError, formState } = useForm<Entered>({
    resolver: zodResolver(schema),
    defaultValues: {
      address: alias === null ? '' : addressText(alias.address),
      targets: alias?.targets.map(addressText).join('\n') ?? '',
    },
  });
  const submit = async ({ address, targets }: Entered): Promise<void> => {
    const list = splitAddresses(targets);
    try {
      if (alias === null) await create.mutateAsync({ address: address.trim(), targets: list });
      else await update.mutateAsync({ id: alias.id, targets: list });
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      setError(error.error.field?.startsWith('targets') === true || alias !== null ? 'targets' : 'address', {
        type: 'engine',
        message: failureText(error),
      });
      return;
    }
    say(t(alias === null ? 'aliases.added' : 'aliases.changed', { address: address.trim() }));
    onClose();
  };
  const { errors } = formState;
  const message = (name: keyof Entered, missing: string): string | undefined =>
    errors[name]?.type === 'engine' ? errors[name].message : errors[name] && missing;
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(submit)(event)} className="grid gap-3">
      {alias === null && (
        <TextField
          mono
          label={t('aliases.address')}
          placeholder="info@ornek.com"
          error={message('address', t('aliases.addressMissing'))}
          {...register('address')}
        />
      )}
      <TextAreaField
        label={t('aliases.targets')}
        hint={t('aliases.targetsHint')}
        error={message('targets', t('aliases.targetsMissing'))}
        {...register('targets')}
      />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          {t(alias === null ? 'aliases.add' : 'common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}
