/** Parts of a letter that lists and screens share: its state as a chip, its people as text. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Letter } from '../../../engine/control/contract.ts';
import type { LetterState } from '../../../engine/model/letter.ts';
import { StatusChip } from '../../ui/status-chip.tsx';
import type { Tone } from '../../ui/tone.ts';

const STATE_TONE: Readonly<Record<LetterState, Tone>> = {
  delivered: 'ok',
  waiting: 'warn',
  held: 'accent',
  failed: 'bad',
  partly: 'warn',
};

export function LetterStateChip({ letter, className }: { readonly letter: Letter; readonly className?: string }) {
  const { t } = useTranslation();
  // A letter whose last recipient was deleted from the queue did not fail: someone ended it.
  const isDropped =
    letter.recipients.length > 0 && letter.recipients.every((recipient) => recipient.state === 'dropped');
  return (
    <StatusChip tone={isDropped ? 'neutral' : STATE_TONE[letter.state]} className={className ?? ''}>
      {t(`letters.state.${isDropped ? 'dropped' : letter.state}`)}
    </StatusChip>
  );
}
export function recipientsText(letter: Letter, t: TFunction): string {
  const [first, ...others] = letter.recipients;
  if (first === undefined) return '';
  return others.length === 0
    ? first.address
    : t('letters.moreRecipients', { first: first.address, count: others.length });
}
/** The null reverse-path has no address to show. */
export function useSenderText(): (sender: string) => string {
  const { t } = useTranslation();
  return (sender) => (sender === '' ? t('letters.noSender') : sender);
}
