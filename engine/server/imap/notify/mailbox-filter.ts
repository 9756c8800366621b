/** Which mailboxes an event group is about, beside the selected one. RFC 5465 6 */
import { OTHER_USERS } from '../../../store/mailbox-names.ts';
import type { MailboxFilter } from '../../../protocol/imap/notify-arguments.ts';

export function matchesFilter(filter: MailboxFilter, name: string, subscribed: ReadonlySet<string>): boolean {
  switch (filter.kind) {
    case 'selected':
    case 'selected-delayed':
      return false;
    // Rules can deliver into any mailbox, so all of them are inboxes in the sense of RFC 5465 6.3.
    case 'inboxes':
    case 'personal':
      return name !== OTHER_USERS && !name.startsWith(`${OTHER_USERS}/`);
    case 'subscribed':
      return subscribed.has(name);
    case 'subtree':
      return filter.names.some((top) => name === top || name.startsWith(`${top}/`));
    case 'mailboxes':
      return filter.names.includes(name);
  }
}
