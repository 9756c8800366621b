/** Hands committed changes to those who listen, in commit order. Shared by all stores. */
import type { ChangeFeed, StoreChange } from './store.ts';
import type { AccountId } from '../model/ids.ts';
import type { MailboxChange } from '../model/mailbox.ts';

export type CommitChange =
  | {
      readonly scope: 'mailbox';
      readonly change: MailboxChange;
      readonly ownerId: AccountId | null;
      readonly memberIds?: readonly AccountId[];
    }
  | { readonly scope: 'store'; readonly change: StoreChange };

export class ChangeHub implements ChangeFeed {
  readonly #mailboxes = new Map<number, Set<(change: MailboxChange) => void>>();
  readonly #accounts = new Map<number, Set<(change: MailboxChange) => void>>();
  readonly #store = new Set<(change: StoreChange) => void>();

  mailbox(id: number, listener: (change: MailboxChange) => void): () => void {
    return subscribe(this.#mailboxes, id, listener);
  }
  account(id: number, listener: (change: MailboxChange) => void): () => void {
    return subscribe(this.#accounts, id, listener);
  }
  store(listener: (change: StoreChange) => void): () => void {
    const own = (change: StoreChange): void => listener(change);
    this.#store.add(own);
    return () => this.#store.delete(own);
  }
  deliver(changes: readonly CommitChange[]): void {
    for (const item of changes) {
      if (item.scope === 'store') {
        for (const listener of [...this.#store]) call(listener, item.change);
        continue;
      }
      for (const listener of [...(this.#mailboxes.get(item.change.mailboxId) ?? [])]) call(listener, item.change);
      if (item.ownerId === null) continue;
      for (const id of new Set([item.ownerId, ...(item.memberIds ?? [])]))
        for (const listener of [...(this.#accounts.get(id) ?? [])]) call(listener, item.change);
    }
  }
}

function subscribe<T>(
  map: Map<number, Set<(change: T) => void>>,
  id: number,
  listener: (change: T) => void,
): () => void {
  const own = (change: T): void => listener(change);
  const listeners = map.get(id) ?? new Set();
  map.set(id, listeners.add(own));
  return () => {
    listeners.delete(own);
    if (listeners.size === 0 && map.get(id) === listeners) map.delete(id);
  };
}

/** A listener that throws is a bug of its own: it is raised outside, so that others still hear. */
function call<T>(listener: (change: T) => void, change: T): void {
  try {
    listener(change);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
