/** Who speaks through a carrier, and what their role may do. Owner > admin > viewer > account. */
import type { AccountId } from '../model/ids.ts';
import type { Role } from './contract.ts';

export interface Caller {
  readonly role: Role;
  /** Null where the carrier itself is the proof: the desktop's own channel and the local socket. */
  readonly accountId: AccountId | null;
  /** For the audit line of a change: an address, `desktop` or `command line`. */
  readonly name: string;
}
const RANK: Readonly<Record<Role, number>> = { owner: 3, admin: 2, viewer: 1, account: 0 };

export function mayAct(caller: Caller, needed: Role): boolean {
  return RANK[caller.role] >= RANK[needed];
}
