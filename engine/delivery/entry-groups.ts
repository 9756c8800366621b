/** Which queue entries can share one SMTP transaction. RFC 5321 3.3, RFC 3461 5.2.1 */
import { formatReversePath } from '../model/address-text.ts';
import type { QueueEntry } from '../model/queue.ts';
import type { AttemptGroup } from './attempt.ts';

/** Recipients of one transaction at most: what every server must take. RFC 5321 4.5.3.1.8 */
const MAX_RECIPIENTS = 100;

/** What the per-destination limit counts. */
export function destinationOf(entry: Pick<QueueEntry, 'recipient'>): string {
  return entry.recipient.domain;
}

export function groupEntries(entries: readonly QueueEntry[]): AttemptGroup[] {
  const groups = new Map<string, [QueueEntry, ...QueueEntry[]][]>();
  for (const entry of entries) {
    const key = JSON.stringify([
      entry.bodyId,
      destinationOf(entry),
      formatReversePath(entry.sender),
      Buffer.from(entry.prefix).toString('latin1'),
      entry.dsn,
    ]);
    const same = groups.get(key);
    const open = same?.at(-1);
    if (same === undefined) groups.set(key, [[entry]]);
    else if (open !== undefined && open.length < MAX_RECIPIENTS) open.push(entry);
    else same.push([entry]);
  }
  return [...groups.values()].flat();
}
