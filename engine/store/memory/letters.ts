/** Letters and their stories in memory. */
import { letterState } from '../letter-state.ts';
import { pageLimit } from '../paging.ts';
import type { DayCounts, LetterFilter } from '../letter-store.ts';
import type { Page } from '../store.ts';
import type { LetterRecord, MemoryState, MemoryTx, RecipientState } from './state.ts';
import { foldText } from '../../lib/fold-text.ts';
import type { BodyId, LetterId, QueueEntryId, UnixMs } from '../../model/ids.ts';
import type { Letter, LetterFact } from '../../model/letter.ts';

const HOUR_MS = 3_600_000;

export function addLetter(
  tx: MemoryTx,
  letter: Omit<Letter, 'state' | 'acceptedAt'>,
  facts: readonly LetterFact[],
): void {
  const state = letterState(letter.recipients.map((recipient) => recipient.state));
  tx.state.letters.set(letter.id, {
    letter: { ...letter, acceptedAt: tx.now, state },
    facts: facts.map((fact) => ({ at: tx.now, fact })),
  });
  tx.noteStore({ kind: 'letters', ids: [letter.id] });
}
export function addFact(tx: MemoryTx, id: LetterId, fact: LetterFact): void {
  const record = tx.state.letters.get(id);
  if (record !== undefined) tx.state.letters.set(id, { ...record, facts: [...record.facts, { at: tx.now, fact }] });
}
export function setRecipientState(tx: MemoryTx, id: LetterId, entryId: QueueEntryId, state: RecipientState): void {
  const record = tx.state.letters.get(id);
  if (record === undefined) return;
  const recipients = record.letter.recipients.map((one) => (one.entryId === entryId ? { ...one, state } : one));
  const whole = letterState(recipients.map((one) => one.state));
  tx.state.letters.set(id, { ...record, letter: { ...record.letter, recipients, state: whole } });
  tx.noteStore({ kind: 'letters', ids: [id] });
}

/** With the next attempt of each recipient that waits. */
function shown(state: MemoryState, { letter }: LetterRecord): Letter {
  const recipients = letter.recipients.map((one) => {
    const entry = one.entryId === null ? undefined : state.entries.get(one.entryId)?.entry;
    const waits = entry?.state === 'scheduled' || entry?.state === 'delivering';
    return { ...one, nextAttemptAt: waits ? entry.nextAttemptAt : null };
  });
  return { ...letter, recipients };
}
export function getLetter(state: MemoryState, id: LetterId): LetterRecord | null {
  const record = state.letters.get(id);
  return record === undefined ? null : { letter: shown(state, record), facts: record.facts };
}
export function bodyOf(state: MemoryState, id: LetterId): BodyId | null {
  for (const { entry } of state.entries.values())
    if (entry.letterId === id && state.bodies.has(entry.bodyId)) return entry.bodyId;
  for (const { messages } of state.mailboxes.values()) {
    const found = messages.find(({ letterId }) => letterId === id);
    if (found !== undefined) return found.bodyId;
  }
  return null;
}

export function searchLetters(state: MemoryState, filter: LetterFilter): Page<Letter> {
  const limit = pageLimit(filter.limit);
  const all = [...state.letters.values()].map((record) => shown(state, record)).reverse();
  const start = filter.after === undefined ? 0 : all.findIndex(({ id }) => id === filter.after) + 1;
  const found = all.slice(start).filter((letter) => wanted(letter, filter));
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
}
function wanted(letter: Letter, filter: LetterFilter): boolean {
  const addresses = letter.recipients.map(({ address }) => address);
  const holds = (text: string | undefined, ...where: string[]): boolean =>
    !text || foldText(where.join('\n')).includes(foldText(text));
  return (
    holds(filter.text, letter.sender, ...addresses, letter.subject, letter.messageId) &&
    holds(filter.from, letter.sender) &&
    addresses.concat(filter.to ? [] : ['']).some((address) => holds(filter.to, address)) &&
    holds(filter.subject, letter.subject) &&
    (!filter.messageId || letter.messageId === filter.messageId.replace(/^<|>$/g, '')) &&
    (filter.states === undefined || filter.states.includes(letter.state)) &&
    (filter.direction === undefined || filter.direction === letter.direction) &&
    (filter.since === undefined || letter.acceptedAt >= filter.since) &&
    (filter.before === undefined || letter.acceptedAt < filter.before)
  );
}
export function hourlyCounts(state: MemoryState, since: UnixMs, before: UnixMs): DayCounts[] {
  const hours = new Map<number, { in: number; out: number; failed: number }>();
  for (const { letter } of state.letters.values()) {
    if (letter.acceptedAt < since || letter.acceptedAt >= before) continue;
    const at = Math.floor(letter.acceptedAt / HOUR_MS) * HOUR_MS;
    const counts = hours.get(at) ?? { in: 0, out: 0, failed: 0 };
    hours.set(at, counts);
    counts[letter.direction === 'out' ? 'out' : 'in'] += 1;
    if (letter.state === 'failed' || letter.state === 'partly') counts.failed += 1;
  }
  return [...hours].sort(([a], [b]) => a - b).map(([at, counts]) => ({ at: at as UnixMs, ...counts }));
}
