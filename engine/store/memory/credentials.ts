/** Password hashes, app passwords and keys of generated passwords in memory. RFC 5802 3 */
import { accountAt, forgetWebLogins, requireAccount } from './directory.ts';
import type { MemoryState, MemoryTx } from './state.ts';
import type { NewAppPassword, ScramCredential } from '../credential-store.ts';
import type { Address } from '../../model/account.ts';
import { MOST_APP_PASSWORDS, type AppPassword, type AppPasswordUse } from '../../model/app-password.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId, AppPasswordId } from '../../model/ids.ts';
import type { ScramSecret } from '../../model/scram.ts';

export function setPassword(tx: MemoryTx, id: AccountId, passwordHash: string, scram: ScramSecret | null): void {
  tx.state.accounts.set(id, { ...requireAccount(tx, id), passwordHash });
  forgetWebLogins(tx, id);
  dropKeys(tx, id, null);
  if (scram !== null) addKeys(tx, id, null, scram);
  tx.noteStore({ kind: 'directory' });
}
/** The salt stays when the keys go: other keys of the account share it. */
function dropKeys(tx: MemoryTx, id: AccountId, source: AppPasswordId | null): void {
  const before = tx.state.scram.get(id);
  if (before === undefined) return;
  tx.state.scram.set(id, { ...before, keys: before.keys.filter((key) => key.source !== source) });
}
function addKeys(tx: MemoryTx, id: AccountId, source: AppPasswordId | null, secret: ScramSecret): void {
  const { salt, iterations, storedKey, serverKey } = secret;
  const before = tx.state.scram.get(id);
  if (before !== undefined && (before.iterations !== iterations || !Buffer.from(before.salt).equals(salt)))
    throw new MailError('cannot', 'All keys of an account share one salt; make the key anew with it.');
  tx.state.scram.set(id, { salt, iterations, keys: [...(before?.keys ?? []), { source, storedKey, serverKey }] });
}
export function scramByAddress(state: MemoryState, address: Address): ScramCredential | null {
  const id = accountAt(state, address)?.id;
  const found = id === undefined ? undefined : state.scram.get(id);
  if (id === undefined || found === undefined || found.keys.length === 0) return null;
  const { salt, iterations } = found;
  const keys = found.keys.map(({ source, ...key }) => ({
    ...key,
    appPassword: source === null ? null : (state.appPasswords.get(source) ?? null),
  }));
  return { accountId: id, parameters: { salt, iterations }, keys };
}
export function appPasswords(state: MemoryState, id: AccountId): AppPassword[] {
  return [...state.appPasswords.values()].filter(({ accountId }) => accountId === id);
}
export function addAppPassword(tx: MemoryTx, wanted: NewAppPassword, scram: ScramSecret): AppPassword {
  const { accountId } = wanted;
  requireAccount(tx, accountId);
  const count = appPasswords(tx.state, accountId).length;
  if (count >= MOST_APP_PASSWORDS)
    throw new MailError('limit', `The account has ${count} app passwords. Revoke one that is not used any more.`);
  const id = tx.state.nextId() as AppPasswordId;
  const made: AppPassword = { ...wanted, id, createdAt: tx.now, lastUse: null };
  tx.state.appPasswords.set(id, made);
  addKeys(tx, accountId, id, scram);
  tx.noteStore({ kind: 'directory' });
  return made;
}
export function removeAppPassword(tx: MemoryTx, id: AppPasswordId): void {
  const found = tx.state.appPasswords.get(id);
  if (found === undefined) throw new MailError('nonexistent', 'That app password does not exist (any more).');
  tx.state.appPasswords.delete(id);
  dropKeys(tx, found.accountId, id);
  tx.noteStore({ kind: 'directory' });
}
export function noteAppPasswordUse(tx: MemoryTx, id: AppPasswordId, use: AppPasswordUse): void {
  const found = tx.state.appPasswords.get(id);
  if (found !== undefined) tx.state.appPasswords.set(id, { ...found, lastUse: use });
}
