/** App passwords as rows, and the SCRAM keys of an account, among which theirs stand. RFC 5802 3 */
import { addScramKeys, appPasswordSource, credentialByAddress, scramParameters } from './credentials.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import type { NewAppPassword, ScramCredential } from '../../credential-store.ts';
import type { Address } from '../../../model/account.ts';
import {
  MOST_APP_PASSWORDS,
  type AppPassword,
  type AppPasswordProtocol,
  type AppPasswordUse,
} from '../../../model/app-password.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, AppPasswordId } from '../../../model/ids.ts';
import type { ScramKeys, ScramSecret } from '../../../model/scram.ts';

type Row = Omit<AppPassword, 'protocols' | 'lastUse'> & { readonly protocols: string; readonly lastUse: string | null };
const COLUMNS = 'id, accountId, label, protocols, createdAt, expiresAt, lastUse';

function toAppPassword(row: Row): AppPassword {
  return {
    ...row,
    protocols: row.protocols.split(' ') as AppPasswordProtocol[],
    lastUse: row.lastUse === null ? null : (JSON.parse(row.lastUse) as AppPasswordUse),
  };
}
export function appPasswords(sql: Sql, accountId: AccountId): AppPassword[] {
  return sql
    .rows<Row>(`SELECT ${COLUMNS} FROM appPasswords WHERE accountId = ? ORDER BY id`, accountId)
    .map(toAppPassword);
}
export function appPassword(sql: Sql, id: AppPasswordId): AppPassword | null {
  const row = sql.row<Row>(`SELECT ${COLUMNS} FROM appPasswords WHERE id = ?`, id);
  return row === undefined ? null : toAppPassword(row);
}
export function addAppPassword(tx: Tx, wanted: NewAppPassword, scram: ScramSecret): AppPassword {
  const { accountId, label, protocols, expiresAt } = wanted;
  if (tx.sql.value<number>('SELECT 1 FROM accounts WHERE id = ?', accountId) === undefined)
    throw new MailError('nonexistent', 'That account does not exist (any more).');
  const count = tx.sql.value<number>('SELECT count(*) FROM appPasswords WHERE accountId = ?', accountId) ?? 0;
  if (count >= MOST_APP_PASSWORDS)
    throw new MailError('limit', `The account has ${count} app passwords. Revoke one that is not used any more.`);
  const done = tx.sql.run(
    'INSERT INTO appPasswords (accountId, label, protocols, createdAt, expiresAt) VALUES (?, ?, ?, ?, ?)',
    accountId,
    label,
    protocols.join(' '),
    tx.now,
    expiresAt,
  );
  const id = done.id as AppPasswordId;
  addScramKeys(tx, accountId, appPasswordSource(id), scram);
  tx.noteStore({ kind: 'directory' });
  return { ...wanted, id, createdAt: tx.now, lastUse: null };
}
export function removeAppPassword(tx: Tx, id: AppPasswordId): void {
  const found = appPassword(tx.sql, id);
  if (found === null) throw new MailError('nonexistent', 'That app password does not exist (any more).');
  tx.sql.run('DELETE FROM appPasswords WHERE id = ?', id);
  tx.sql.run('DELETE FROM scramKeys WHERE accountId = ? AND source = ?', found.accountId, appPasswordSource(id));
  tx.noteStore({ kind: 'directory' });
}
export function noteAppPasswordUse(tx: Tx, id: AppPasswordId, use: AppPasswordUse): void {
  tx.sql.run('UPDATE appPasswords SET lastUse = ? WHERE id = ?', JSON.stringify(use), id);
}
export function scramByAddress(sql: Sql, address: Address): ScramCredential | null {
  const accountId = credentialByAddress(sql, address)?.accountId;
  if (accountId === undefined) return null;
  const parameters = scramParameters(sql, accountId);
  const rows = sql.rows<ScramKeys & { readonly source: string }>(
    'SELECT source, storedKey, serverKey FROM scramKeys WHERE accountId = ?',
    accountId,
  );
  if (parameters === null || rows.length === 0) return null;
  const bySource = new Map(appPasswords(sql, accountId).map((one) => [appPasswordSource(one.id), one]));
  const keys = rows.map(({ source, ...key }) => ({ ...key, appPassword: bySource.get(source) ?? null }));
  return { accountId, parameters, keys };
}
