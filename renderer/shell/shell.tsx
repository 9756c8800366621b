/** The window while the engine runs: sidebar, the screen, and the layers above it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useLiveAnswers } from '../api/use-topic.ts';
import { Messages } from '../features/messages/messages.tsx';
import { Message } from '../features/messages/message.tsx';
import { Queue } from '../features/queue/queue.tsx';
import { Domains } from '../features/domains/domains.tsx';
import { DomainScreen } from '../features/domains/domain.tsx';
import { People } from '../features/people/people.tsx';
import { Aliases } from '../features/people/aliases.tsx';
import { Health } from '../features/health/health.tsx';
import { Log } from '../features/log/log.tsx';
import { Sessions } from '../features/sessions/sessions.tsx';
import { Settings } from '../features/settings/settings.tsx';
import { Overview } from '../features/overview/overview.tsx';
import { KeySheet } from '../keyboard/key-sheet.tsx';
import { Palette } from '../keyboard/palette.tsx';
import { useShortcuts } from '../keyboard/use-shortcuts.ts';
import { ROUTES } from '../routes.ts';
import { useConnection } from '../state/connection.ts';
import { cx } from '../ui/class-names.ts';
import { ScreenGuard } from './screen-guard.tsx';
import { Sidebar } from './sidebar.tsx';
import { StaleBanner } from './stale-banner.tsx';

export function Shell() {
  const { t } = useTranslation();
  const [layer, setLayer] = useState<'palette' | 'sheet' | null>(null);
  const away = useConnection((state) => state.link !== 'open');
  useLiveAnswers();
  useShortcuts({ openPalette: () => setLayer('palette'), openSheet: () => setLayer('sheet') });
  return (
    <div className="grid h-full grid-cols-[228px_minmax(0,1fr)]">
      <a
        href="#main"
        onClick={skipToMain}
        className="fixed start-2 top-2 z-50 -translate-y-20 rounded-button bg-accent px-3 py-1.5 text-accent-ink focus:translate-y-0"
      >
        {t('common.skipToContent')}
      </a>
      <Sidebar />
      <div className="flex min-h-0 min-w-0 flex-col">
        <StaleBanner />
        <main
          id="main"
          tabIndex={-1}
          className={cx('relative min-h-0 flex-1 overflow-auto outline-none', away && 'grayscale')}
        >
          <Screens />
        </main>
      </div>
      <Palette open={layer === 'palette'} onClose={() => setLayer(null)} onSheet={() => setLayer('sheet')} />
      <KeySheet open={layer === 'sheet'} onClose={() => setLayer(null)} />
    </div>
  );
}

function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Screens() {
  const [path] = useLocation();
  const before = useRef(path);
  // A new screen is read from its top; the first one leaves the focus where the window put it.
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const main = document.getElementById('main');
    main?.scrollTo(0, 0);
    main?.focus({ preventScroll: true });
  }, [path]);
  return (
    <ScreenGuard key={path}>
      <Switch>
        <Route path={ROUTES.overview} component={Overview} />
        <Route path={ROUTES.messages} component={Messages} />
        <Route path={ROUTES.message} component={Message} />
        <Route path={ROUTES.queue} component={Queue} />
        <Route path={ROUTES.domains} component={Domains} />
        <Route path={ROUTES.domain} component={DomainScreen} />
        <Route path={ROUTES.people} component={People} />
        <Route path={ROUTES.aliases} component={Aliases} />
        <Route path={ROUTES.health} component={Health} />
        <Route path={ROUTES.log} component={Log} />
        <Route path={ROUTES.sessions} component={Sessions} />
        <Route path={ROUTES.settings} component={Settings} />
        <Route>
          <Redirect to={ROUTES.overview} replace />
        </Route>
      </Switch>
    </ScreenGuard>
  );
}
