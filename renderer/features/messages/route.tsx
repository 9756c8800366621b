/** The letter's route, drawn once, with its postmark times. */
import {
  CalendarClock,
  Check,
  Clock,
  Hand,
  Inbox,
  KeyRound,
  MailCheck,
  MailPlus,
  MailX,
  Send,
  ShieldCheck,
  Trash2,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useText } from '../../i18n/use-text.ts';
import { messagePath } from '../../routes.ts';
import { Card } from '../../ui/card.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import { TechnicalDetail } from '../../ui/technical-detail.tsx';
import { Time } from '../../ui/time.tsx';
import type { RouteStep, StepIcon } from './route-steps.ts';

const ICONS: Readonly<Record<StepIcon, LucideIcon>> = {
  accepted: Check,
  checked: ShieldCheck,
  signed: KeyRound,
  stored: Inbox,
  queued: MailPlus,
  delivered: MailCheck,
  deferred: Clock,
  failed: X,
  planned: CalendarClock,
  reported: Send,
  hand: Hand,
  deleted: Trash2,
};
export function LetterRoute({ steps }: { readonly steps: readonly RouteStep[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t('story.way')}>
      <ol className="p-4">
        {steps.map((step, index) => (
          <Step key={`${step.at} ${index}`} step={step} index={index} isLast={index === steps.length - 1} />
        ))}
      </ol>
    </Card>
  );
}
function Step({ step, index, isLast }: { readonly step: RouteStep; readonly index: number; readonly isLast: boolean }) {
  const { t } = useTranslation();
  const say = useText();
  return (
    <li
      ref={(element) => element?.style.setProperty('--step', String(Math.min(index, 12)))}
      className="route-step relative grid grid-cols-[72px_28px_minmax(0,1fr)] gap-3 pb-[18px] last:pb-0"
    >
      {!isLast && <span aria-hidden className="absolute start-[97px] top-8 bottom-1 w-px bg-line" />}
      <span className="pt-1 text-end text-ink3">
        <Time at={step.at} seconds={!step.planned} />
      </span>
      <IconBadge tone={step.tone} icon={step.icon === 'failed' && step.tone === 'bad' ? MailX : ICONS[step.icon]} />
      <div className="min-w-0 pt-[3px]">
        <p className="font-[550]">{say(step.title)}</p>
        {step.lines.map((line) => (
          <p key={JSON.stringify(line)} className="text-small text-ink2 [overflow-wrap:anywhere]">
            {say(line)}
          </p>
        ))}
        {step.letterId !== null && (
          <Link href={messagePath(step.letterId)} className="text-small text-accent underline">
            {t('story.showReport')}
          </Link>
        )}
        {step.technical !== null && <TechnicalDetail text={step.technical} />}
      </div>
    </li>
  );
}
