/** The first screen: the state in one sentence, then the proof. */
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Letter, Overview as OverviewData } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { messagePath, ROUTES } from '../../routes.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { LetterStateChip, recipientsText, useSenderText } from '../messages/letter-parts.tsx';
import { AttentionCard } from './attention-card.tsx';
import { HealthRows } from './health-rows.tsx';
import { HourlyChart } from './hourly-chart.tsx';

export function Overview() {
  const { t } = useTranslation();
  const query = useControlQuery('overview.get', undefined, { refetchEveryMs: 60_000 });
  if (query.data === undefined) {
    return (
      <Page title={t('nav.overview')}>
        <Card>
          {query.error === null ? (
            <Skeleton rows={6} />
          ) : (
            <ErrorState what={t('overview.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
          )}
        </Card>
      </Page>
    );
  }
  return <OverviewBody overview={query.data} />;
}

function OverviewBody({ overview }: { readonly overview: OverviewData }) {
  const { t } = useTranslation();
  const { received, sent, refused } = overview.today;
  const toLook = overview.attention.filter((item) => item.severity !== 'info').length;
  const waiting = overview.waiting + overview.held;
  const state =
    overview.state === 'bad'
      ? 'overview.stateBad'
      : overview.paused
        ? 'overview.statePaused'
        : overview.state === 'ok'
          ? 'overview.stateOk'
          : 'overview.stateAttention';
  const lead = [
    t('overview.today', { count: received + sent }),
    waiting > 0 ? t('overview.waiting', { count: waiting }) : '',
    toLook > 0 ? t('overview.toLook', { count: toLook }) : t('overview.allWell'),
  ];
  return (
    <Page title={t(state)} lead={lead.filter(Boolean).join(' ')}>
      <div className="grid gap-4">
        {overview.attention.length > 0 && <AttentionCard items={overview.attention} />}
        <div className="grid grid-cols-1 gap-4 min-[1080px]:grid-cols-[1.55fr_1fr]">
          <Card title={t('overview.last24')}>
            <HourlyChart hours={overview.hourly} refused={refused} />
          </Card>
          <Card title={t('overview.health')}>
            <HealthRows items={overview.health} />
          </Card>
        </div>
        <Card
          title={t('overview.recent')}
          actions={
            <Link href={ROUTES.messages} className={buttonClass('quiet')}>
              {t('overview.allMessages')}
            </Link>
          }
        >
          {overview.recent.length === 0 ? (
            <EmptyState title={t('overview.recentEmptyTitle')}>{t('overview.recentEmptyBody')}</EmptyState>
          ) : (
            <ul>
              {overview.recent.map((letter) => (
                <li key={letter.id} className="border-b border-line last:border-b-0">
                  <RecentLetter letter={letter} />
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </Page>
  );
}

function RecentLetter({ letter }: { readonly letter: Letter }) {
  const { t } = useTranslation();
  const senderText = useSenderText();
  return (
    <Link
      href={messagePath(letter.id)}
      className="flex items-center gap-3 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <LetterStateChip letter={letter} className="w-[124px] flex-none" />
      <span className="min-w-0 flex-1 truncate">
        <span className="font-[550]">{letter.subject || t('letters.noSubject')}</span>
        <span className="text-small text-ink2">
          {' — '}
          {senderText(letter.sender)} → {recipientsText(letter, t)}
        </span>
      </span>
      <Time at={letter.acceptedAt} className="text-small text-ink2" />
    </Link>
  );
}
