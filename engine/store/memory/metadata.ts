/** Annotations in memory. RFC 5464 */
import { memberIds, requireRight } from './mailbox-access.ts';
import { requireMailbox } from './messages.ts';
import type { MemoryState, MemoryTx } from './state.ts';
import { isPrivateEntry, METADATA_LIMITS, type MetadataChange, type MetadataEntry } from '../metadata-store.ts';
import { MailError } from '../../model/errors.ts';
import type { AccountId, MailboxId } from '../../model/ids.ts';

/** Mailbox (0: the server) and account (0: shared) of a set of entries. */
const keyOf = (mailboxId: MailboxId | null, accountId: AccountId | null): string =>
  `${mailboxId ?? 0} ${accountId ?? 0}`;
const entriesAt = (state: MemoryState, key: string): ReadonlyMap<string, Uint8Array> =>
  state.metadata.get(key) ?? new Map();

export function metadataEntries(state: MemoryState, viewer: AccountId, mailboxId: MailboxId | null): MetadataEntry[] {
  if (mailboxId !== null) requireRight(requireMailbox(state, mailboxId), viewer, 'r');
  const all = [...entriesAt(state, keyOf(mailboxId, null)), ...entriesAt(state, keyOf(mailboxId, viewer))];
  return all.map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function setMetadata(
  tx: MemoryTx,
  viewer: AccountId,
  mailboxId: MailboxId | null,
  changes: readonly MetadataChange[],
): void {
  for (const { name } of changes) requireMay(tx, viewer, mailboxId, name);
  for (const { name, value } of changes) {
    const key = keyOf(mailboxId, isPrivateEntry(name) ? viewer : null);
    const entries = new Map(entriesAt(tx.state, key));
    if (value === null) entries.delete(name);
    else entries.set(name, value);
    if (entries.size > METADATA_LIMITS.entries)
      throw new MailError(
        'limit',
        `There may be ${METADATA_LIMITS.entries} entries of one mailbox; remove some first.`,
      );
    tx.state.metadata.set(key, entries);
  }
  tell(tx, viewer, mailboxId, changes);
}

function requireMay(tx: MemoryTx, viewer: AccountId, mailboxId: MailboxId | null, name: string): void {
  if (mailboxId !== null) {
    requireRight(requireMailbox(tx.state, mailboxId), viewer, isPrivateEntry(name) ? 'r' : 'w');
    return;
  }
  const role = tx.state.accounts.get(viewer)?.role;
  if (!isPrivateEntry(name) && role !== 'owner' && role !== 'admin')
    throw new MailError('noPermission', "The server's shared entries are set by its administrators.");
}
function tell(tx: MemoryTx, viewer: AccountId, mailboxId: MailboxId | null, changes: readonly MetadataChange[]): void {
  const own = changes.map(({ name }) => name).filter(isPrivateEntry);
  const shared = changes.map(({ name }) => name).filter((name) => !isPrivateEntry(name));
  const change = { kind: 'mailbox', mailboxId: mailboxId ?? (0 as MailboxId), change: 'metadata' } as const;
  if (own.length > 0) tx.noteMailbox({ ...change, entries: own }, viewer);
  if (shared.length === 0) return;
  const mailbox = mailboxId === null ? null : requireMailbox(tx.state, mailboxId);
  const members = mailbox === null ? [...tx.state.accounts.values()].map(({ id }) => id) : memberIds(tx.state, mailbox);
  tx.noteMailbox({ ...change, entries: shared }, mailbox?.ownerId ?? viewer, members);
}
