/** Password hashes, keys of generated passwords and browser logins as rows. RFC 5802 3 */
import { foldLocalpart } from '../../../lib/fold-text.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { Credential, WebLogin } from '../../credential-store.ts';
import type { Address } from '../../../model/account.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, AppPasswordId, UnixMs } from '../../../model/ids.ts';
import type { ScramParameters, ScramSecret } from '../../../model/scram.ts';

export function credentialByAddress(sql: Sql, address: Address): Credential | null {
  return (
    sql.row<Credential>(
      'SELECT a.id AS accountId, a.passwordHash FROM accounts a JOIN domains d ON d.id = a.domainId WHERE d.name = ? AND a.folded = ?',
      address.domain,
      foldLocalpart(address.localpart),
    ) ?? null
  );
}
export function setPassword(tx: Tx, id: AccountId, passwordHash: string, scram: ScramSecret | null = null): void {
  const done = tx.sql.run('UPDATE accounts SET passwordHash = ? WHERE id = ?', passwordHash, id);
  if (done.changes === 0) throw new MailError('nonexistent', 'That account does not exist (any more).');
  tx.sql.run('DELETE FROM webLogins WHERE accountId = ?', id);
  tx.sql.run('DELETE FROM scramKeys WHERE accountId = ? AND source = ?', id, OWN_PASSWORD);
  if (scram !== null) addScramKeys(tx, id, OWN_PASSWORD, scram);
  tx.noteStore({ kind: 'directory' });
}
/** Where a key comes from: the account's own password. */
const OWN_PASSWORD = 'password';
export const appPasswordSource = (id: AppPasswordId): string => `app:${id}`;

/** @throws MailError cannot when the account's other keys have another salt */
export function addScramKeys(tx: Tx, id: AccountId, source: string, secret: ScramSecret): void {
  const { salt, iterations, storedKey, serverKey } = secret;
  tx.sql.run(
    'INSERT OR IGNORE INTO scramAccounts (accountId, salt, iterations) VALUES (?, ?, ?)',
    id,
    salt,
    iterations,
  );
  const kept = scramParameters(tx.sql, id);
  if (kept === null || kept.iterations !== iterations || !Buffer.from(kept.salt).equals(salt))
    throw new MailError('cannot', 'All keys of an account share one salt; make the key anew with it.');
  tx.sql.run(
    'INSERT INTO scramKeys (accountId, source, storedKey, serverKey) VALUES (?, ?, ?, ?)',
    id,
    source,
    storedKey,
    serverKey,
  );
}
export function scramParameters(sql: Sql, id: AccountId): ScramParameters | null {
  return sql.row<ScramParameters>('SELECT salt, iterations FROM scramAccounts WHERE accountId = ?', id) ?? null;
}
export function hasScramKeys(sql: Sql): boolean {
  return sql.value<number>('SELECT 1 FROM scramKeys LIMIT 1') !== undefined;
}
export function fakeSaltSecret(sql: Sql): Uint8Array {
  return sql.value<Uint8Array>("SELECT value FROM secrets WHERE name = 'scramSalts'") as Uint8Array;
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
