/** What one command works with inside the group's transaction. */
import type { BodyIntake } from './body-intake.ts';
import type { Sql } from './sql.ts';
import type { CommitChange } from '../change-hub.ts';
import type { AccountId, UnixMs } from '../../model/ids.ts';
import type { MailboxChange } from '../../model/mailbox.ts';
import type { StoreChange } from '../store.ts';

export class Tx {
  readonly sql: Sql;
  readonly bodies: BodyIntake;
  readonly now: UnixMs;
  /** Told after COMMIT, in this order. */
  readonly changes: CommitChange[] = [];

  constructor(sql: Sql, bodies: BodyIntake, now: UnixMs) {
    this.sql = sql;
    this.bodies = bodies;
    this.now = now;
  }
  /** @param ownerId account that is told of a change of mailboxes; null for a change of messages @param memberIds others who are told too */
  noteMailbox(change: MailboxChange, ownerId: AccountId | null = null, memberIds: readonly AccountId[] = []): void {
    this.changes.push({ scope: 'mailbox', change, ownerId, memberIds });
  }
  noteStore(change: StoreChange): void {
    this.changes.push({ scope: 'store', change });
  }
}
