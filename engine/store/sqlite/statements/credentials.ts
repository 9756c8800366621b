/** Password hashes and browser logins as rows. */
import { foldLocalpart } from '../../../lib/fold-text.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { Credential, WebLogin } from '../../credential-store.ts';
import type { Address } from '../../../model/account.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, UnixMs } from '../../../model/ids.ts';

export function credentialByAddress(sql: Sql, address: Address): Credential | null {
  return (
    sql.row<Credential>(
      'SELECT a.id AS accountId, a.passwordHash FROM accounts a JOIN domains d ON d.id = a.domainId WHERE d.name = ? AND a.folded = ?',
      address.domain,
      foldLocalpart(address.localpart),
    ) ?? null
  );
}
export function setPassword(tx: Tx, id: AccountId, passwordHash: string): void {
  const done = tx.sql.run('UPDATE accounts SET passwordHash = ? WHERE id = ?', passwordHash, id);
  if (done.changes === 0) throw new MailError('nonexistent', 'That account does not exist (any more).');
  tx.sql.run('DELETE FROM webLogins WHERE accountId = ?', id);
}
export function addWebLogin(tx: Tx, tokenHash: string, login: WebLogin): void {
  tx.sql.run('DELETE FROM webLogins WHERE expiresAt <= ?', tx.now);
  tx.sql.run(
    'INSERT INTO webLogins (tokenHash, accountId, createdAt, expiresAt) VALUES (?, ?, ?, ?)',
    tokenHash,
    login.accountId,
    login.createdAt,
    login.expiresAt,
  );
}
export function webLogin(sql: Sql, tokenHash: string, now: UnixMs): WebLogin | null {
  return (
    sql.row<WebLogin>(
      'SELECT accountId, createdAt, expiresAt FROM webLogins WHERE tokenHash = ? AND expiresAt > ?',
      tokenHash,
      now,
    ) ?? null
  );
}
export function removeWebLogin(tx: Tx, tokenHash: string): void {
  tx.sql.run('DELETE FROM webLogins WHERE tokenHash = ?', tokenHash);
}
