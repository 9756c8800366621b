/** STATUS items of a mailbox. RFC 9051 6.3.11, 7.3.4; rev2 dropped RECENT: always 0. RFC 8474 4.3 (MAILBOXID), RFC 9208 4.1.4 */
import type { Mailbox } from '../../model/mailbox.ts';
import type { StatusItem } from '../../protocol/imap/status-arguments.ts';
import type { ImapLimits } from './imap-limits.ts';
import type { ImapSession } from './imap-session.ts';

const ITEMS: Record<StatusItem, (mailbox: Mailbox, limits: ImapLimits) => number | string> = {
  MESSAGES: (m) => m.counts.messages,
  UIDNEXT: (m) => m.uidNext,
  UIDVALIDITY: (m) => m.uidValidity,
  UNSEEN: (m) => m.counts.unseen,
  DELETED: (m) => m.counts.deleted,
  SIZE: (m) => m.counts.bytes,
  HIGHESTMODSEQ: (m) => m.highestModSeq,
  RECENT: () => 0,
  MAILBOXID: (m) => `(${mailboxId(m)})`,
  'DELETED-STORAGE': (m) => m.counts.deletedBytes,
  APPENDLIMIT: (_, limits) => limits.messageBytes,
};

/** Names the mailbox for ever, whatever it is called. RFC 8474 4 */
export function mailboxId({ id }: Pick<Mailbox, 'id'>): string {
  return `F${id}`;
}

export function tellStatus(session: ImapSession, mailbox: Mailbox, items: readonly StatusItem[]): void {
  if (items.includes('HIGHESTMODSEQ')) session.enableCondstore();
  const pairs = items.map((item) => `${item} ${ITEMS[item](mailbox, session.services.limits)}`);
  session.respond.untagged(`STATUS ${session.name(mailbox.name)} (${pairs.join(' ')})`);
}
