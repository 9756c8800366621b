/** Sign-in to the screens in a browser. */
import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useControl } from '../../api/control-context.tsx';
import { signIn, type LoginResult } from '../../api/web-login.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useConnection } from '../../state/connection.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { StampLogo } from '../../ui/postmark.tsx';
import { Segmented } from '../../ui/segmented.tsx';

const schema = z.object({ address: z.string().trim().min(1), password: z.string().min(1) });
type Entered = z.infer<typeof schema>;

export function Login() {
  const { t } = useTranslation();
  const { reconnect } = useControl();
  const language = useLanguage();
  const setLanguage = usePreferences((state) => state.setLanguage);
  const [result, setResult] = useState<LoginResult | null>(null);
  const { register, handleSubmit, formState, resetField, setFocus } = useForm<Entered>({
    resolver: zodResolver(schema),
    defaultValues: { address: '', password: '' },
  });
  const submit = async ({ address, password }: Entered): Promise<void> => {
    const answer = await signIn(address.trim(), password);
    setResult(answer);
    if (answer.kind === 'ok') return reconnect();
    resetField('password');
    setFocus('password');
  };
  return (
    <main className="grid min-h-full place-items-center p-6">
      <form
        noValidate
        onSubmit={(event) => void handleSubmit(submit)(event)}
        data-card
        className="flex w-full max-w-[380px] flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card"
      >
        <div className="flex items-center gap-3">
          <StampLogo size={40} />
          <div>
            <h1 className="text-[18px] leading-6 font-[650]">{t('login.title')}</h1>
            <p className="text-small text-ink2">{t('login.lead')}</p>
          </div>
        </div>
        <TextField
          label={t('login.address')}
          type="email"
          autoComplete="username"
          error={formState.errors.address && t('login.addressMissing')}
          {...register('address')}
        />
        <TextField
          label={t('login.password')}
          type="password"
          autoComplete="current-password"
          error={formState.errors.password && t('login.passwordMissing')}
          {...register('password')}
        />
        <div role="alert" className="text-small text-bad">
          <Refusal result={result} />
        </div>
        <Button type="submit" kind="primary" busy={formState.isSubmitting}>
          {t('login.submit')}
        </Button>
        <Segmented
          label="Language · Dil"
          value={language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'tr', label: 'Türkçe' },
          ]}
          onChange={setLanguage}
        />
      </form>
    </main>
  );
}

function Refusal({ result }: { readonly result: LoginResult | null }) {
  const { t } = useTranslation();
  const linkRefused = useConnection((state) => state.linkRefused);
  const formats = useFormats();
  if (result === null) return linkRefused ? t('login.linkUsed') : null;
  switch (result.kind) {
    case 'ok':
      return null;
    case 'refused':
      return t('login.refused');
    case 'unreachable':
      return t('login.unreachable');
    case 'slowed':
      return result.seconds === null
        ? t('login.slowedSome')
        : t('login.slowed', { wait: formats.duration(result.seconds * 1000) });
  }
}
