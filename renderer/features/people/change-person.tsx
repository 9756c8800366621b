/** A person: name, what they may, room, whether they sign in, their app passwords. */
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { addressText, quotaBytes, quotaText } from './address-text.ts';
import { AppPasswords } from './app-passwords.tsx';
import { ConnectCard } from './connect-card.tsx';
import { PersonFields, usePersonForm, type PersonValues } from './person-form.tsx';

const STATES = ['active', 'receiveOnly', 'disabled'] as const satisfies readonly Account['status'][];

export function ChangePersonDialog({
  account,
  onClose,
}: {
  readonly account: Account | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      wide
      open={account !== null}
      onClose={onClose}
      title={t('people.changeTitle', { address: account === null ? '' : addressText(account.address) })}
    >
      {account !== null && <ChangePersonForm key={account.id} account={account} onClose={onClose} />}
    </Dialog>
  );
}
function ChangePersonForm({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const update = useAction('accounts.update', t('people.changeFailed'));
  const formId = useId();
  const [status, setStatus] = useState(account.status);
  const { displayName, role, address } = account;
  const form = usePersonForm({ displayName, role, localpart: address.localpart, quota: quotaText(account.quotaBytes) });
  const submit = async (values: PersonValues): Promise<void> => {
    const bytes =
      values.quota === quotaText(account.quotaBytes) ? account.quotaBytes : (quotaBytes(values.quota) ?? null);
    // Only what was changed is sent: an admin may rename an owner's colleague without touching roles.
    const patch = {
      id: account.id,
      ...(values.displayName === displayName ? {} : { displayName: values.displayName }),
      ...(values.role === role ? {} : { role: values.role }),
      ...(status === account.status ? {} : { status }),
      ...(bytes === account.quotaBytes ? {} : { quotaBytes: bytes }),
    };
    if ((await update.run(patch)) === undefined) return;
    say(t('people.changed'));
    onClose();
  };
  return (
    <>
      <form id={formId} noValidate onSubmit={(event) => void form.handleSubmit(submit)(event)}>
        <PersonFields form={form} domain={address.domain} isNew={false} />
        <Select
          className="mt-3"
          label={t('people.columnState')}
          hint={t(`people.stateHint.${status}`)}
          value={status}
          options={STATES.map((state) => ({ value: state, label: t(`people.state.${state}`) }))}
          onChange={setStatus}
        />
      </form>
      {/* With forms of its own: outside the person's. */}
      <AppPasswords account={account} />
      <ConnectCard address={addressText(address)} />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" form={formId} kind="primary" busy={update.busy}>
          {t('common.save')}
        </Button>
      </DialogActions>
    </>
  );
}
