/** The first minutes: language, try or real, domain, first person, and what is still open. Each step can be left out; none is a dead end. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import type { SessionInfo } from '../../../engine/control/contract.ts';
import { useControl } from '../../api/control-context.tsx';
import { useAction } from '../../api/use-action.ts';
import { useLiveAnswers } from '../../api/use-topic.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { Button } from '../../ui/button.tsx';
import type { Created } from '../people/use-create-person.ts';
import { DomainStep } from './domain-step.tsx';
import { FinishStep } from './finish-step.tsx';
import { forgetProgress, useFirstRunProgress, type Step } from './first-run-progress.ts';
import { KindStep, LanguageStep } from './choice-steps.tsx';
import { PersonStep, ReadyStep } from './person-step.tsx';
import { StepFrame } from './step-frame.tsx';

/** What the count at the top counts; the ready mailbox belongs to the person. */
const COUNTED: readonly Step[] = ['language', 'kind', 'domain', 'person', 'finish'];

export function FirstRun({ session }: { readonly session: SessionInfo }) {
  const { t } = useTranslation();
  const { step, domain, needsRestart, go } = useFirstRunProgress();
  const setStep = (to: Step): void => go({ step: to });
  const [created, setCreated] = useState<Created | null>(null);
  const { data: domains } = useControlQuery('domains.list', { limit: 500 });
  const finish = useFinish(needsRestart);
  useLiveAnswers();
  const known = domains?.items[0]?.name ?? null;
  const toPerson = (name: string): void => go({ domain: name, step: 'person' });
  const counted = COUNTED.indexOf(step === 'ready' ? 'person' : step) + 1;
  return (
    <StepFrame
      progress={t('firstRun.stepOf', { step: counted, all: COUNTED.length })}
      step={counted}
      all={COUNTED.length}
      footer={
        step !== 'finish' && step !== 'ready' ? (
          <Button kind="quiet" busy={finish.busy} onClick={() => setStep('finish')}>
            {t('firstRun.skip')}
          </Button>
        ) : null
      }
    >
      {step === 'language' && <LanguageStep onNext={() => setStep('kind')} />}
      {step === 'kind' && (
        <KindStep
          known={known}
          onKnown={toPerson}
          onTrial={toPerson}
          onReal={() => setStep('domain')}
          onBack={() => setStep('language')}
        />
      )}
      {step === 'domain' && (
        <DomainStep
          hostname={session.hostname}
          onBack={() => setStep('kind')}
          onAdded={(name, restart) => go({ domain: name, needsRestart: restart, step: 'person' })}
        />
      )}
      {step === 'person' && domain !== null && (
        <PersonStep
          domain={domain}
          onBack={() => setStep('kind')}
          onCreated={(made) => {
            setCreated(made);
            setStep('ready');
          }}
        />
      )}
      {step === 'ready' && created !== null && <ReadyStep created={created} onNext={() => setStep('finish')} />}
      {step === 'finish' && (
        <FinishStep
          dataFolder={session.dataFolder}
          needsRestart={needsRestart}
          busy={finish.busy}
          onOpen={() => void finish.run()}
        />
      )}
    </StepFrame>
  );
}

function useFinish(needsRestart: boolean): { readonly run: () => Promise<void>; readonly busy: boolean } {
  const { t } = useTranslation();
  const language = useLanguage();
  const { desktop } = useControl();
  const queries = useQueryClient();
  const finish = useAction('firstRun.finish', t('firstRun.finishFailed'));
  const run = async (): Promise<void> => {
    if ((await finish.run({ language })) === undefined) return;
    await queries.invalidateQueries({ queryKey: ['session.get'] });
    forgetProgress();
    if (needsRestart && desktop !== null) await desktop.restartEngine();
  };
  return { run, busy: finish.busy };
}
