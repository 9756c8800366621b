/** Who may do what with a mailbox, in memory. RFC 4314 3, 4 */
import { addressText } from '../address-text.ts';
import { demandRight } from '../demand-right.ts';
import { sameAddress, type MailboxRecord, type MemoryState, type MemoryTx } from './state.ts';
import { foldLocalpart } from '../../lib/fold-text.ts';
import type { Address } from '../../model/account.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId } from '../../model/ids.ts';
import type { AclEntry } from '../../model/mailbox.ts';
import {
  addRights,
  ALL_RIGHTS,
  parseRights,
  removeRights,
  type Right,
  type Rights,
} from '../../model/mailbox-rights.ts';

export function rightsOn(mailbox: MailboxRecord, viewer: AccountId): Rights {
  if (mailbox.ownerId === viewer) return ALL_RIGHTS;
  return addRights(mailbox.grants.get(viewer) ?? '', mailbox.grants.get(null) ?? '');
}
/** @returns all rights the viewer has @throws MailError noPermission; nonexistent where he may not even know of it */
export function requireRight(mailbox: MailboxRecord, viewer: AccountId, needed: Right): Rights {
  return demandRight(rightsOn(mailbox, viewer), needed);
}

export function acl(state: MemoryState, mailbox: MailboxRecord): AclEntry[] {
  const entries = [...mailbox.grants].flatMap(([id, rights]): AclEntry[] => {
    if (id === null) return [{ grantee: null, rights }];
    const account = state.accounts.get(id);
    return account === undefined ? [] : [{ grantee: account.address, rights }];
  });
  const key = ({ grantee }: AclEntry): string =>
    grantee === null ? '' : `${grantee.domain}\n${foldLocalpart(grantee.localpart)}`;
  return entries.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function changeRights(
  tx: MemoryTx,
  viewer: AccountId,
  mailbox: MailboxRecord,
  change: {
    readonly grantee: AccountId | null;
    readonly mode: 'replace' | 'add' | 'remove';
    readonly rights: Rights;
  },
): void {
  requireRight(mailbox, viewer, 'a');
  const { grantee, mode } = change;
  const wanted = parseRights(change.rights);
  if (wanted === null) throw new MailError('cannot', 'Those are not rights on a mailbox.');
  if (grantee === mailbox.ownerId) {
    if (mode === 'remove' ? wanted === '' : mode === 'add' || wanted === ALL_RIGHTS) return;
    throw new MailError('cannot', 'The owner of a mailbox always has all rights on it.');
  }
  const before = mailbox.grants.get(grantee) ?? '';
  const after = mode === 'replace' ? wanted : mode === 'add' ? addRights(before, wanted) : removeRights(before, wanted);
  if (after === before) return;
  const grants = new Map(mailbox.grants);
  if (after === '') grants.delete(grantee);
  else grants.set(grantee, after);
  const told = new Set([...memberIds(tx.state, mailbox), ...memberIds(tx.state, { grants })]);
  tx.state.mailboxes.set(mailbox.id, { ...mailbox, grants });
  tx.noteMailbox({ kind: 'mailbox', mailboxId: mailbox.id, change: 'rights' }, mailbox.ownerId, [...told]);
}

/** Accounts that hear of changes of a mailbox because it is shared with them. */
export function memberIds(state: MemoryState, { grants }: Pick<MailboxRecord, 'grants'>): AccountId[] {
  if (grants.has(null)) return [...state.accounts.values()].map(({ id }) => id);
  return [...grants.keys()].flatMap((id) => (id === null ? [] : [id]));
}
/** @throws MailError nonexistent */
export function requireOwner(state: MemoryState, owner: Address): AccountId {
  const wanted = { ...owner, domain: owner.domain.toLowerCase() };
  const found = [...state.accounts.values()].find(({ address }) => sameAddress(address, wanted, foldLocalpart));
  if (found === undefined)
    throw new MailError('nonexistent', `There are no mailboxes of ${addressText(owner)} for you.`);
  return found.id;
}
