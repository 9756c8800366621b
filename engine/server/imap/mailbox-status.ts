/** STATUS items of a mailbox. RFC 9051 6.3.11, 7.3.3; rev2 dropped RECENT: always 0 */
import type { Mailbox } from '../../model/mailbox.ts';
import type { StatusItem } from '../../protocol/imap/status-arguments.ts';
import type { ImapSession } from './imap-session.ts';

const ITEMS: Record<StatusItem, (mailbox: Mailbox) => number> = {
  MESSAGES: (m) => m.counts.messages,
  UIDNEXT: (m) => m.uidNext,
  UIDVALIDITY: (m) => m.uidValidity,
  UNSEEN: (m) => m.counts.unseen,
  DELETED: (m) => m.counts.deleted,
  SIZE: (m) => m.counts.bytes,
  HIGHESTMODSEQ: (m) => m.highestModSeq,
  RECENT: () => 0,
};

export function tellStatus(session: ImapSession, mailbox: Mailbox, items: readonly StatusItem[]): void {
  if (items.includes('HIGHESTMODSEQ')) session.enableCondstore();
  const pairs = items.map((item) => `${item} ${ITEMS[item](mailbox)}`);
  session.respond.untagged(`STATUS ${session.name(mailbox.name)} (${pairs.join(' ')})`);
}
