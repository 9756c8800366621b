import { describe, expect, it } from 'vitest';
import { DEFER_REASONS, FAIL_REASONS, type DeliveryOutcome } from '../../../engine/model/queue.ts';
import { outcomeDetail, outcomeText, reasonText } from './outcome-text.ts';

const deferred = (enhanced: `4.${number}.${number}`, text = ''): DeliveryOutcome => ({
  kind: 'deferred',
  reason: 'remoteReply',
  remote: null,
  reply: { code: 451, enhanced, text },
  detail: '',
});
const failed = (enhanced: `5.${number}.${number}`): DeliveryOutcome => ({
  kind: 'failed',
  reason: 'remoteReply',
  remote: null,
  reply: { code: 550, enhanced, text: '' },
  detail: '',
});

describe('what a reply means', () => {
  it.each([
    [deferred('4.7.1'), 'outcome.greylist', 'warn'],
    [deferred('4.2.2'), 'outcome.mailboxFull', 'warn'],
    // The words of the other server decide nothing.
    [deferred('4.3.0', 'user unknown, mailbox full, greylisted'), 'outcome.remoteBusy', 'warn'],
    [failed('5.1.1'), 'outcome.noSuchUser', 'bad'],
    [failed('5.3.4'), 'outcome.tooBig', 'bad'],
    [failed('5.7.26'), 'outcome.policy', 'bad'],
    [failed('5.5.0'), 'outcome.refused', 'bad'],
  ])('%o', (outcome, what, tone) => {
    const text = outcomeText(outcome);
    expect(text.what.key).toBe(what);
    expect(text.tone).toBe(tone);
  });
  it('has words for every reason of the model', () => {
    for (const reason of [...DEFER_REASONS, ...FAIL_REASONS]) expect(reasonText(reason).what.key).toMatch(/^outcome\./);
    expect(reasonText('dns').what.key).toBe('outcome.dns');
    expect(reasonText('loop').what.key).toBe('outcome.loop');
    expect(reasonText('newReason').what.key).toBe('outcome.unclassified');
  });
});
it('keeps the words of the machines as they are', () => {
  const remote = {
    name: 'mx1.firma.com',
    ip: '203.0.113.9',
    port: 25,
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: true },
  };
  expect(outcomeDetail({ ...deferred('4.7.1', 'Greylisted'), remote } as DeliveryOutcome)).toBe(
    'mx1.firma.com [203.0.113.9]:25\nTLSv1.3 · TLS_AES_256_GCM_SHA384\n451 4.7.1 Greylisted',
  );
});
