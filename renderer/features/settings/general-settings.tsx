/** How this window looks, how Postane lives on this computer, and the way in by a browser. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DesktopApi, Theme } from '../../../engine/control/desktop-api.ts';
import { useControl } from '../../api/control-context.tsx';
import { useAction } from '../../api/use-action.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { TEXT_ZOOMS, usePreferences, type Density } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyBox } from '../../ui/copy.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Switch } from '../../ui/switch.tsx';

const THEMES = ['system', 'light', 'dark'] as const satisfies readonly Theme[];
const DENSITIES = ['comfortable', 'compact'] as const satisfies readonly Density[];

export function GeneralSettings() {
  const { desktop } = useControl();
  return (
    <>
      <WindowCard />
      {desktop !== null && <ComputerCard desktop={desktop} />}
      <WebCard />
    </>
  );
}
function WindowCard() {
  const { t } = useTranslation();
  const formats = useFormats();
  const language = useLanguage();
  const { theme, density, textZoom, setLanguage, setTheme, setDensity, setTextZoom } = usePreferences();
  return (
    <Card title={t('settings.window')}>
      <div className="grid grid-cols-[minmax(120px,auto)_1fr] items-center gap-x-6 gap-y-3 p-4">
        <span>{t('settings.language')}</span>
        <Segmented
          label={t('settings.language')}
          value={language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'tr', label: 'Türkçe' },
          ]}
          onChange={setLanguage}
        />
        <span>{t('settings.theme')}</span>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          onChange={setTheme}
        />
        <span>{t('settings.density')}</span>
        <Segmented
          label={t('settings.density')}
          value={density}
          options={DENSITIES.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
          onChange={setDensity}
        />
        <span>{t('settings.textSize')}</span>
        <Segmented
          label={t('settings.textSize')}
          value={String(textZoom)}
          options={TEXT_ZOOMS.map((zoom) => ({ value: String(zoom), label: formats.percent(zoom) }))}
          onChange={(value) => setTextZoom(Number(value))}
        />
      </div>
    </Card>
  );
}
function ComputerCard({ desktop }: { readonly desktop: DesktopApi }) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.computer')}>
      <div className="grid gap-4 p-4">
        <DesktopSwitch
          name="launchAtLogin"
          read={desktop.getLaunchAtLogin}
          write={desktop.setLaunchAtLogin}
          label={t('settings.launchAtLogin')}
          hint={t('settings.launchAtLoginHint')}
        />
        <DesktopSwitch
          name="keepAwake"
          read={desktop.getKeepAwake}
          write={desktop.setKeepAwake}
          label={t('settings.keepAwake')}
          hint={t('settings.keepAwakeHint')}
        />
      </div>
    </Card>
  );
}
interface DesktopSwitchProps {
  readonly name: string;
  readonly read: () => Promise<boolean>;
  readonly write: (on: boolean) => Promise<void>;
  readonly label: string;
  readonly hint: string;
}
/** A switch of the program around the window; shows what the system says after each change. */
function DesktopSwitch({ name, read, write, label, hint }: DesktopSwitchProps) {
  const queries = useQueryClient();
  const queryKey = ['desktop', name];
  const { data } = useQuery({ queryKey, queryFn: read });
  const change = useMutation({ mutationFn: write, onSettled: () => queries.invalidateQueries({ queryKey }) });
  return (
    <Switch
      label={label}
      hint={change.error === null ? hint : change.error.message}
      checked={data ?? false}
      disabled={data === undefined || change.isPending}
      onChange={(on) => change.mutate(on)}
    />
  );
}
function WebCard() {
  const { t } = useTranslation();
  const link = useAction('web.loginLink', t('settings.webFailed'));
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  const make = async (): Promise<void> => {
    const answer = await link.run(undefined);
    if (answer !== undefined) setUrl(answer.url);
  };
  return (
    <Card title={t('settings.web')}>
      <div className="grid gap-3 p-4">
        <p className="text-ink2">{t('settings.webLead')}</p>
        <div role="status">
          {url === null ? (
            t('settings.webNone')
          ) : url !== undefined ? (
            <CopyBox text={url} what={t('settings.webLink')} />
          ) : null}
        </div>
        <div>
          <Button busy={link.busy} onClick={() => void make()}>
            {t('settings.webMake')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
