/** Annotations as rows; a private one carries its account, one of the server no mailbox. RFC 5464 */
import { account } from './directory-reads.ts';
import { memberIds, requireRight } from './mailbox-access.ts';
import { requireMailbox } from './mailbox-rows.ts';
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';
import { isPrivateEntry, METADATA_LIMITS, type MetadataChange, type MetadataEntry } from '../../metadata-store.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId, MailboxId } from '../../../model/ids.ts';

const NO_MAILBOX = 0 as MailboxId;

export function metadataEntries(sql: Sql, viewer: AccountId, mailboxId: MailboxId | null): MetadataEntry[] {
  if (mailboxId !== null) requireRight(sql, requireMailbox(sql, mailboxId), viewer, 'r');
  return sql.rows<MetadataEntry>(
    `SELECT entry AS name, value FROM metadata WHERE COALESCE(mailboxId, 0) = ? AND COALESCE(accountId, 0) IN (0, ?) ORDER BY entry`,
    mailboxId ?? 0,
    viewer,
  );
}

export function setMetadata(
  tx: Tx,
  viewer: AccountId,
  mailboxId: MailboxId | null,
  changes: readonly MetadataChange[],
): void {
  for (const { name } of changes) requireMay(tx, viewer, mailboxId, name);
  for (const change of changes) write(tx, viewer, mailboxId, change);
  for (const owner of [viewer, null]) {
    const count = tx.sql.value<number>(
      'SELECT COUNT(*) FROM metadata WHERE COALESCE(mailboxId, 0) = ? AND COALESCE(accountId, 0) = ?',
      mailboxId ?? 0,
      owner ?? 0,
    );
    if ((count ?? 0) > METADATA_LIMITS.entries)
      throw new MailError(
        'limit',
        `There may be ${METADATA_LIMITS.entries} entries of one mailbox; remove some first.`,
      );
  }
  tell(tx, viewer, mailboxId, changes);
}

function requireMay(tx: Tx, viewer: AccountId, mailboxId: MailboxId | null, name: string): void {
  if (mailboxId !== null) {
    requireRight(tx.sql, requireMailbox(tx.sql, mailboxId), viewer, isPrivateEntry(name) ? 'r' : 'w');
    return;
  }
  const role = account(tx.sql, viewer)?.role;
  if (!isPrivateEntry(name) && role !== 'owner' && role !== 'admin')
    throw new MailError('noPermission', "The server's shared entries are set by its administrators.");
}
function write(tx: Tx, viewer: AccountId, mailboxId: MailboxId | null, { name, value }: MetadataChange): void {
  const accountId = isPrivateEntry(name) ? viewer : null;
  tx.sql.run(
    'DELETE FROM metadata WHERE COALESCE(mailboxId, 0) = ? AND COALESCE(accountId, 0) = ? AND entry = ?',
    mailboxId ?? 0,
    accountId ?? 0,
    name,
  );
  if (value !== null)
    tx.sql.run(
      'INSERT INTO metadata (mailboxId, accountId, entry, value) VALUES (?, ?, ?, ?)',
      mailboxId,
      accountId,
      name,
      value,
    );
}
function tell(tx: Tx, viewer: AccountId, mailboxId: MailboxId | null, changes: readonly MetadataChange[]): void {
  const own = changes.map(({ name }) => name).filter(isPrivateEntry);
  const shared = changes.map(({ name }) => name).filter((name) => !isPrivateEntry(name));
  const change = { kind: 'mailbox', mailboxId: mailboxId ?? NO_MAILBOX, change: 'metadata' } as const;
  if (own.length > 0) tx.noteMailbox({ ...change, entries: own }, viewer);
  if (shared.length === 0) return;
  if (mailboxId === null) {
    const all = tx.sql.rows<{ id: AccountId }>('SELECT id FROM accounts').map(({ id }) => id);
    tx.noteMailbox({ ...change, entries: shared }, viewer, all);
  } else {
    const { ownerId } = requireMailbox(tx.sql, mailboxId);
    tx.noteMailbox({ ...change, entries: shared }, ownerId, memberIds(tx.sql, mailboxId));
  }
}
