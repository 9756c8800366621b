/** The ids of every queue entry that a filter finds, so that a button can name its exact number. */
import type { ControlClient } from '../../../engine/control/client.ts';
import type { Page, QueueItem, Request } from '../../../engine/control/contract.ts';

/** One request of the contract takes no more. */
export const MOST_ENTRIES = 10_000;

export async function collectEntries(
  client: ControlClient,
  filter: Omit<Request<'queue.list'>, 'after' | 'limit'>,
  wanted: (item: QueueItem) => boolean = () => true,
): Promise<readonly QueueItem[]> {
  const found: QueueItem[] = [];
  let after: string | null = null;
  do {
    const page: Page<QueueItem> = await client.call('queue.list', {
      ...filter,
      limit: 500,
      ...(after === null ? {} : { after }),
    });
    found.push(...page.items.filter(wanted));
    after = page.next;
  } while (after !== null && found.length < MOST_ENTRIES);
  return found.slice(0, MOST_ENTRIES);
}
