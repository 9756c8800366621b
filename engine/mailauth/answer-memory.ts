/**
 * DNS answers that the thread has heard, kept as long as the resolver allows and never for more than seconds, so that a burst of
 * letters from one sender asks once. A failure is never kept. RFC 1035 7.4, RFC 2308 5
 */
import { LRUCache } from 'lru-cache';
import type { AnyDnsAnswer, QuestionType } from './auth-thread-messages.ts';

export interface AnswerMemory {
  recall(type: QuestionType, name: string): AnyDnsAnswer | null;
  keep(type: QuestionType, name: string, answer: AnyDnsAnswer): void;
}
const LONGEST_SECONDS = 10;
const KEPT_ANSWERS = 1_000;

/** @param now milliseconds that never go back */
export function createAnswerMemory(now: () => number): AnswerMemory {
  const answers = new LRUCache<string, { readonly answer: AnyDnsAnswer; readonly until: number }>({
    max: KEPT_ANSWERS,
  });
  const keyOf = (type: QuestionType, name: string): string => `${type} ${name.toLowerCase()}`;
  return {
    recall(type, name) {
      const known = answers.get(keyOf(type, name));
      return known === undefined || known.until <= now() ? null : known.answer;
    },
    keep(type, name, answer) {
      if (answer.kind === 'failed') return;
      const seconds = Math.min(answer.keepSeconds ?? 0, LONGEST_SECONDS);
      if (seconds > 0) answers.set(keyOf(type, name), { answer, until: now() + seconds * 1000 });
    },
  };
}
