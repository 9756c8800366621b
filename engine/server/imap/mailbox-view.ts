/**
 * What one session has been told about its selected mailbox: a place in the commit order, the changes after it, and the
 * uid list as of it, loaded on first need. RFC 9051 2.3.1.2 and 7.5.1; bounds by DESIGN 4.
 */
import type { AccountId } from '../../model/ids.ts';
import type { Mailbox, MailboxChange } from '../../model/mailbox.ts';
import type { MessageStore } from '../../store/message-store.ts';
import { applyChange, type OpenMailbox } from './open-mailboxes.ts';
import type { UidList } from './uid-list.ts';

/** Changes kept for a session that cannot be told; beyond them it compares lists. */
export const PENDING_LIMIT = 1_000;

type MessageChange = Exclude<MailboxChange, { readonly kind: 'mailbox' }>;

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
  #list: UidList | null = null;
  #pending: MessageChange[] = [];
  #overflowed = false;
  #isGone = false;
  #wake: (() => void) | null = null;

  private constructor(
    mailbox: Mailbox,
    viewer: AccountId,
    readOnly: boolean,
    shared: OpenMailbox,
    messages: MessageStore,
    heard: Hearing,
  ) {
    this.mailbox = mailbox;
    this.viewer = viewer;
    this.readOnly = readOnly;
    this.#shared = shared;
    this.#messages = messages;
    this.#exists = mailbox.counts.messages;
    this.#uidNext = mailbox.uidNext;
    this.#place = mailbox.highestModSeq;
    this.#unlisten = heard.unlisten;
    heard.redirect((change) => this.#hear(change));
  }

  /**
   * Listens first and asks for the mailbox then, so that no commit falls between.
   * @param find the mailbox's state now, null when it is gone
   */
  static async open(
    shared: OpenMailbox,
    messages: MessageStore,
    options: { readonly viewer: AccountId; readonly readOnly: boolean; readonly find: () => Promise<Mailbox | null> },
  ): Promise<MailboxView | null> {
    const heard = listenTo(shared);
    try {
      const mailbox = await options.find();
      if (mailbox !== null) return new MailboxView(mailbox, options.viewer, options.readOnly, shared, messages, heard);
    } catch (error) {
      heard.unlisten();
      throw error;
    }
    heard.unlisten();
    return null;
  }

  close(): void {
    this.#unlisten();
    this.#pending = [];
    this.#list = null;
  }

  /** Messages the client knows of. */
  get exists(): number {
    return this.#exists;
  }

  /** The mailbox was deleted by somebody. */
  get isGone(): boolean {
    return this.#isGone;
  }

  get hasNews(): boolean {
    return this.#pending.length > 0 || this.#overflowed || this.#isGone;
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
    const change = this.#pending[0];
    if (change === undefined || (change.kind === 'expunged' && !mayReportExpunge)) return null;
    const before = change.kind === 'added' ? this.#list : await this.list();
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
    const isUpToDate = this.#pending.length === 0 && shared !== null && shared.modSeq === this.#place;
    this.#list = list !== null && isUpToDate && shared.list.length === list.length ? shared.list : list;
  }

  /**
   * After an overflow: compares what was told with what is. null when there was none.
   * The answer's `since` is the place before, for the flags changed meanwhile.
   */
  async resync(): Promise<{
    readonly before: UidList;
    readonly gone: Uint32Array;
    readonly after: UidList;
    readonly since: number;
  } | null> {
    if (!this.#overflowed) return null;
    const before = await this.list();
    const { uids, modSeq } = await this.#messages.uids(this.mailbox.id);
    const now = new Set(uids);
    const gone = Uint32Array.from([...before.slice()].filter((uid) => !now.has(uid)));
    const since = this.#place;
    const after = before.without(gone).with(uids);
    this.#list = after;
    this.#exists = after.length;
    this.#uidNext = Math.max(this.#uidNext, after.last + 1);
    this.#place = Math.max(this.#place, modSeq);
    this.#pending = this.#pending.filter((change) => change.modSeq > modSeq);
    this.#overflowed = false;
    return { before, gone, after, since };
  }

  /** A mark for `forgetOwn`. */
  get mark(): number {
    return this.#heardCount;
  }
  #heardCount = 0;

  /** Drops flag changes heard since the mark which the command itself has just told about. */
  forgetOwn(mark: number, told: ReadonlyMap<number, number>): void {
    const fresh = this.#heardCount - mark;
    const from = Math.max(0, this.#pending.length - fresh);
    this.#pending = this.#pending.filter(
      (change, at) =>
        at < from || change.kind !== 'flags' || !change.uids.every((uid) => told.get(uid) === change.modSeq),
    );
  }

  #hear(change: MailboxChange): void {
    if (change.kind === 'mailbox') {
      if (change.change === 'deleted') this.#isGone = true;
    } else if (change.modSeq > this.#place && this.#concerns(change)) {
      this.#heardCount += 1;
      if (this.#pending.length < PENDING_LIMIT && !this.#overflowed) this.#pending.push(change);
      else {
        this.#overflowed = true;
        this.#pending = [];
      }
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
