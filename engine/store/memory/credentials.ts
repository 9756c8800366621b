/** Password hashes and keys of generated passwords in memory. RFC 5802 3 */
import { accountAt, forgetWebLogins, requireAccount } from './directory.ts';
import type { MemoryState, MemoryTx } from './state.ts';
import type { ScramCredential } from '../credential-store.ts';
import type { Address } from '../../model/account.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId } from '../../model/ids.ts';
import type { ScramSecret } from '../../model/scram.ts';

export function setPassword(tx: MemoryTx, id: AccountId, passwordHash: string, scram: ScramSecret | null): void {
  tx.state.accounts.set(id, { ...requireAccount(tx, id), passwordHash });
  forgetWebLogins(tx, id);
  setScramKeys(tx, id, scram);
  tx.noteStore({ kind: 'directory' });
}
/** The salt stays when the keys go: other keys of the account share it. */
export function setScramKeys(tx: MemoryTx, id: AccountId, secret: ScramSecret | null): void {
  const before = tx.state.scram.get(id);
  if (secret === null) {
    if (before !== undefined) tx.state.scram.set(id, { ...before, keys: [] });
    return;
  }
  const { salt, iterations, storedKey, serverKey } = secret;
  if (before !== undefined && (before.iterations !== iterations || !Buffer.from(before.salt).equals(salt)))
    throw new MailError('cannot', 'All keys of an account share one salt; make the key anew with it.');
  tx.state.scram.set(id, { salt, iterations, keys: [{ storedKey, serverKey }] });
}
export function scramByAddress(state: MemoryState, address: Address): ScramCredential | null {
  const id = accountAt(state, address)?.id;
  const found = id === undefined ? undefined : state.scram.get(id);
  if (id === undefined || found === undefined || found.keys.length === 0) return null;
  const { keys, ...parameters } = found;
  return { accountId: id, parameters, keys };
}
