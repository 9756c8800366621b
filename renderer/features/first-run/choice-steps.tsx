/** The two questions without typing: which language, and whether to try or to set up. */
import type { ReactNode } from 'react';
import { FlaskConical, Globe } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../api/use-action.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { usePreferences } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { StepActions, StepTitle } from './step-frame.tsx';

/** `.test` belongs to nobody and never will. RFC 2606 */
export const TRIAL_DOMAIN = 'deneme.test';

export function LanguageStep({ onNext }: { readonly onNext: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const setLanguage = usePreferences((state) => state.setLanguage);
  return (
    <>
      <StepTitle title={t('firstRun.language')} lead={t('firstRun.languageLead')} />
      <Segmented
        label="Language · Dil"
        value={language}
        options={[
          { value: 'en', label: 'English' },
          { value: 'tr', label: 'Türkçe' },
        ]}
        onChange={setLanguage}
      />
      <StepActions>
        <Button
          kind="primary"
          onClick={() => {
            // What was only the computer's language is now a choice.
            setLanguage(language);
            onNext();
          }}
        >
          {t('common.next')}
        </Button>
      </StepActions>
    </>
  );
}

interface KindStepProps {
  /** A domain that is there already, from an earlier start. */
  readonly known: string | null;
  readonly onKnown: (domain: string) => void;
  readonly onTrial: (domain: string) => void;
  readonly onReal: () => void;
  readonly onBack: () => void;
}
export function KindStep({ known, onKnown, onTrial, onReal, onBack }: KindStepProps) {
  const { t } = useTranslation();
  const create = useAction('domains.create', t('firstRun.domainFailed'));
  const makeTrial = async (): Promise<void> => {
    const domain = await create.run({ name: TRIAL_DOMAIN });
    if (domain !== undefined) onTrial(domain.name);
  };
  return (
    <>
      <StepTitle title={t('firstRun.kind')} lead={t('firstRun.kindLead')} />
      <div className="grid gap-3">
        {known !== TRIAL_DOMAIN && (
          <Choice
            icon={<FlaskConical size={20} strokeWidth={1.75} aria-hidden />}
            title={t('firstRun.kindTrial')}
            body={t('firstRun.kindTrialBody', { domain: TRIAL_DOMAIN })}
            onChoose={() => void makeTrial()}
          />
        )}
        <Choice
          icon={<Globe size={20} strokeWidth={1.75} aria-hidden />}
          title={t('firstRun.kindReal')}
          body={t('firstRun.kindRealBody')}
          onChoose={onReal}
        />
      </div>
      <StepActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        {known !== null && (
          <Button kind="primary" onClick={() => onKnown(known)}>
            {t('firstRun.continueWith', { domain: known })}
          </Button>
        )}
      </StepActions>
    </>
  );
}
interface ChoiceProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly body: string;
  readonly onChoose: () => void;
}
function Choice({ icon, title, body, onChoose }: ChoiceProps) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex items-start gap-4 rounded-card border border-line2 bg-surface p-4 text-start hover:border-accent hover:bg-accent-weak"
    >
      <span className="grid size-10 flex-none place-items-center rounded-button bg-accent-weak text-accent">
        {icon}
      </span>
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-ink2">{body}</span>
      </span>
    </button>
  );
}
