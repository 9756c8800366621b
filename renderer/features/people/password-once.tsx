/** Address and password of a mailbox just made; the password is shown here and never again. */
import { useTranslation } from 'react-i18next';
import { CopyBox } from '../../ui/copy.tsx';

export function PasswordOnce({ address, password }: { readonly address: string; readonly password: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <div>
        <p className="mb-1 text-small font-[550]">{t('people.address')}</p>
        <CopyBox text={address} what={t('people.theAddress')} />
      </div>
      {password !== null && (
        <div>
          <p className="mb-1 text-small font-[550]">{t('people.password')}</p>
          <CopyBox text={password} what={t('people.thePassword')} />
        </div>
      )}
    </div>
  );
}
