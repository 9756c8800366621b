/** Deletes a mailbox with its letters, once its address has been typed. */
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useFormats } from '../../format/use-formats.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { addressText } from './address-text.ts';

export function RemovePersonDialog({
  account,
  onClose,
}: {
  readonly account: Account | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { say } = useToasts();
  const remove = useAction('accounts.remove', t('people.removeFailed'));
  const address = account === null ? '' : addressText(account.address);
  const run = async (): Promise<void> => {
    if (account === null) return;
    const answer = await remove.run({ id: account.id, confirmAddress: address });
    onClose();
    if (answer !== undefined) say(t('people.removed', { address }));
  };
  return (
    <ConfirmDialog
      open={account !== null}
      onClose={onClose}
      onConfirm={() => void run()}
      title={t('people.removeTitle', { address })}
      body={t('people.removeBody', { used: formats.bytes(account?.usedBytes ?? 0) })}
      action={t('people.removeAction')}
      busy={remove.busy}
      typed={address}
    />
  );
}
