/** Messages as rows with the flags a viewer sees: a private \Seen lies over the shared one. */
import { keywordsOf } from '../../keyword-text.ts';
import type { MailboxRow } from './mailbox-rows.ts';
import type { Sql } from '../sql.ts';
import type { UidRanges } from '../../message-store.ts';
import { SYSTEM_FLAGS, type Flags } from '../../../model/flags.ts';
import type { AccountId, BodyId, LetterId, ModSeq, UnixMs } from '../../../model/ids.ts';

export const SEEN = SYSTEM_FLAGS['\\Seen'];
export const DELETED = SYSTEM_FLAGS['\\Deleted'];

export interface StoredMessage {
  readonly uid: number;
  /** Of the message, or of the viewer's own \Seen when that is later. */
  readonly modSeq: ModSeq;
  /** Shared flags. */
  readonly system: number;
  readonly keywords: string;
  readonly internalDate: UnixMs;
  readonly savedAt: UnixMs;
  readonly sizeBytes: number;
  readonly prefixBytes: number;
  readonly bodyId: BodyId;
  readonly prefixId: number | null;
  readonly letterId: LetterId | null;
  /** The viewer's own \Seen, null when the shared one counts. */
  readonly privateSeen: number | null;
}
const COLUMNS =
  'm.uid, m.system, m.keywords, m.internalDate, m.savedAt, m.sizeBytes, m.prefixBytes, m.bodyId, m.prefixId, m.letterId';

/** SELECT list and FROM for a mailbox; a private one takes the viewer as first value. */
export function messageSource(isPrivate: boolean, extraColumns = '', extraJoins = ''): string {
  return isPrivate
    ? `SELECT ${COLUMNS}, MAX(m.modSeq, COALESCE(p.modSeq, 0)) AS modSeq, p.seen AS privateSeen ${extraColumns} FROM messages m
       LEFT JOIN privateSeen p ON p.mailboxId = m.mailboxId AND p.accountId = ? AND p.uid = m.uid ${extraJoins}`
    : `SELECT ${COLUMNS}, m.modSeq, NULL AS privateSeen ${extraColumns} FROM messages m ${extraJoins}`;
}
export function sourceValues(mailbox: MailboxRow, viewer: AccountId): number[] {
  return mailbox.seenIsPrivate === 1 ? [viewer] : [];
}
export function selectMessages(sql: Sql, mailbox: MailboxRow, viewer: AccountId, ranges: UidRanges): StoredMessage[] {
  const text = `${messageSource(mailbox.seenIsPrivate === 1)} WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`;
  const values = sourceValues(mailbox, viewer);
  return ranges.flatMap(([first, last]) => sql.rows<StoredMessage>(text, ...values, mailbox.id, first, last));
}
export function flagsOf(message: Pick<StoredMessage, 'system' | 'keywords' | 'privateSeen'>): Flags {
  return { system: viewedSystem(message), keywords: keywordsOf(message.keywords) };
}
export function viewedSystem(message: Pick<StoredMessage, 'system' | 'privateSeen'>): number {
  if (message.privateSeen === null) return message.system;
  return (message.system & ~SEEN) | (message.privateSeen === 1 ? SEEN : 0);
}
export const ALL_UIDS: UidRanges = [[1, 0xffffffff]];
