/** The end of the setup: what is still open, in plain words, with no backup first among it. */
import { Archive, Info, RotateCw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useControl } from '../../api/control-context.tsx';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useText } from '../../i18n/use-text.ts';
import { Button } from '../../ui/button.tsx';
import { CopyBox } from '../../ui/copy.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import type { Tone } from '../../ui/tone.ts';
import { attentionText } from '../overview/attention-text.ts';
import { StepActions, StepTitle } from './step-frame.tsx';

interface FinishStepProps {
  readonly dataFolder: string;
  readonly needsRestart: boolean;
  readonly busy: boolean;
  readonly onOpen: () => void;
}
export function FinishStep({ dataFolder, needsRestart, busy, onOpen }: FinishStepProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const say = useText();
  const { desktop } = useControl();
  const { data: health } = useControlQuery('health.get', undefined);
  const open = health?.attention.filter((item) => item.code !== 'noBackup') ?? [];
  return (
    <>
      <StepTitle title={t('firstRun.finish')} lead={t('firstRun.finishLead')} />
      <ul className="grid gap-4">
        <Point tone="warn" icon={Archive} title={t('firstRun.backupTitle')} body={t('firstRun.backupBody')}>
          <CopyBox text={dataFolder} what={t('settings.thePath')} />
        </Point>
        {needsRestart && (
          <Point
            tone="accent"
            icon={RotateCw}
            title={t('firstRun.restartTitle')}
            body={t(desktop === null ? 'firstRun.restartBodyWeb' : 'firstRun.restartBody')}
          />
        )}
        {open.map((item) => {
          const { title, body } = attentionText(item, formats);
          return (
            <Point
              key={`${item.code} ${JSON.stringify(item.params)}`}
              tone={item.severity === 'info' ? 'accent' : item.severity}
              icon={Info}
              title={say(title)}
              body={say(body)}
            />
          );
        })}
      </ul>
      <StepActions>
        <Button kind="primary" busy={busy} onClick={onOpen}>
          {t('firstRun.open')}
        </Button>
      </StepActions>
    </>
  );
}
interface PointProps {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly body: string;
  readonly children?: ReactNode;
}
function Point({ tone, icon, title, body, children }: PointProps) {
  return (
    <li className="flex items-start gap-3.5">
      <IconBadge tone={tone} icon={icon} />
      <div className="min-w-0 flex-1">
        <p className="font-[550]">{title}</p>
        <p className="text-small text-ink2">{body}</p>
        {children !== undefined && <div className="mt-2">{children}</div>}
      </div>
    </li>
  );
}
