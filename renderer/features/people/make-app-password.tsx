/** Makes an app password: what for, what it opens, how long; then shows it once. */
import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account, AppPasswordProtocol, Response } from '../../../engine/control/contract.ts';
import { APP_PASSWORD_PROTOCOLS } from '../../../engine/model/app-password.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { addressText } from './address-text.ts';
import { PasswordOnce } from './password-once.tsx';

const DAY_MS = 86_400_000;
const VALID_DAYS = { never: null, days30: 30, days90: 90, days365: 365 } as const;
type Validity = keyof typeof VALID_DAYS;
const VALIDITIES = Object.keys(VALID_DAYS) as Validity[];
/** What a mail program needs. */
const USUAL: readonly AppPasswordProtocol[] = ['imap', 'submission'];
const MOST_LETTERS = 100;

type Made = Response<'appPasswords.create'>;
interface MakeAppPasswordProps {
  readonly account: Account;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function MakeAppPasswordDialog({ account, open, onClose }: MakeAppPasswordProps) {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  const close = (): void => {
    onClose();
    setMade(null);
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t(made === null ? 'appPasswords.make' : 'appPasswords.made')}
      description={t(made === null ? 'appPasswords.makeLead' : 'appPasswords.madeLead')}
    >
      {made === null ? (
        <MakeForm account={account} onClose={close} onMade={setMade} />
      ) : (
        <>
          <PasswordOnce address={addressText(account.address)} password={made.password} />
          <DialogActions>
            <Button kind="primary" onClick={close}>
              {t('common.done')}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

interface MakeFormProps {
  readonly account: Account;
  readonly onClose: () => void;
  readonly onMade: (made: Made) => void;
}
function MakeForm({ account, onClose, onMade }: MakeFormProps) {
  const { t } = useTranslation();
  const create = useAction('appPasswords.create', t('appPasswords.makeFailed'));
  const [label, setLabel] = useState('');
  const [protocols, setProtocols] = useState(USUAL);
  const [validity, setValidity] = useState<Validity>('never');
  const [tried, setTried] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (label.trim() === '' || protocols.length === 0 || create.busy) return;
    const days = VALID_DAYS[validity];
    const expiresAt = days === null ? null : Date.now() + days * DAY_MS;
    const made = await create.run({ account: account.id, label: label.trim(), protocols: [...protocols], expiresAt });
    if (made !== undefined) onMade(made);
  };
  return (
    <form noValidate className="grid gap-3" onSubmit={(event) => void submit(event)}>
      <TextField
        label={t('appPasswords.label')}
        hint={t('appPasswords.labelHint')}
        maxLength={MOST_LETTERS}
        value={label}
        error={tried && label.trim() === '' ? t('appPasswords.labelMissing') : undefined}
        onChange={(event) => setLabel(event.target.value)}
      />
      <ProtocolChoice
        chosen={protocols}
        error={tried && protocols.length === 0 ? t('appPasswords.opensMissing') : undefined}
        onChange={setProtocols}
      />
      <Select
        label={t('appPasswords.valid')}
        value={validity}
        options={VALIDITIES.map((value) => ({ value, label: t(`appPasswords.validFor.${value}`) }))}
        onChange={setValidity}
      />
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" kind="primary" busy={create.busy}>
          {t('appPasswords.make')}
        </Button>
      </DialogActions>
    </form>
  );
}

interface ProtocolChoiceProps {
  readonly chosen: readonly AppPasswordProtocol[];
  readonly error: string | undefined;
  readonly onChange: (chosen: readonly AppPasswordProtocol[]) => void;
}
function ProtocolChoice({ chosen, error, onChange }: ProtocolChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  const toggle = (protocol: AppPasswordProtocol, isWanted: boolean): void =>
    onChange(isWanted ? [...chosen, protocol] : chosen.filter((other) => other !== protocol));
  return (
    <fieldset aria-describedby={id}>
      <legend className="mb-1 text-small font-[550]">{t('appPasswords.opens')}</legend>
      {APP_PASSWORD_PROTOCOLS.map((protocol) => (
        <div key={protocol} className="flex items-center gap-2.5 py-1">
          <Checkbox
            label={t(`appPasswords.protocol.${protocol}`)}
            checked={chosen.includes(protocol)}
            onChange={(isWanted) => toggle(protocol, isWanted)}
          />
          <span aria-hidden onClick={() => toggle(protocol, !chosen.includes(protocol))}>
            {t(`appPasswords.protocol.${protocol}`)}
          </span>
        </div>
      ))}
      <p id={id} role="alert" className="text-small text-bad">
        {error}
      </p>
    </fieldset>
  );
}
