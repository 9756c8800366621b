/** What the states of a letter's recipients say about the letter. */
import type { LetterRecipient, LetterState } from '../model/letter.ts';

export function letterState(states: readonly LetterRecipient['state'][]): LetterState {
  if (states.includes('waiting')) return 'waiting';
  if (states.includes('held')) return 'held';
  const ended = states.filter((state) => state === 'failed' || state === 'dropped').length;
  if (ended === 0) return 'delivered';
  return ended === states.length ? 'failed' : 'partly';
}
