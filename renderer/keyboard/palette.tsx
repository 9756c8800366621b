/** Every screen and many acts by typing a few letters of their name. */
import { useState } from 'react';
import { Dialog as Base } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useControlQuery } from '../api/use-query.ts';
import { messagesSearchPath, ROUTES, SECTIONS } from '../routes.ts';
import { usePauseSending } from '../shell/use-pause-sending.ts';
import { usePreferences } from '../state/preferences.ts';

const ITEM = 'flex items-center rounded-[6px] px-2.5 py-1.5 text-[14px] data-[selected=true]:bg-accent-weak';
const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-tiny [&_[cmdk-group-heading]]:font-semibold [&_[cmdk-group-heading]]:text-ink3';

interface PaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onSheet: () => void;
}
export function Palette({ open, onClose, onSheet }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <Base.Popup className="pop fixed inset-x-0 top-[12vh] z-40 mx-auto w-full max-w-[560px] overflow-hidden rounded-card border border-line2 bg-surface shadow-high">
          <Base.Title className="sr-only">{t('keys.palette')}</Base.Title>
          <PaletteList onClose={onClose} onSheet={onSheet} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteList({ onClose, onSheet }: Omit<PaletteProps, 'open'>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [, go] = useLocation();
  const acts = useActs();
  const run = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Command label={t('keys.palette')} loop>
      <Command.Input
        autoFocus
        value={typed}
        onValueChange={setTyped}
        placeholder={t('keys.paletteHint')}
        className="w-full border-b border-line bg-transparent px-4 py-3 text-[15px] outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-ink2">{t('keys.paletteEmpty')}</Command.Empty>
        <Command.Group heading={t('keys.groupGo')} className={GROUP}>
          {SECTIONS.map((section) => (
            <Command.Item
              key={section}
              className={ITEM}
              value={`go ${section}`}
              keywords={[t(`nav.${section}`)]}
              onSelect={run(() => go(ROUTES[section]))}
            >
              {t(`nav.${section}`)}
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading={t('keys.groupDo')} className={GROUP}>
          {acts.map(({ label, act }) => (
            <Command.Item key={label} className={ITEM} value={label} onSelect={run(act)}>
              {label}
            </Command.Item>
          ))}
          <Command.Item className={ITEM} value={t('keys.sheetOpen')} onSelect={run(onSheet)}>
            {t('keys.sheetOpen')}
          </Command.Item>
        </Command.Group>
        {typed.trim() !== '' && (
          <Command.Group heading={t('keys.groupSearch')} className={GROUP} forceMount>
            <Command.Item
              forceMount
              className={ITEM}
              value={`search ${typed}`}
              onSelect={run(() => go(messagesSearchPath(typed.trim())))}
            >
              {t('keys.searchLetters', { text: typed.trim() })}
            </Command.Item>
          </Command.Group>
        )}
      </Command.List>
    </Command>
  );
}

function useActs(): readonly { readonly label: string; readonly act: () => void }[] {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const setPaused = usePauseSending();
  const { setTheme, setLanguage } = usePreferences.getState();
  const { data: overview } = useControlQuery('overview.get', undefined);
  const paused = overview?.paused ?? false;
  return [
    { label: t(paused ? 'server.resume' : 'server.pause'), act: () => void setPaused(!paused) },
    { label: t('keys.addPerson'), act: () => go(`${ROUTES.people}?add`) },
    { label: t('keys.addDomain'), act: () => go(`${ROUTES.domains}?add`) },
    { label: t('keys.themeLight'), act: () => setTheme('light') },
    { label: t('keys.themeDark'), act: () => setTheme('dark') },
    { label: t('keys.themeSystem'), act: () => setTheme('system') },
    { label: 'English', act: () => setLanguage('en') },
    { label: 'Türkçe', act: () => setLanguage('tr') },
  ];
}
