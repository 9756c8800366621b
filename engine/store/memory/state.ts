/** Everything the memory store knows, as maps of records that are never changed in place. A transaction works on a copy of the maps. */
import { randomBytes } from 'node:crypto';
import type { BodyFacts, PrefixFacts } from '../body-facts.ts';
import type { CommitChange } from '../change-hub.ts';
import type { WebLogin } from '../credential-store.ts';
import type { StoreChange } from '../store.ts';
import type { Account, Address, Alias, DkimKey, Domain } from '../../model/account.ts';
import type { AppPassword } from '../../model/app-password.ts';
import type { Flags } from '../../model/flags.ts';
import type {
  AccountId,
  AppPasswordId,
  BodyId,
  LetterId,
  MailboxId,
  ModSeq,
  QueueEntryId,
  UnixMs,
} from '../../model/ids.ts';
import type { DatedFact, Letter, LetterRecipient } from '../../model/letter.ts';
import type { MailboxChange, SpecialUse } from '../../model/mailbox.ts';
import type { Rights } from '../../model/mailbox-rights.ts';
import type { DeliveryAttempt, QueueEntry } from '../../model/queue.ts';
import type { ScramKeys, ScramParameters } from '../../model/scram.ts';

export interface SourcedKeys extends ScramKeys {
  readonly source: AppPasswordId | null;
}
export interface BodyRecord {
  readonly bytes: Uint8Array;
  readonly facts: BodyFacts;
}
export interface MessageRecord {
  readonly uid: number;
  readonly modSeq: ModSeq;
  /** Shared flags. */
  readonly flags: Flags;
  /** Own \Seen of accounts, where the mailbox keeps it so. */
  readonly privateSeen: ReadonlyMap<AccountId, { readonly seen: boolean; readonly modSeq: ModSeq }>;
  readonly internalDate: UnixMs;
  readonly savedAt: UnixMs;
  readonly sizeBytes: number;
  readonly prefix: Uint8Array;
  readonly prefixFacts: PrefixFacts | null;
  readonly bodyId: BodyId;
  readonly letterId: LetterId | null;
}
export interface MailboxRecord {
  readonly id: MailboxId;
  readonly ownerId: AccountId;
  readonly name: string;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly modSeq: ModSeq;
  readonly specialUse: SpecialUse | null;
  readonly seenIsPrivate: boolean;
  readonly createdAt: UnixMs;
  /** Ascending by uid. */
  readonly messages: readonly MessageRecord[];
  /** Folded keyword to its first spelling. */
  readonly keywords: ReadonlyMap<string, string>;
  readonly tombstones: readonly { readonly modSeq: ModSeq; readonly expungedAt: UnixMs; readonly uids: Uint32Array }[];
  readonly tombstoneFloor: number;
  /** Rights of others; null stands for everybody. */
  readonly grants: ReadonlyMap<AccountId | null, Rights>;
}
export type DomainRecord = Omit<Domain, 'accounts' | 'aliases'> & {
  readonly dkim: Omit<DkimKey, 'domainId' | 'domain' | 'createdAt'>;
};
export type AccountRecord = Omit<Account, 'usedBytes'> & { readonly passwordHash: string };
export type AliasRecord = Alias;
export interface EntryRecord {
  readonly entry: QueueEntry;
  readonly leasedBy: string | null;
  readonly attempts: readonly DeliveryAttempt[];
}
export interface LetterRecord {
  readonly letter: Letter;
  readonly facts: readonly DatedFact[];
}

export class MemoryState {
  domains = new Map<number, DomainRecord>();
  accounts = new Map<number, AccountRecord>();
  aliases = new Map<number, AliasRecord>();
  mailboxes = new Map<MailboxId, MailboxRecord>();
  subscriptions = new Map<AccountId, ReadonlySet<string>>();
  /** By mailbox and account (memory/metadata.ts), then by name. */
  metadata = new Map<string, ReadonlyMap<string, Uint8Array>>();
  bodies = new Map<BodyId, BodyRecord>();
  entries = new Map<QueueEntryId, EntryRecord>();
  letters = new Map<LetterId, LetterRecord>();
  webLogins = new Map<string, WebLogin>();
  /** Messages an account may hold, where it has a limit. */
  quotaMessages = new Map<AccountId, number>();
  appPasswords = new Map<AppPasswordId, AppPassword>();
  /** Salt of an account's keys; the keys of its app passwords, and of its own password (source null) while it is a generated one. */
  scram = new Map<AccountId, ScramParameters & { readonly keys: readonly SourcedKeys[] }>();
  fakeSaltSecret: Uint8Array = randomBytes(32);
  settings = new Map<string, unknown>();
  paused = false;
  lastUidValidity = 0;
  lastId = 0;

  copy(): MemoryState {
    const made = new MemoryState();
    made.domains = new Map(this.domains);
    made.accounts = new Map(this.accounts);
    made.aliases = new Map(this.aliases);
    made.mailboxes = new Map(this.mailboxes);
    made.subscriptions = new Map(this.subscriptions);
    made.metadata = new Map(this.metadata);
    made.bodies = new Map(this.bodies);
    made.entries = new Map(this.entries);
    made.letters = new Map(this.letters);
    made.webLogins = new Map(this.webLogins);
    made.quotaMessages = new Map(this.quotaMessages);
    made.appPasswords = new Map(this.appPasswords);
    made.scram = new Map(this.scram);
    made.fakeSaltSecret = this.fakeSaltSecret;
    made.settings = new Map(this.settings);
    made.paused = this.paused;
    made.lastUidValidity = this.lastUidValidity;
    made.lastId = this.lastId;
    return made;
  }
  /** Ascending over all kinds of rows. */
  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }
}

/** One transaction: a draft of the state, and what it will tell when it holds. */
export class MemoryTx {
  readonly state: MemoryState;
  readonly now: UnixMs;
  readonly changes: CommitChange[] = [];

  constructor(state: MemoryState, now: UnixMs) {
    this.state = state;
    this.now = now;
  }
  noteMailbox(change: MailboxChange, ownerId: AccountId | null = null, memberIds: readonly AccountId[] = []): void {
    this.changes.push({ scope: 'mailbox', change, ownerId, memberIds });
  }
  noteStore(change: StoreChange): void {
    this.changes.push({ scope: 'store', change });
  }
}
export type RecipientState = LetterRecipient['state'];

export function sameAddress(a: Address, b: Address, fold: (localpart: string) => string): boolean {
  return a.domain === b.domain && fold(a.localpart) === fold(b.localpart);
}
