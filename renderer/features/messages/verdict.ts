/** The one sentence about a letter, what it means and what comes next; made of facts, never of guesses. */
import type { LetterStory } from '../../../engine/control/contract.ts';
import type { LetterFact, LetterRecipient } from '../../../engine/model/letter.ts';
import type { Formats } from '../../format/formats.ts';
import type { Text } from '../../i18n/create-i18n.ts';
import type { Tone } from '../../ui/tone.ts';
import { outcomeText } from './outcome-text.ts';

export interface Verdict {
  readonly tone: Tone;
  readonly what: Text;
  /** Sentences that follow, in order. */
  readonly next: readonly Text[];
}
type AttemptFact = Extract<LetterFact, { kind: 'attempt' }>;

const addresses = (recipients: readonly LetterRecipient[], formats: Formats): string =>
  formats.list(recipients.map((recipient) => recipient.address));

export function lastAttempt({ facts }: LetterStory): AttemptFact | null {
  const attempts = facts.flatMap(({ fact }) => (fact.kind === 'attempt' ? [fact] : []));
  return attempts.at(-1) ?? null;
}
/** @param now Unix ms, for "in 9 minutes" */
export function verdictOf(story: LetterStory, formats: Formats, now: number): Verdict {
  const { recipients, state } = story.letter;
  const of = (wanted: LetterRecipient['state']): readonly LetterRecipient[] =>
    recipients.filter((recipient) => recipient.state === wanted);
  const reported: readonly Text[] = story.facts.some(
    ({ fact }) => fact.kind === 'reported' && fact.report === 'failure',
  )
    ? [{ key: 'story.verdict.report' }]
    : [];
  if (recipients.length > 0 && of('dropped').length === recipients.length)
    return { tone: 'neutral', what: { key: 'story.verdict.dropped' }, next: [{ key: 'story.verdict.droppedLead' }] };
  switch (state) {
    case 'delivered':
      return { tone: 'ok', what: { key: 'story.verdict.delivered' }, next: deliveredLead(of('delivered'), formats) };
    case 'held':
      return { tone: 'accent', what: { key: 'story.verdict.held' }, next: [{ key: 'story.verdict.heldLead' }] };
    case 'waiting':
      return waiting(story, formats, now);
    case 'partly': {
      const left = recipients.filter((recipient) => recipient.state !== 'delivered');
      const values = { delivered: addresses(of('delivered'), formats), left: addresses(left, formats) };
      return {
        tone: 'warn',
        what: { key: 'story.verdict.partly' },
        next: [{ key: 'story.verdict.partlyLead', values }, ...reported],
      };
    }
    case 'failed': {
      const attempt = lastAttempt(story);
      if (attempt === null) return { tone: 'bad', what: { key: 'outcome.refused' }, next: reported };
      const { what, next } = outcomeText(attempt.outcome);
      return { tone: 'bad', what, next: [next, ...reported] };
    }
  }
}
function deliveredLead(delivered: readonly LetterRecipient[], formats: Formats): readonly Text[] {
  const stored = delivered.filter((recipient) => recipient.mailbox !== null);
  const handed = delivered.filter((recipient) => recipient.mailbox === null);
  const lead = (
    key: 'story.verdict.storedLead' | 'story.verdict.handedLead',
    group: readonly LetterRecipient[],
  ): readonly Text[] => (group.length === 0 ? [] : [{ key, values: { recipients: addresses(group, formats) } }]);
  return [...lead('story.verdict.storedLead', stored), ...lead('story.verdict.handedLead', handed)];
}
function waiting(story: LetterStory, formats: Formats, now: number): Verdict {
  const attempt = lastAttempt(story);
  if (attempt === null || attempt.outcome.kind === 'delivered')
    return { tone: 'accent', what: { key: 'story.verdict.sending' }, next: [{ key: 'story.verdict.sendingLead' }] };
  const { what, next } = outcomeText(attempt.outcome);
  const times = story.letter.recipients.flatMap((recipient) =>
    recipient.nextAttemptAt === null ? [] : [recipient.nextAttemptAt],
  );
  const nextAt = times.length === 0 ? null : Math.min(...times);
  const plan: readonly Text[] =
    nextAt === null
      ? []
      : [
          {
            key: 'story.verdict.nextTry',
            values: { time: formats.shortTime(nextAt, now), relative: formats.relative(nextAt, now) },
          },
        ];
  return { tone: 'warn', what, next: [next, ...plan] };
}
