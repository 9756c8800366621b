/**
 * What one session has been told about its selected mailbox: a place in the commit order, the changes after it, and the
 * uid list as of it, loaded on first need. RFC 9051 2.3.1.2 and 7.5.1; bounds by DESIGN 4.
 */
import type { AccountId } from '../../model/ids.ts';
import type { Mailbox, MailboxChange } from '../../model/mailbox.ts';
import type { MessageStore } from '../../store/message-store.ts';
import { applyChange, type OpenMailbox } from './open-mailboxes.ts';
import { PendingChanges, type MessageChange, type PendingLimits } from './pending-changes.ts';
import type { UidList } from './uid-list.ts';

export interface ViewOptions {
  readonly viewer: AccountId;
  readonly readOnly: boolean;
  readonly limits: PendingLimits;
  /** The mailbox's state now, null when it is gone. */
  readonly find: () => Promise<Mailbox | null>;
}
/** What an overflow hid: the uids gone, the list now, and the place before it for the flags changed since. */
export interface Resync {
  readonly before: UidList;
  readonly gone: Uint32Array;
  readonly after: UidList;
  readonly since: number;
}
export class MailboxView {
  readonly mailbox: Mailbox;
  readonly viewer: AccountId;
  readonly readOnly: boolean;
  readonly #shared: OpenMailbox;
  readonly #messages: MessageStore;
  readonly #unlisten: () => void;
  /** As told to the client. */
  #exists: number;
  #uidNext: number;
  #place: number;
  /** The last commit heard of, told or not. */
  #heard: number;
  #list: UidList | null = null;
  /** The highest mod-sequence told by the command at hand. */
  #toldModSeq = 0;
  #wasAhead = false;
  readonly #pending: PendingChanges;
  #isGone = false;
  /** Somebody changed who may do what: to be asked for anew before anything is told. RFC 4314 5.1.1 */
  areRightsOld = false;
  #wake: (() => void) | null = null;

  private constructor(
    mailbox: Mailbox,
    { viewer, readOnly, limits }: ViewOptions,
    shared: OpenMailbox,
    messages: MessageStore,
    heard: Hearing,
  ) {
    this.mailbox = mailbox;
    this.viewer = viewer;
    this.readOnly = readOnly;
    this.#pending = new PendingChanges(limits);
    this.#shared = shared;
    this.#messages = messages;
    this.#exists = mailbox.counts.messages;
    this.#uidNext = mailbox.uidNext;
    this.#place = mailbox.highestModSeq;
    this.#heard = mailbox.highestModSeq;
    this.#unlisten = heard.unlisten;
    heard.redirect((change) => this.#hear(change));
  }

  /** Listens first and asks for the mailbox then, so that no commit falls between. */
  static async open(shared: OpenMailbox, messages: MessageStore, options: ViewOptions): Promise<MailboxView | null> {
    const heard = listenTo(shared);
    try {
      const mailbox = await options.find();
      if (mailbox !== null) return new MailboxView(mailbox, options, shared, messages, heard);
    } catch (error) {
      heard.unlisten();
      throw error;
    }
    heard.unlisten();
    return null;
  }

  close(): void {
    this.#unlisten();
    this.#pending.restart();
    this.#list = null;
  }

  /** Messages the client knows of. */
  get exists(): number {
    return this.#exists;
  }

  /** One more than the largest uid the client can know of. */
  get uidNext(): number {
    return this.#uidNext;
  }

  /** Everything up to this commit was told, or is not this session's business. */
  get settledModSeq(): number {
    return this.#pending.isEmpty ? Math.max(this.#place, this.#heard) : this.#place;
  }

  /** A mod-sequence was told in a FETCH answer. */
  noteModSeq(modSeq: number): void {
    this.#toldModSeq = Math.max(this.#toldModSeq, modSeq);
  }

  /** Where the client stands, when it would think otherwise by what the command told it; null when it would not. */
  placeToTell(): number | null {
    const isAhead = this.#toldModSeq > this.settledModSeq;
    const mustTell = isAhead || this.#wasAhead;
    this.#toldModSeq = 0;
    this.#wasAhead = isAhead;
    return mustTell ? this.settledModSeq : null;
  }

  /** The mailbox was deleted by somebody. */
  get isGone(): boolean {
    return this.#isGone;
  }

  get hasNews(): boolean {
    return !this.#pending.isEmpty || this.#isGone || this.areRightsOld;
  }

  /** Resolves at once when there is news, else when there is. */
  async news(): Promise<void> {
    if (this.hasNews) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** The uids the client knows of. */
  async list(): Promise<UidList> {
    if (this.#list !== null) return this.#list;
    const { list } = await this.#shared.load();
    let known = list.before(this.#uidNext);
    if (known.length !== this.#exists || list.last >= this.#uidNext) {
      const { uids } = await this.#messages.expungedSince(this.mailbox.id, this.#place as Mailbox['highestModSeq']);
      known = known.with(uids.filter((uid) => uid < this.#uidNext));
    }
    if (known.length !== this.#exists)
      throw new Error(`the uid list has ${known.length} entries where ${this.#exists} were told`);
    return (this.#list ??= known);
  }

  /**
   * The next change to tell, already taken into account; null when there is none or it must wait.
   * @param mayReportExpunge RFC 9051 7.5.1
   */
  async next(
    mayReportExpunge: boolean,
  ): Promise<{ readonly change: MessageChange; readonly before: UidList | null } | null> {
    const change = this.#pending.first;
    if (change === undefined || (change.kind === 'expunged' && !mayReportExpunge)) return null;
    const before = change.kind === 'added' ? this.#list : await this.list();
    if (this.#pending.first !== change) return null;
    this.#pending.shift();
    this.#take(change, before);
    return { change, before };
  }

  #take(change: MessageChange, before: UidList | null): void {
    const { list, modSeq } =
      before === null
        ? { list: null, modSeq: change.modSeq }
        : applyChange({ list: before, modSeq: this.#place }, change);
    if (change.kind === 'added') {
      this.#exists = list?.length ?? this.#exists + change.uids.length;
      this.#uidNext = Math.max(this.#uidNext, (change.uids[change.uids.length - 1] ?? 0) + 1);
    }
    if (change.kind === 'expunged') this.#exists = list?.length ?? this.#exists;
    this.#place = Math.max(this.#place, modSeq);
    const shared = this.#shared.current;
    const isUpToDate = this.#pending.isEmpty && shared !== null && shared.modSeq === this.#place;
    this.#list = list !== null && isUpToDate && shared.list.length === list.length ? shared.list : list;
  }

  /**
   * Takes away what the session itself removed, ahead of all that waits to be told.
   * @param uids ascending @returns the list as it was told before
   */
  async removeOwn(uids: Uint32Array): Promise<UidList> {
    const before = await this.list();
    this.#list = before.without(uids);
    this.#exists = this.#list.length;
    return before;
  }

  /**
   * After an overflow: compares what was told with what is. null when there was none.
   * The answer's `since` is the place before, for the flags changed meanwhile.
   */
  async resync(): Promise<Resync | null> {
    if (!this.#pending.overflowed) return null;
    const before = await this.list();
    // What is heard from here on is kept again: the list read next may be older than it.
    this.#pending.restart();
    try {
      return this.#compare(before, await this.#messages.uids(this.mailbox.id));
    } catch (error) {
      this.#pending.overflow();
      throw error;
    }
  }

  #compare(before: UidList, { uids, modSeq }: { readonly uids: Uint32Array; readonly modSeq: number }): Resync {
    const now = new Set(uids);
    const gone = Uint32Array.from([...before.slice()].filter((uid) => !now.has(uid)));
    const since = this.#place;
    const after = before.without(gone).with(uids);
    this.#list = after;
    this.#exists = after.length;
    this.#uidNext = Math.max(this.#uidNext, after.last + 1);
    this.#place = Math.max(this.#place, modSeq);
    this.#pending.dropUpTo(modSeq);
    return { before, gone, after, since };
  }

  /** What waits to be told, for those who tell of the same otherwise. */
  get pending(): Pick<PendingChanges, 'overtake' | 'coalesce' | 'overflowed' | 'first'> {
    return this.#pending;
  }

  #hear(change: MailboxChange): void {
    if (change.kind === 'mailbox') {
      if (change.change === 'deleted') this.#isGone = true;
      if (change.change === 'rights' && this.viewer !== this.mailbox.ownerId) this.areRightsOld = true;
    } else if (change.modSeq > this.#place) {
      this.#heard = Math.max(this.#heard, change.modSeq);
      if (this.#concerns(change)) this.#pending.add(change);
    }
    if (!this.hasNews) return;
    this.#wake?.();
    this.#wake = null;
  }

  #concerns(change: MessageChange): boolean {
    return change.kind !== 'flags' || change.viewer === null || change.viewer === this.viewer;
  }
}

interface Hearing {
  readonly unlisten: () => void;
  /** Hands on what was heard so far, and all that follows. */
  redirect(listener: (change: MailboxChange) => void): void;
}

function listenTo(shared: OpenMailbox): Hearing {
  const early: MailboxChange[] = [];
  let listener = (change: MailboxChange): void => void early.push(change);
  const unlisten = shared.listen((change) => listener(change));
  return {
    unlisten,
    redirect(next) {
      listener = next;
      for (const change of early.splice(0)) next(change);
    },
  };
}
