/** Messages into a mailbox: uids, counters, keywords, quota. Used by delivery, APPEND, COPY and MOVE. */
import { foldKeyword, keywordText } from '../../keyword-text.ts';
import { MAILBOX_LIMITS } from '../../mailbox-names.ts';
import { DELETED, SEEN } from './message-rows.ts';
import type { Tx } from '../tx.ts';
import { MailError } from '../../../model/errors.ts';
import type { Flags } from '../../../model/flags.ts';
import type { AccountId, BodyId, LetterId, MailboxId, ModSeq, UnixMs } from '../../../model/ids.ts';

export interface NewMessage {
  readonly flags: Flags;
  readonly internalDate: UnixMs;
  readonly sizeBytes: number;
  readonly prefixBytes: number;
  readonly bodyId: BodyId;
  readonly prefixId: number | null;
  readonly letterId: LetterId | null;
}
interface Reserved {
  readonly firstUid: number;
  readonly modSeq: ModSeq;
  readonly seenIsPrivate: number;
}
const HIGHEST_UID = 0xfffffffe;

/**
 * Adds messages with ascending uids under one modSeq and notes the change. References and quota are the caller's.
 * @param viewer whose \Seen the flags carry, where it is private
 */
export function addMessages(
  tx: Tx,
  mailboxId: MailboxId,
  viewer: AccountId,
  messages: readonly NewMessage[],
): Uint32Array {
  const { firstUid, modSeq, seenIsPrivate } = reserve(tx, mailboxId, messages);
  const uids = Uint32Array.from(messages, (_, i) => firstUid + i);
  messages.forEach((message, i) => {
    const shared = seenIsPrivate === 1 ? message.flags.system & ~SEEN : message.flags.system;
    const keywords = keywordText(canonicalKeywords(tx, mailboxId, message.flags.keywords));
    tx.sql.run(
      `INSERT INTO messages (mailboxId, uid, modSeq, system, keywords, internalDate, savedAt, sizeBytes, prefixBytes, bodyId, prefixId, letterId)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      mailboxId,
      firstUid + i,
      modSeq,
      shared,
      keywords,
      message.internalDate,
      tx.now,
      message.sizeBytes,
      message.prefixBytes,
      message.bodyId,
      message.prefixId,
      message.letterId,
    );
    if (seenIsPrivate === 1 && (message.flags.system & SEEN) !== 0) {
      setPrivateSeen(tx, { mailboxId, viewer, uid: firstUid + i, wasSeen: false, seen: true, modSeq });
    }
  });
  tx.noteMailbox({ kind: 'added', mailboxId, modSeq, uids });
  return uids;
}

function reserve(tx: Tx, mailboxId: MailboxId, messages: readonly NewMessage[]): Reserved {
  const count = messages.length;
  const bytes = messages.reduce((sum, message) => sum + message.sizeBytes, 0);
  const deleted = messages.filter((message) => (message.flags.system & DELETED) !== 0).length;
  const unseen = messages.filter((message) => (message.flags.system & SEEN) === 0).length;
  const reserved = tx.sql.row<Reserved>(
    `UPDATE mailboxes SET uidNext = uidNext + ?1, modSeq = modSeq + 1, messages = messages + ?1,
       unseen = unseen + CASE seenIsPrivate WHEN 1 THEN ?1 ELSE ?2 END, deleted = deleted + ?3, bytes = bytes + ?4
     WHERE id = ?5 RETURNING uidNext - ?1 AS firstUid, modSeq, seenIsPrivate`,
    count,
    unseen,
    deleted,
    bytes,
    mailboxId,
  );
  if (reserved === undefined) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  if (reserved.firstUid + count > HIGHEST_UID) throw new MailError('limit', 'That mailbox has given out all its uids.');
  return reserved;
}

/** Writes the viewer's own \Seen and keeps his unseen counter. */
export function setPrivateSeen(
  tx: Tx,
  change: { mailboxId: MailboxId; viewer: AccountId; uid: number; wasSeen: boolean; seen: boolean; modSeq: number },
): void {
  const { mailboxId, viewer, uid, wasSeen, seen, modSeq } = change;
  tx.sql.run(
    `INSERT INTO privateSeen (mailboxId, accountId, uid, seen, modSeq) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seen = excluded.seen, modSeq = excluded.modSeq`,
    mailboxId,
    viewer,
    uid,
    seen ? 1 : 0,
    modSeq,
  );
  if (seen !== wasSeen) shiftUnseen(tx, mailboxId, viewer, seen ? -1 : 1);
}
export function shiftUnseen(tx: Tx, mailboxId: MailboxId, viewer: AccountId, by: number): void {
  tx.sql.run(
    `INSERT INTO viewers (mailboxId, accountId, unseenDelta) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET unseenDelta = unseenDelta + excluded.unseenDelta`,
    mailboxId,
    viewer,
    by,
  );
}

/** Keywords in the spelling first written in the mailbox; new ones are noted. @throws MailError limit */
export function canonicalKeywords(tx: Tx, mailboxId: MailboxId, keywords: readonly string[]): string[] {
  return keywords.map((keyword) => {
    const folded = foldKeyword(keyword);
    const known = tx.sql.value<string>(
      'SELECT keyword FROM mailboxKeywords WHERE mailboxId = ? AND folded = ?',
      mailboxId,
      folded,
    );
    if (known !== undefined) return known;
    const count = tx.sql.value<number>('SELECT COUNT(*) FROM mailboxKeywords WHERE mailboxId = ?', mailboxId) ?? 0;
    if (count >= MAILBOX_LIMITS.keywords)
      throw new MailError('limit', `A mailbox has at most ${MAILBOX_LIMITS.keywords} keywords.`);
    tx.sql.run('INSERT INTO mailboxKeywords (mailboxId, folded, keyword) VALUES (?, ?, ?)', mailboxId, folded, keyword);
    return keyword;
  });
}

/** Counts octets on the account. @throws MailError overQuota naming the account */
export function chargeQuota(tx: Tx, accountId: AccountId, bytes: number, ignoreQuota = false): void {
  if (bytes === 0) return;
  const done = tx.sql.run(
    `UPDATE accounts SET usedBytes = usedBytes + ?1
     WHERE id = ?2 AND (?3 OR ?1 < 0 OR quotaBytes IS NULL OR usedBytes + ?1 <= quotaBytes)`,
    bytes,
    accountId,
    ignoreQuota ? 1 : 0,
  );
  if (done.changes === 1) return;
  const address = tx.sql.value<string>(
    "SELECT a.localpart || '@' || d.name FROM accounts a JOIN domains d ON d.id = a.domainId WHERE a.id = ?",
    accountId,
  );
  if (address === undefined) throw new MailError('nonexistent', 'That account does not exist (any more).');
  throw new MailError('overQuota', `${address} has no room for this message: the quota is used up.`);
}
