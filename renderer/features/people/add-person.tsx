/** Adds a person: a short form, then the password once, with the values for a mail program. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useControlQuery } from '../../api/use-query.ts';
import { ROUTES } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState, Skeleton } from '../../ui/states.tsx';
import { ConnectCard } from './connect-card.tsx';
import { PasswordOnce } from './password-once.tsx';
import { PersonFields, usePersonForm, type PersonValues } from './person-form.tsx';
import { useCreatePerson, type Created } from './use-create-person.ts';
import { addressText } from './address-text.ts';

export function AddPersonDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [created, setCreated] = useState<Created | null>(null);
  const close = (): void => {
    onClose();
    setCreated(null);
  };
  return (
    <Dialog
      wide
      open={open}
      onClose={close}
      title={created === null ? t('people.add') : t('people.created')}
      description={created === null ? t('people.addLead') : t('people.createdLead')}
    >
      {created === null ? (
        <AddPersonForm onClose={close} onCreated={setCreated} />
      ) : (
        <CreatedPerson created={created} onClose={close} />
      )}
    </Dialog>
  );
}
function AddPersonForm({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (created: Created) => void;
}) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { data: domains } = useControlQuery('domains.list', { limit: 500 });
  const [chosen, setChosen] = useState<string | null>(null);
  const form = usePersonForm({ displayName: '', localpart: '', role: 'account', quota: '' });
  const create = useCreatePerson(form);
  if (domains === undefined) return <Skeleton rows={3} />;
  const domain = chosen ?? domains.items[0]?.name;
  if (domain === undefined) {
    return (
      <EmptyState
        title={t('people.noDomainTitle')}
        action={
          <Button kind="primary" onClick={() => go(`${ROUTES.domains}?add`)}>
            {t('domains.add')}
          </Button>
        }
      >
        {t('people.noDomainBody')}
      </EmptyState>
    );
  }
  const submit = async (values: PersonValues): Promise<void> => {
    const made = await create(values, domain);
    if (made !== null) onCreated(made);
  };
  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(submit)(event)}>
      <PersonFields form={form} domain={domain} isNew />
      {domains.items.length > 1 && (
        <Select
          className="mt-3"
          label={t('people.domain')}
          value={domain}
          options={domains.items.map(({ name }) => ({ value: name, label: name }))}
          onChange={setChosen}
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" kind="primary" busy={form.formState.isSubmitting}>
          {t('people.add')}
        </Button>
      </DialogActions>
    </form>
  );
}
function CreatedPerson({ created, onClose }: { readonly created: Created; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const address = addressText(created.account.address);
  return (
    <>
      <PasswordOnce address={address} password={created.generatedPassword} />
      <ConnectCard address={address} />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          {t('common.done')}
        </Button>
      </DialogActions>
    </>
  );
}
