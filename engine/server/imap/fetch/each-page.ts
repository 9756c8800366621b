/** The rows of uid ranges, page by page: a page is at hand at once, so its rows cost no waiting. */
import type { ModSeq } from '../../../model/ids.ts';
import type { MessageRow, RowField } from '../../../model/message-row.ts';
import type { MessageStore, UidRanges } from '../../../store/message-store.ts';
import type { MailboxView } from '../mailbox-view.ts';

export async function* eachPage(
  messages: MessageStore,
  view: MailboxView,
  query: {
    readonly ranges: UidRanges;
    readonly fields: readonly RowField[];
    readonly changedSince?: number | undefined;
  },
): AsyncGenerator<readonly MessageRow[]> {
  let ranges = query.ranges;
  while (ranges.length > 0) {
    const changedSince = query.changedSince as ModSeq | undefined;
    const page = await messages.page({
      mailboxId: view.mailbox.id,
      viewer: view.viewer,
      ranges,
      fields: query.fields,
      changedSince,
    });
    yield page.rows;
    const { next } = page;
    if (next === null) return;
    ranges = ranges.filter(([, last]) => last >= next).map(([first, last]) => [Math.max(first, next), last]);
  }
}
