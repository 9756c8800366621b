/** How much an account may hold: octets are counted on the account (add-messages.ts), messages on its mailboxes. RFC 9208 5 */
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { AccountQuota, QuotaLimits } from '../../directory-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId } from '../../../model/ids.ts';

export function accountQuota(sql: Sql, id: AccountId): AccountQuota | null {
  return (
    sql.row<AccountQuota>(
      `SELECT quotaBytes, usedBytes, quotaMessages,
         (SELECT COALESCE(SUM(messages), 0) FROM mailboxes WHERE ownerId = accounts.id) AS usedMessages FROM accounts WHERE id = ?`,
      id,
    ) ?? null
  );
}
export function setQuota(tx: Tx, id: AccountId, { quotaBytes, quotaMessages }: QuotaLimits): void {
  const done = tx.sql.run(
    'UPDATE accounts SET quotaBytes = ?, quotaMessages = ? WHERE id = ?',
    quotaBytes,
    quotaMessages,
    id,
  );
  if (done.changes === 0) throw new MailError('nonexistent', 'That account does not exist (any more).');
  tx.noteStore({ kind: 'directory' });
}
/** @throws MailError overQuota */
export function requireMessageRoom(tx: Tx, owner: AccountId, count: number): void {
  const limit = tx.sql.value<number | null>('SELECT quotaMessages FROM accounts WHERE id = ?', owner) ?? null;
  if (limit === null) return;
  const used = tx.sql.value<number>('SELECT COALESCE(SUM(messages), 0) FROM mailboxes WHERE ownerId = ?', owner) ?? 0;
  if (used + count > limit)
    throw new MailError('overQuota', `The account holds ${used} messages and may hold ${limit}: the quota is used up.`);
}
