/**
 * Mailboxes that sessions have open: one subscription and one uid list each, shared by all their views. DESIGN 4.
 */
import type { MailboxId } from '../../model/ids.ts';
import type { MailboxChange } from '../../model/mailbox.ts';
import type { Store } from '../../store/store.ts';
import { UidList } from './uid-list.ts';

export interface OpenMailbox {
  readonly id: MailboxId;
  /** The list with every change heard so far in it, and the commit it is as of; null until some view needed it. */
  readonly current: PlacedList | null;
  load(): Promise<PlacedList>;
  /** @returns the function that ends it */
  listen(listener: (change: MailboxChange) => void): () => void;
}
export interface PlacedList {
  readonly list: UidList;
  readonly modSeq: number;
}
export interface OpenMailboxes {
  open(id: MailboxId): OpenMailbox;
}

export function createOpenMailboxes(store: Pick<Store, 'messages' | 'changes'>): OpenMailboxes {
  const open = new Map<MailboxId, SharedMailbox>();
  return {
    open(id) {
      const found = open.get(id) ?? new SharedMailbox(id, store, () => open.delete(id));
      open.set(id, found);
      return found;
    },
  };
}

class SharedMailbox implements OpenMailbox {
  readonly id: MailboxId;
  readonly #store: Pick<Store, 'messages' | 'changes'>;
  readonly #onEmpty: () => void;
  readonly #listeners = new Set<(change: MailboxChange) => void>();
  #unsubscribe: (() => void) | null = null;
  #current: PlacedList | null = null;
  /** Changes heard while the list is on its way. */
  #loading: { heard: MailboxChange[]; done: Promise<PlacedList> } | null = null;

  constructor(id: MailboxId, store: Pick<Store, 'messages' | 'changes'>, onEmpty: () => void) {
    this.id = id;
    this.#store = store;
    this.#onEmpty = onEmpty;
  }

  get current(): PlacedList | null {
    return this.#current;
  }

  load(): Promise<PlacedList> {
    if (this.#current !== null) return Promise.resolve(this.#current);
    if (this.#loading !== null) return this.#loading.done;
    const heard: MailboxChange[] = [];
    const done = this.#read(heard);
    this.#loading = { heard, done };
    return done;
  }

  async #read(heard: readonly MailboxChange[]): Promise<PlacedList> {
    try {
      const { uids, modSeq } = await this.#store.messages.uids(this.id);
      const read: PlacedList = { list: UidList.from(uids), modSeq };
      const now = heard.reduce(applyChange, read);
      if (this.#listeners.size > 0) this.#current = now;
      return now;
    } finally {
      this.#loading = null;
    }
  }

  listen(listener: (change: MailboxChange) => void): () => void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#store.changes.mailbox(this.id, (change) => this.#hear(change));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = null;
      this.#current = null;
      this.#onEmpty();
    };
  }

  #hear(change: MailboxChange): void {
    this.#loading?.heard.push(change);
    if (this.#current !== null) this.#current = applyChange(this.#current, change);
    for (const listener of this.#listeners) listener(change);
  }
}

/** The list after a change; a change of an earlier commit than the list's is in it already. */
export function applyChange(placed: PlacedList, change: MailboxChange): PlacedList {
  if (change.kind === 'mailbox' || change.modSeq <= placed.modSeq) return placed;
  const { modSeq, uids } = change;
  if (change.kind === 'added') return { list: placed.list.with(uids), modSeq };
  return { list: change.kind === 'expunged' ? placed.list.without(uids) : placed.list, modSeq };
}
