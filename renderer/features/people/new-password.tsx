/** Makes a new password for a person, after asking, and shows it once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { addressText } from './address-text.ts';
import { PasswordOnce } from './password-once.tsx';

export function NewPasswordDialog({
  account,
  onClose,
}: {
  readonly account: Account | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [password, setPassword] = useState<string | null>(null);
  const make = useAction('accounts.setPassword', t('people.newPasswordFailed'));
  const address = account === null ? '' : addressText(account.address);
  const run = async (): Promise<void> => {
    if (account === null) return;
    const answer = await make.run({ id: account.id });
    if (answer === undefined) onClose();
    else setPassword(answer.generatedPassword);
  };
  const close = (): void => {
    setPassword(null);
    onClose();
  };
  if (password === null) {
    return (
      <ConfirmDialog
        open={account !== null}
        onClose={onClose}
        onConfirm={() => void run()}
        title={t('people.newPasswordTitle', { address })}
        body={t('people.newPasswordBody')}
        action={t('people.newPassword')}
        danger={false}
        busy={make.busy}
      />
    );
  }
  return (
    <Dialog open onClose={close} title={t('people.newPasswordDone')} description={t('people.createdLead')}>
      <PasswordOnce address={address} password={password} />
      <DialogActions>
        <Button kind="primary" onClick={close}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
