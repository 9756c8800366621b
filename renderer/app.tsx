/** Which of the window's faces is shown: sign-in, engine down, first run, or the screens. */
import { useTranslation } from 'react-i18next';
import type { SessionInfo } from '../engine/control/contract.ts';
import { useControlQuery } from './api/use-query.ts';
import { EngineDown } from './features/engine/engine-down.tsx';
import { NoticePage } from './features/engine/notice-page.tsx';
import { FirstRun } from './features/first-run/first-run.tsx';
import { useFirstRunState } from './features/first-run/use-first-run-state.ts';
import { Login } from './features/login/login.tsx';
import { Shell } from './shell/shell.tsx';
import { useAppearance } from './shell/use-appearance.ts';
import { useConnection } from './state/connection.ts';
import { ErrorState } from './ui/states.tsx';

export function App() {
  const { t } = useTranslation();
  const link = useConnection((state) => state.link);
  const engine = useConnection((state) => state.engine);
  const session = useControlQuery('session.get', undefined);
  useAppearance();

  if (link === 'signedOut') return <Login />;
  // What is known to be down for good replaces the screens; a short absence only greys them.
  if (engine !== null && (engine.phase === 'crashLoop' || engine.phase === 'failed' || engine.phase === 'stopped'))
    return <EngineDown state={engine} />;
  if (session.data === undefined) {
    if (session.error !== null && link === 'open') {
      return (
        <main className="grid min-h-full place-items-center">
          <h1 className="sr-only">Postane</h1>
          <ErrorState what={t('engine.lost')} error={session.error} onRetry={() => void session.refetch()} />
        </main>
      );
    }
    if (engine !== null) return <EngineDown state={engine} />;
    return link === 'lost' ? (
      <NoticePage title={t('engine.lost')} lead={t('engine.lostLead')} />
    ) : (
      <NoticePage late title={t('engine.connecting')} lead={t('engine.connectingLead')} />
    );
  }
  if (session.data.role === 'account')
    return <NoticePage title={t('login.notAdministrator')} lead={t('login.notAdministratorLead')} />;
  return <Screens session={session.data} />;
}

function Screens({ session }: { readonly session: SessionInfo }) {
  const { t } = useTranslation();
  switch (useFirstRunState(session)) {
    case 'asking':
      return <NoticePage late title={t('engine.connecting')} lead={t('engine.connectingLead')} />;
    case 'open':
      return <FirstRun session={session} />;
    case 'done':
      return <Shell />;
  }
}
