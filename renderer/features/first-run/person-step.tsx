/** The first person: made as owner, the password shown once. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { addressText } from '../people/address-text.ts';
import { ConnectCard } from '../people/connect-card.tsx';
import { PasswordOnce } from '../people/password-once.tsx';
import { PersonFields, usePersonForm, type PersonValues } from '../people/person-form.tsx';
import { useCreatePerson, type Created } from '../people/use-create-person.ts';
import { StepActions, StepTitle } from './step-frame.tsx';

interface PersonStepProps {
  readonly domain: string;
  readonly onBack: () => void;
  readonly onCreated: (created: Created) => void;
}
export function PersonStep({ domain, onBack, onCreated }: PersonStepProps) {
  const { t } = useTranslation();
  const form = usePersonForm({ displayName: '', localpart: '', role: 'owner', quota: '' });
  const create = useCreatePerson(form);
  const submit = async (values: PersonValues): Promise<void> => {
    const made = await create(values, domain);
    if (made !== null) onCreated(made);
  };
  return (
    <form noValidate onSubmit={(event) => void form.handleSubmit(submit)(event)}>
      <StepTitle title={t('firstRun.person')} lead={t('firstRun.personLead')} />
      <PersonFields form={form} domain={domain} isNew withRole={false} withQuota={false} />
      <StepActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        <Button type="submit" kind="primary" busy={form.formState.isSubmitting}>
          {t('common.next')}
        </Button>
      </StepActions>
    </form>
  );
}
export function ReadyStep({ created, onNext }: { readonly created: Created; readonly onNext: () => void }) {
  const { t } = useTranslation();
  const [noted, setNoted] = useState(false);
  const address = addressText(created.account.address);
  return (
    <>
      <StepTitle title={t('firstRun.ready')} lead={t('firstRun.readyLead')} />
      <PasswordOnce address={address} password={created.generatedPassword} />
      <ConnectCard address={address} />
      <div className="mt-5 flex items-center gap-2.5">
        <Checkbox label={t('firstRun.noted')} checked={noted} onChange={setNoted} />
        <span aria-hidden onClick={() => setNoted(!noted)}>
          {t('firstRun.noted')}
        </span>
      </div>
      <StepActions>
        <Button kind="primary" disabled={!noted} onClick={onNext}>
          {t('common.next')}
        </Button>
      </StepActions>
    </>
  );
}
