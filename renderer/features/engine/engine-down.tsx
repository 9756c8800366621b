/** The engine does not run: which part failed, why, which port and who holds it, and the way on. */
import { useTranslation } from 'react-i18next';
import type { StartFailure } from '../../../engine/control/contract.ts';
import type { EngineState } from '../../../engine/control/host-messages.ts';
import { useControl } from '../../api/control-context.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { NoticePage } from './notice-page.tsx';

export function EngineDown({ state }: { readonly state: EngineState }) {
  const { t } = useTranslation();
  const formats = useFormats();
  switch (state.phase) {
    case 'starting':
    case 'running':
      return <NoticePage late title={t('engine.starting')} lead={t('engine.startingLead')} />;
    case 'waiting':
      return (
        <NoticePage
          title={t('engine.waiting')}
          lead={t('engine.waitingLead', { time: formats.timeSeconds(state.retryAt), attempt: state.attempt })}
          actions={<Actions retry="engine.retry" details={state.reason} />}
        />
      );
    case 'stopping':
      return <NoticePage title={t('engine.stopping')} lead={t('engine.stoppedLead')} />;
    case 'stopped':
      return (
        <NoticePage
          title={t('engine.stopped')}
          lead={t('engine.stoppedLead')}
          actions={<Actions retry="engine.start" details={null} />}
        />
      );
    case 'crashLoop':
      return (
        <NoticePage
          title={t('engine.crashLoop', { count: state.attempts })}
          lead={t('engine.crashLoopLead')}
          actions={<Actions retry="engine.retry" details={`${state.reason}\n\n${state.output}`} />}
        >
          <Words title={t('engine.lastWords')} text={`${state.reason}\n${state.output}`.trim()} />
        </NoticePage>
      );
    case 'failed':
      return <StartFailed failure={state.failure} />;
  }
}

function StartFailed({ failure }: { readonly failure: StartFailure }) {
  const { t } = useTranslation();
  const details = Object.entries(failure.detail).filter(([name]) => name !== 'listeners');
  return (
    <NoticePage
      title={t('engine.failed')}
      lead={t(`engine.failure.${failure.code}`)}
      actions={<Actions retry="engine.retry" details={JSON.stringify(failure, null, 2)} />}
    >
      <Words title={t('engine.reason')} text={failure.message} />
      {details.length > 0 && (
        <Card className="mt-3">
          <Facts items={details.map(([name, value]) => [name, <code key={name}>{String(value)}</code>])} />
        </Card>
      )}
    </NoticePage>
  );
}

function Words({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Card title={title}>
      <pre
        tabIndex={0}
        className="max-h-60 overflow-auto p-4 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
    </Card>
  );
}

function Actions({
  retry,
  details,
}: {
  readonly retry: 'engine.retry' | 'engine.start';
  readonly details: string | null;
}) {
  const { t } = useTranslation();
  const { desktop } = useControl();
  return (
    <>
      <Button kind="primary" onClick={() => void desktop?.restartEngine()}>
        {t(retry)}
      </Button>
      {details !== null && <CopyButton text={details} what={t('engine.details')} />}
      <Button kind="danger" onClick={() => void desktop?.quit()}>
        {t('engine.quit')}
      </Button>
    </>
  );
}
