/** How the server is, in three lines; pressing it offers to pause sending and the like. */
import { Activity, LogOut, Pause, Play, Power, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useControl } from '../api/control-context.tsx';
import { useControlQuery } from '../api/use-query.ts';
import { signOut } from '../api/web-login.ts';
import { useFormats, useNow } from '../format/use-formats.ts';
import { ROUTES } from '../routes.ts';
import { useConnection } from '../state/connection.ts';
import { cx } from '../ui/class-names.ts';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { usePauseSending } from './use-pause-sending.ts';

type CardState = 'running' | 'paused' | 'attention' | 'away' | 'starting';
const DOT: Readonly<Record<CardState, string>> = {
  running: 'rounded-full bg-ok',
  // Shapes differ as well: a bar, a diamond, a ring.
  paused: 'rounded-[1px] bg-warn',
  attention: 'rotate-45 bg-warn',
  away: 'rounded-full border-2 border-bad',
  starting: 'rounded-full border-2 border-ink3',
};

export function ServerCard({ attention, paused }: { readonly attention: boolean; readonly paused: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const link = useConnection((state) => state.link);
  const { data: status } = useControlQuery('status.get', undefined, { refetchEveryMs: 15_000 });
  const entries = useCardEntries(paused);
  const state: CardState =
    link === 'connecting'
      ? 'starting'
      : link !== 'open'
        ? 'away'
        : paused
          ? 'paused'
          : attention
            ? 'attention'
            : 'running';
  const connections =
    status === undefined ? 0 : Object.values(status.connections).reduce((sum, count) => sum + count, 0);
  return (
    <Menu
      side="top"
      groups={entries}
      trigger={
        <button
          type="button"
          data-card
          className="block w-full rounded-card border border-line bg-surface p-2.5 text-start text-[12.5px] leading-[19px] text-ink2 hover:border-line2"
        >
          <span className="flex items-center gap-[7px] font-semibold text-ink">
            <span aria-hidden className={cx('inline-block size-2 flex-none forced-color-adjust-none', DOT[state])} />
            {t(`server.${state}`)}
          </span>
          {status !== undefined && (
            <>
              <span className="block [overflow-wrap:anywhere]">
                {status.profile === 'trial' ? t('server.trial') : status.hostname}
              </span>
              <span className="num block">
                {t('server.connections', { count: connections })} ·{' '}
                {formats.duration(Math.max(0, now - status.startedAt))}
              </span>
            </>
          )}
        </button>
      }
    />
  );
}

function useCardEntries(paused: boolean): readonly (readonly MenuEntry[])[] {
  const { t } = useTranslation();
  const { desktop, reconnect } = useControl();
  const [, go] = useLocation();
  const setPaused = usePauseSending();
  return [
    [
      paused
        ? { label: t('server.resume'), icon: Play, onSelect: () => void setPaused(false) }
        : { label: t('server.pause'), icon: Pause, onSelect: () => void setPaused(true) },
      { label: t('nav.health'), icon: Activity, onSelect: () => go(ROUTES.health) },
    ],
    desktop === null
      ? [{ label: t('server.signOut'), icon: LogOut, onSelect: () => void signOut().then(reconnect) }]
      : [
          { label: t('server.restart'), icon: RotateCw, onSelect: () => void desktop.restartEngine() },
          { label: t('server.quit'), icon: Power, danger: true, onSelect: () => void desktop.quit() },
        ],
  ];
}
