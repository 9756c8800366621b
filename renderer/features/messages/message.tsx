/** One letter: the verdict and what comes next, its way, its details. */
import { useState } from 'react';
import { CircleCheck, CircleX, Clock, Hand, Send, Trash2, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import type { LetterStory } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { useText } from '../../i18n/use-text.ts';
import { ROUTES } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import { LetterQueueActions } from '../queue/letter-queue-actions.tsx';
import { LetterStateChip, recipientsText, useSenderText } from './letter-parts.tsx';
import { routeSteps } from './route-steps.ts';
import { LetterRoute } from './route.tsx';
import { verdictOf } from './verdict.ts';

export function Message() {
  const { t } = useTranslation();
  const { id = '' } = useParams<{ id: string }>();
  const query = useControlQuery('letters.get', { id: decodeURIComponent(id) });
  const trail = [{ label: t('letters.title'), path: ROUTES.messages }];
  if (query.data === undefined) {
    return (
      <Page title={t('story.trailHere')} trail={trail}>
        <Card>
          {query.error === null ? (
            <Skeleton />
          ) : (
            <ErrorState what={t('story.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
          )}
        </Card>
      </Page>
    );
  }
  return <Story story={query.data} />;
}

function Story({ story }: { readonly story: LetterStory }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(5000);
  const senderText = useSenderText();
  const { letter } = story;
  return (
    <Page
      title={letter.subject || t('letters.noSubject')}
      lead={`${senderText(letter.sender)} → ${recipientsText(letter, t)}`}
      trail={[{ label: t('letters.title'), path: ROUTES.messages }]}
      here={t('story.trailHere')}
      actions={<LetterQueueActions letter={letter} />}
    >
      <VerdictCard story={story} now={now} />
      <div className="grid grid-cols-1 gap-4 min-[1080px]:grid-cols-[minmax(0,1fr)_320px]">
        <LetterRoute steps={routeSteps(story, formats, now)} />
        <Details story={story} />
      </div>
    </Page>
  );
}

const VERDICT_ICON: Readonly<Record<Tone, LucideIcon>> = {
  ok: CircleCheck,
  warn: Clock,
  bad: CircleX,
  accent: Send,
  neutral: Trash2,
};

function VerdictCard({ story, now }: { readonly story: LetterStory; readonly now: number }) {
  const formats = useFormats();
  const say = useText();
  const { tone, what, next } = verdictOf(story, formats, now);
  return (
    <Card className="mb-4">
      <div className="flex items-center gap-3.5 px-4 py-3.5">
        <IconBadge tone={tone} icon={story.letter.state === 'held' ? Hand : VERDICT_ICON[tone]} />
        <div className="min-w-0 flex-1">
          <p className="font-semibold">{say(what)}</p>
          <p className="num text-ink2">{next.map(say).join(' ')}</p>
        </div>
      </div>
    </Card>
  );
}

function Details({ story }: { readonly story: LetterStory }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [headersOpen, setHeadersOpen] = useState(false);
  const { letter, facts } = story;
  const attempts = facts.filter(({ fact }) => fact.kind === 'attempt').length;
  return (
    <Card title={t('story.details')} className="self-start">
      <Facts
        items={[
          [t('story.status'), <LetterStateChip key="state" letter={letter} />],
          [t('story.direction'), t(`letters.direction.${letter.direction}`)],
          [t('story.accepted'), <Time key="time" at={letter.acceptedAt} relative />],
          ...(attempts === 0 ? [] : ([[t('story.attempts'), formats.number(attempts)]] as const)),
          [t('story.size'), formats.bytes(letter.sizeBytes)],
          ...(letter.messageId === ''
            ? []
            : ([[t('story.messageId'), <code key="message-id">{letter.messageId}</code>]] as const)),
          [t('story.id'), <code key="id">{letter.id}</code>],
        ]}
      />
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        <CopyButton text={letter.id} what={t('story.id')} />
        <Button kind="quiet" onClick={() => setHeadersOpen(true)}>
          {t('story.showHeaders')}
        </Button>
      </div>
      <Dialog wide open={headersOpen} onClose={() => setHeadersOpen(false)} title={t('story.headers')}>
        <Headers id={letter.id} />
      </Dialog>
    </Card>
  );
}
function Headers({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const query = useControlQuery('letters.headers', { id });
  if (query.data === undefined) {
    return query.error === null ? (
      <Skeleton rows={4} />
    ) : (
      <ErrorState what={t('story.headersFailed')} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <>
      <pre
        tabIndex={0}
        className="mb-3 max-h-[50vh] overflow-auto rounded-button border border-line bg-sunken p-3 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {query.data.text}
      </pre>
      <CopyButton text={query.data.text} what={t('story.theHeaders')} />
    </>
  );
}
