import { expect, it } from 'vitest';
import { EVENTS, type EventCode } from '../../engine/events/catalogue.ts';
import { EVENT_TEXTS_TR, eventSentence } from './event-texts.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

it.each(Object.keys(EVENTS) as EventCode[])('%s tells the same in both languages', (code) => {
  expect(placeholders(EVENT_TEXTS_TR[code])).toEqual(placeholders(EVENTS[code].sentence));
});
it('fills in the values', () => {
  const event = {
    seq: 1,
    at: 0,
    level: 'info',
    code: 'delivery.queued',
    session: null,
    letter: null,
    fields: { recipient: 'a@b.test' },
  } as const;
  expect(eventSentence(event, 'tr')).toBe('Sıraya alındı: a@b.test.');
  expect(eventSentence(event, 'en')).toBe('Queued for a@b.test.');
  expect(eventSentence({ ...event, code: 'from.tomorrow' }, 'tr')).toBe('from.tomorrow');
});
