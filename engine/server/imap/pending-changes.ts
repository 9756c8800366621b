/**
 * Changes a session has heard of and not yet told its client: bounded, in commit order, without what a later one makes
 * needless. RFC 9051 7.5.1; bounds by DESIGN 4.
 */
import type { MailboxChange } from '../../model/mailbox.ts';
import type { ImapLimits } from './imap-limits.ts';

export type MessageChange = Exclude<MailboxChange, { readonly kind: 'mailbox' }>;

export type PendingLimits = Pick<ImapLimits, 'pendingChanges' | 'pendingUids'>;

export class PendingChanges {
  readonly #limits: PendingLimits;
  #changes: MessageChange[] = [];
  #uids = 0;
  #overflowed = false;

  constructor(limits: PendingLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#changes.length === 0 && !this.#overflowed;
  }

  /** More came than is kept; nothing is kept any more. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  get first(): MessageChange | undefined {
    return this.#changes[0];
  }

  add(change: MessageChange): void {
    if (this.#overflowed) return;
    const uids = this.#uids + change.uids.length;
    const { pendingChanges, pendingUids } = this.#limits;
    if (this.#changes.length >= pendingChanges || (this.#changes.length > 0 && uids > pendingUids))
      return this.overflow();
    this.#changes.push(change);
    this.#uids = uids;
  }

  shift(): void {
    this.#uids -= this.#changes.shift()?.uids.length ?? 0;
  }

  overflow(): void {
    this.#keep([]);
    this.#overflowed = true;
  }

  /** Keeps what is heard from here on. */
  restart(): void {
    this.#keep([]);
    this.#overflowed = false;
  }

  /** Drops what a list as of that commit holds already. */
  dropUpTo(modSeq: number): void {
    this.#keep(this.#changes.filter((change) => change.modSeq > modSeq));
  }

  /**
   * Drops what waits to be told of flags that a state just told has overtaken: told after it, the older would stand.
   * @param own the change the command itself made, all of it told
   * @returns the uids whose change by others was dropped
   */
  overtake(
    told: Iterable<{ readonly uid: number; readonly modSeq: number }>,
    own: number | null = null,
  ): ReadonlySet<number> {
    this.#keep(this.#changes.filter((change) => change.kind !== 'flags' || change.modSeq !== own));
    const dropped = new Set<number>();
    if (!this.#changes.some(({ kind }) => kind === 'flags')) return dropped;
    const states = new Map<number, number>();
    for (const { uid, modSeq } of told) states.set(uid, modSeq);
    this.#keepFlags((change, uid) => {
      if ((states.get(uid) ?? 0) < change.modSeq) return true;
      dropped.add(uid);
      return false;
    });
    return dropped;
  }

  /** Of several changes of one message's flags the last one is told, of an expunged message none. */
  coalesce(): void {
    if (this.#changes.length < 2) return;
    const later = new Set<number>();
    const latest = new Map<MessageChange, ReadonlySet<number>>();
    for (const change of [...this.#changes].reverse()) {
      if (change.kind === 'flags') latest.set(change, new Set(change.uids.filter((uid) => !later.has(uid))));
      if (change.kind !== 'added') for (const uid of change.uids) later.add(uid);
    }
    this.#keepFlags((change, uid) => latest.get(change)?.has(uid) === true);
  }

  /** The changes with the flags of fewer uids; those left with none are gone. */
  #keepFlags(keeps: (change: MessageChange, uid: number) => boolean): void {
    const kept = this.#changes.flatMap((change): MessageChange[] => {
      if (change.kind !== 'flags') return [change];
      const keep = change.flags.map((_, at) => keeps(change, change.uids[at] ?? 0));
      if (keep.every((kept) => kept)) return [change];
      const uids = change.uids.filter((_, at) => keep[at]);
      return uids.length === 0 ? [] : [{ ...change, uids, flags: change.flags.filter((_, at) => keep[at]) }];
    });
    this.#keep(kept);
  }

  #keep(changes: MessageChange[]): void {
    this.#changes = changes;
    this.#uids = changes.reduce((sum, { uids }) => sum + uids.length, 0);
  }
}
