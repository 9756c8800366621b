/** The queue's actions on the screen of one letter: for all of its recipients that still wait. */
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Letter } from '../../../engine/control/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useQueueActions } from './use-queue-actions.tsx';

export function LetterQueueActions({ letter }: { readonly letter: Letter }) {
  const { t } = useTranslation();
  const { act, busy, dialog } = useQueueActions();
  const entries = (state: 'waiting' | 'held'): number[] =>
    letter.recipients.flatMap((recipient) =>
      recipient.state === state && recipient.entryId !== null ? [recipient.entryId] : [],
    );
  const waiting = entries('waiting');
  const held = entries('held');
  const open = [...waiting, ...held];
  if (open.length === 0) return null;
  return (
    <>
      {waiting.length > 0 ? (
        <>
          <Button kind="primary" busy={busy} onClick={() => act('retryNow', waiting)}>
            {t('story.retryNow')}
          </Button>
          <Button busy={busy} onClick={() => act('hold', waiting)}>
            {t('queue.short.hold')}
          </Button>
        </>
      ) : (
        <Button kind="primary" busy={busy} onClick={() => act('release', held)}>
          {t('queue.short.release')}
        </Button>
      )}
      <Menu
        trigger={<Button icon={Ellipsis} aria-label={t('common.moreActions')} />}
        groups={[
          waiting.length > 0 && held.length > 0
            ? [{ label: t('queue.short.release'), onSelect: () => act('release', held) }]
            : [],
          [
            { label: t('queue.short.fail'), danger: true, onSelect: () => act('fail', open) },
            { label: t('queue.short.drop'), danger: true, onSelect: () => act('drop', open) },
          ],
        ]}
      />
      {dialog}
    </>
  );
}
