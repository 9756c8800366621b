/** What waits to be sent: the list with its actions, or the reasons why. */
import { useState } from 'react';
import { Pause, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { usePauseSending } from '../../shell/use-pause-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { QueueList, type QueueFilterState } from './queue-list.tsx';
import { QueueReasons } from './queue-reasons.tsx';

export function Queue() {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow();
  const [params] = useSearchParams();
  const [view, setView] = useState<'letters' | 'reasons'>('letters');
  const [state, setState] = useState<QueueFilterState>(params.get('state') === 'held' ? 'held' : 'open');
  const { data: totals } = useControlQuery('queue.summary', undefined);
  const setPaused = usePauseSending();
  const paused = totals?.paused ?? false;
  const open = totals === undefined ? 0 : totals.byState.scheduled + totals.byState.delivering + totals.byState.held;
  const lead = [
    open === 0 ? t('queue.leadEmpty') : t('queue.lead', { count: open }),
    totals?.oldestWaitingAt ? t('queue.leadOldest', { time: formats.shortTime(totals.oldestWaitingAt, now) }) : '',
    paused ? t('queue.leadPaused') : '',
  ];
  return (
    <Page
      layout="list"
      title={t('queue.title')}
      lead={totals === undefined ? undefined : lead.filter(Boolean).join(' ')}
      actions={
        <Button
          kind={paused ? 'primary' : 'plain'}
          icon={paused ? Play : Pause}
          onClick={() => void setPaused(!paused)}
        >
          {t(paused ? 'queue.resumeAll' : 'queue.pauseAll')}
        </Button>
      }
    >
      <div className="mb-3">
        <Segmented
          label={t('queue.view')}
          value={view}
          options={[
            { value: 'letters', label: t('queue.viewLetters') },
            { value: 'reasons', label: t('queue.viewReasons') },
          ]}
          onChange={setView}
        />
      </div>
      {view === 'letters' ? <QueueList state={state} onState={setState} /> : <QueueReasons />}
    </Page>
  );
}
