/** What the server needs to do its work: checks, ports, the server's own data, the check of the store. */
import { useTranslation } from 'react-i18next';
import type { EngineStatus, ListenerStatus } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { Card, Facts, Row } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Tone } from '../../ui/tone.ts';
import { AttentionCard } from '../overview/attention-card.tsx';
import { HealthRows } from '../overview/health-rows.tsx';
import { StoreCheck } from './store-check.tsx';

export function Health() {
  const { t } = useTranslation();
  const health = useControlQuery('health.get', undefined, { refetchEveryMs: 30_000 });
  const status = useControlQuery('status.get', undefined, { refetchEveryMs: 15_000 });
  const error = health.error ?? status.error;
  return (
    <Page title={t('health.title')} lead={t('health.lead')}>
      {health.data === undefined || status.data === undefined ? (
        <Card>
          {error === null ? (
            <Skeleton rows={6} />
          ) : (
            <ErrorState
              what={t('health.loadFailed')}
              error={error}
              onRetry={() => void Promise.all([health.refetch(), status.refetch()])}
            />
          )}
        </Card>
      ) : (
        <div className="grid gap-4">
          {health.data.attention.length > 0 && <AttentionCard items={health.data.attention} />}
          <div className="grid grid-cols-1 items-start gap-4 min-[1080px]:grid-cols-2">
            <Card title={t('health.checks')}>
              <HealthRows items={health.data.items} />
            </Card>
            <ServerFacts status={status.data} />
          </div>
          <Listeners listeners={status.data.listeners} />
          <StoreCheck />
        </div>
      )}
    </Page>
  );
}

function ServerFacts({ status }: { readonly status: EngineStatus }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const { smtp, imap, pop3, web } = status.connections;
  return (
    <Card title={t('health.server')}>
      <Facts
        items={[
          [t('health.hostname'), status.hostname],
          [t('health.version'), status.version],
          [t('health.running'), formats.duration(Math.max(0, now - status.startedAt))],
          [t('health.connections'), t('health.connectionsOf', { smtp, imap, pop3, web })],
          [t('health.dataFolder'), <code key="folder">{status.dataFolder}</code>],
          ...(status.logDropped === 0 ? [] : ([[t('health.logDropped'), formats.number(status.logDropped)]] as const)),
        ]}
      />
    </Card>
  );
}

const LISTENER_TONE: Readonly<Record<ListenerStatus['state'], Tone>> = {
  listening: 'ok',
  stopped: 'neutral',
  failed: 'bad',
};

function Listeners({ listeners }: { readonly listeners: readonly ListenerStatus[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('health.listeners')}>
      {listeners.length === 0 ? (
        <EmptyState title={t('health.listenersEmpty')} />
      ) : (
        <ul>
          {listeners.map((listener) => (
            <li
              key={`${listener.protocol} ${listener.host} ${listener.port}`}
              className="border-b border-line last:border-b-0"
            >
              <Row className="py-2">
                <StatusChip tone={LISTENER_TONE[listener.state]} className="w-20 flex-none">
                  {t(`health.${listener.state}`)}
                </StatusChip>
                <span className="w-28 flex-none font-[550]">{listener.protocol}</span>
                <code className="w-48 flex-none truncate">
                  {listener.host}:{listener.port}
                </code>
                <span className="w-28 flex-none text-small text-ink2">{t(`health.tls.${listener.tls}`)}</span>
                <span className="min-w-0 flex-1 text-small text-bad">
                  {listener.error?.message}{' '}
                  {listener.error?.program ? t('engine.heldBy', { program: listener.error.program }) : ''}
                </span>
              </Row>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
