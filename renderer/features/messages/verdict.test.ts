import { describe, expect, it } from 'vitest';
import type { LetterStory } from '../../../engine/control/contract.ts';
import { createFormats } from '../../format/formats.ts';
import { verdictOf } from './verdict.ts';

const formats = createFormats('en');
const NOW = new Date(2026, 8, 5, 14, 0).getTime();

function story(state: string, recipients: readonly object[], facts: readonly object[] = []): LetterStory {
  const whole = recipients.map((recipient) => ({
    mailbox: null,
    entryId: null,
    nextAttemptAt: null,
    address: 'ali@firma.test',
    ...recipient,
  }));
  return {
    letter: {
      id: 'a',
      acceptedAt: NOW,
      direction: 'out',
      sender: 's@b.test',
      recipients: whole,
      subject: '',
      messageId: '',
      sizeBytes: 1,
      state,
    },
    facts: facts.map((fact) => ({ at: NOW, fact })),
  } as unknown as LetterStory;
}
const attempt = (outcome: object): object => ({
  kind: 'attempt',
  recipient: 'ali@firma.test',
  entryId: 1,
  number: 1,
  durationMs: 5,
  nextAttemptAt: null,
  outcome,
});
const greylisted = attempt({
  kind: 'deferred',
  reason: 'remoteReply',
  remote: null,
  reply: { code: 451, enhanced: '4.7.1', text: '' },
  detail: '',
});
const keys = (given: LetterStory): string[] => {
  const { what, next } = verdictOf(given, formats, NOW);
  return [what, ...next].map((text) => text.key);
};

describe('the sentence about a letter', () => {
  it('tells a mailbox here from a server elsewhere', () => {
    const both = story('delivered', [{ state: 'delivered', mailbox: 'INBOX' }, { state: 'delivered' }]);
    expect(keys(both)).toEqual(['story.verdict.delivered', 'story.verdict.storedLead', 'story.verdict.handedLead']);
  });
  it('says why it waits and when it goes on', () => {
    const given = story('waiting', [{ state: 'waiting', nextAttemptAt: NOW + 540_000 }], [greylisted]);
    expect(keys(given)).toEqual(['outcome.greylist', 'outcome.greylistNext', 'story.verdict.nextTry']);
    expect(verdictOf(given, formats, NOW).next.at(-1)?.values).toEqual({ time: '14:09', relative: 'in 9 minutes' });
  });
  it('does not call a first attempt a problem', () => {
    expect(keys(story('waiting', [{ state: 'waiting' }]))).toEqual([
      'story.verdict.sending',
      'story.verdict.sendingLead',
    ]);
  });
  it('says that the sender was told only when that is a fact', () => {
    const gone = attempt({
      kind: 'failed',
      reason: 'remoteReply',
      remote: null,
      reply: { code: 550, enhanced: '5.1.1', text: '' },
      detail: '',
    });
    const report = { kind: 'reported', recipient: 'ali@firma.test', report: 'failure', reportLetterId: 'b' };
    expect(keys(story('failed', [{ state: 'failed' }], [gone]))).toEqual([
      'outcome.noSuchUser',
      'outcome.noSuchUserNext',
    ]);
    expect(keys(story('failed', [{ state: 'failed' }], [gone, report]))).toContain('story.verdict.report');
  });
  it('calls deleted deleted', () => {
    expect(keys(story('failed', [{ state: 'dropped' }]))).toEqual([
      'story.verdict.dropped',
      'story.verdict.droppedLead',
    ]);
  });
});
