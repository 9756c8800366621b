/** A card of settings by name: what is in effect, where it comes from, and changing it. */
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlFailure, type SettingInfo } from '../../../engine/control/contract.ts';
import { useControl } from '../../api/control-context.tsx';
import { useControlMutation, useControlQuery } from '../../api/use-query.ts';
import { useFailureText } from '../../api/use-failure-text.ts';
import type { en } from '../../i18n/en.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { changedSettings, settingText } from './setting-text.ts';

type LabelledName = keyof typeof en.settings.name;
const labelKey = (name: string): string => name.replaceAll('.', '-');

/** The label of a setting; one without is called by its own name. */
export function useSettingLabel(): (name: string) => string {
  const { t, i18n } = useTranslation();
  return (name) => {
    const key = `settings.name.${labelKey(name)}`;
    return i18n.exists(key) ? t(key as `settings.name.${LabelledName}`) : name;
  };
}
interface SettingFieldsProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly names: readonly string[] | ((name: string) => boolean);
}
export function SettingFields({ title, lead, names }: SettingFieldsProps) {
  const { t } = useTranslation();
  const query = useControlQuery('settings.list', undefined);
  if (query.data === undefined) {
    return (
      <Card title={title}>
        {query.error === null ? (
          <Skeleton rows={4} />
        ) : (
          <ErrorState what={t('settings.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Card>
    );
  }
  const { data } = query;
  const shown =
    typeof names === 'function'
      ? data.filter(({ name }) => names(name))
      : names.flatMap((name) => data.find((setting) => setting.name === name) ?? []);
  // Values in effect start the fields anew whenever they change outside.
  return <SettingForm key={JSON.stringify(shown)} title={title} lead={lead} settings={shown} />;
}

const isSecret = (name: string): boolean => name.endsWith('.password');

function SettingForm({
  title,
  lead,
  settings,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly settings: readonly SettingInfo[];
}) {
  const { t } = useTranslation();
  const { data: session } = useControlQuery('session.get', undefined);
  const before = Object.fromEntries(
    settings.map(({ name, value }) => [name, isSecret(name) ? '' : settingText(value)]),
  );
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(before);
  const { save, busy, refusal } = useSaveSettings();
  const mayChange = session?.role === 'owner';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save(changedSettings(before, typed));
  };
  return (
    <Card title={title}>
      <form noValidate onSubmit={submit} className="p-4">
        {lead !== undefined && <p className="mb-3 text-ink2">{lead}</p>}
        <div className="grid gap-x-5 gap-y-3 min-[900px]:grid-cols-2">
          {settings.map((setting) => (
            <SettingField
              key={setting.name}
              setting={setting}
              value={typed[setting.name] ?? ''}
              disabled={!mayChange}
              error={refusal?.name === setting.name ? refusal.message : undefined}
              onChange={(value) => setTyped({ ...typed, [setting.name]: value })}
            />
          ))}
        </div>
        <div className="mt-4 flex items-center gap-3">
          <Button type="submit" busy={busy} disabled={!mayChange}>
            {t('common.save')}
          </Button>
          <p role="alert" className="text-small text-bad">
            {refusal !== null && refusal.name === null ? refusal.message : ''}
          </p>
          {!mayChange && session !== undefined && <p className="text-small text-ink2">{t('settings.onlyOwner')}</p>}
        </div>
      </form>
    </Card>
  );
}

interface SettingFieldProps {
  readonly setting: SettingInfo;
  readonly value: string;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}
function SettingField({ setting, value, disabled, error, onChange }: SettingFieldProps) {
  const { t } = useTranslation();
  const label = useSettingLabel();
  const { name, from, needsRestart } = setting;
  const hints = [
    label(name) === name ? '' : name,
    from === 'commandLine'
      ? t('settings.fixedByCommandLine')
      : from === 'file'
        ? t('settings.fixedByFile')
        : from === 'profile'
          ? t('settings.byProfile')
          : '',
    needsRestart ? t('settings.needsRestart') : '',
    isSecret(name) && setting.value !== null ? t('settings.secretSet') : '',
  ];
  return (
    <TextField
      mono
      label={label(name)}
      hint={hints.filter(Boolean).join(' · ')}
      type={isSecret(name) ? 'password' : 'text'}
      autoComplete={isSecret(name) ? 'new-password' : 'off'}
      value={value}
      error={error}
      disabled={disabled || from === 'commandLine'}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface Refusal {
  /** null when it is about none of the values. */
  readonly name: string | null;
  readonly message: string;
}
function useSaveSettings(): {
  readonly save: (values: Readonly<Record<string, string | null>>) => Promise<void>;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
} {
  const { t } = useTranslation();
  const { desktop } = useControl();
  const { say } = useToasts();
  const failureText = useFailureText();
  const set = useControlMutation('settings.set');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = async (values: Readonly<Record<string, string | null>>): Promise<void> => {
    setRefusal(null);
    if (Object.keys(values).length === 0) return say(t('settings.nothingChanged'));
    try {
      const { needsRestart } = await set.mutateAsync({ values: { ...values } });
      const restart =
        needsRestart && desktop !== null
          ? { label: t('settings.restartNow'), run: () => void desktop.restartEngine() }
          : undefined;
      say(t(needsRestart ? 'settings.savedRestart' : 'settings.saved'), restart);
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error;
      // The engine names the setting at the start of its sentence.
      const name =
        Object.keys(values).find(
          (one) => error.error.field?.endsWith(one) === true || error.error.message.startsWith(`${one}:`),
        ) ?? null;
      setRefusal({ name, message: `${name === null ? `${t('settings.saveFailed')}. ` : ''}${failureText(error)}` });
    }
  };
  return { save, busy: set.isPending, refusal };
}
