/** What a client knows of its selected mailbox, built only from what the server told it. RFC 9051 7.4-7.5, RFC 7162 6 */
import { changedFlags, type FlagMode, type ModelMailbox } from './model.ts';

export interface Entry {
  uid: number | null;
  flags: ReadonlySet<string> | null;
  modSeq: number | null;
}
/** One message of a FETCH or UIDFETCH answer. */
export interface Fetched {
  readonly uid: number | null;
  readonly flags: ReadonlySet<string> | null;
  readonly modSeq: number | null;
}
/** What a client with QRESYNC keeps while it is away. */
export interface Cache {
  readonly mailbox: ModelMailbox;
  readonly uidValidity: number;
  readonly place: number;
  /** The largest uid up to which no message is missing in `known`. */
  readonly newest: number;
  readonly known: Map<number, { flags: ReadonlySet<string>; modSeq: number | null }>;
}

export class View {
  readonly mailbox: ModelMailbox;
  readonly readOnly: boolean;
  entries: Entry[] = [];
  uidValidity = 0;
  /** Where the client stands in the commit order. */
  place = 0;
  #saidPlace: number | null = null;
  #seenModSeq = 0;
  /** Uids of messages that VANISHED (EARLIER) took from the cache. */
  earlier: number[] = [];
  /** Flags told by the command at hand, by uid. */
  told = new Map<number, Fetched>();

  constructor(mailbox: ModelMailbox, readOnly: boolean) {
    this.mailbox = mailbox;
    this.readOnly = readOnly;
  }

  get knownUids(): number[] {
    return this.entries.flatMap(({ uid }) => uid ?? []);
  }

  exists(count: number): void {
    if (count < this.entries.length) throw new Error(`EXISTS ${count} where ${this.entries.length} were told`);
    while (this.entries.length < count) this.entries.push({ uid: null, flags: null, modSeq: null });
  }

  expunge(number: number): void {
    if (number < 1 || number > this.entries.length) throw new Error(`EXPUNGE ${number} of ${this.entries.length}`);
    this.entries.splice(number - 1, 1);
  }

  vanished(uids: readonly number[], hasNumbers: boolean): void {
    for (const uid of uids) this.entries.splice(hasNumbers ? this.#indexOf(uid) : this.#placeOf(uid), 1);
  }

  /** @param number null in a session that knows no numbers */
  fetched(number: number | null, { uid, flags, modSeq }: Fetched): void {
    const index = number === null ? this.#placeOf(uid ?? 0) : number - 1;
    const entry = this.entries[index];
    if (entry === undefined)
      throw new Error(`FETCH of message ${number ?? uid} where ${this.entries.length} were told`);
    if (uid !== null) {
      if (entry.uid !== null && entry.uid !== uid)
        throw new Error(`message ${number} was ${entry.uid}, is told as ${uid}`);
      entry.uid = uid;
      this.#assertAscending(index);
    }
    entry.flags = flags ?? entry.flags;
    entry.modSeq = modSeq ?? entry.modSeq;
    if (modSeq !== null) this.#seenModSeq = Math.max(this.#seenModSeq, modSeq);
    if (entry.uid !== null) this.told.set(entry.uid, { uid, flags, modSeq });
  }

  saidPlace(modSeq: number): void {
    this.#saidPlace = modSeq;
  }

  /** A tagged answer came. RFC 7162 6 */
  settle(): void {
    this.place = this.#saidPlace ?? Math.max(this.place, this.#seenModSeq);
    this.#saidPlace = null;
    this.#seenModSeq = 0;
  }

  /** What the client's own STORE made of messages it was not told of. */
  applyOwn(uids: readonly number[], mode: FlagMode, flags: readonly string[]): void {
    for (const entry of this.entries) {
      if (entry.uid === null || entry.flags === null || !uids.includes(entry.uid)) continue;
      if (this.told.get(entry.uid)?.flags) continue;
      entry.flags = changedFlags(entry.flags, mode, flags);
    }
  }

  /** Numbers of the uids, for those known. */
  numberOf(uid: number): number {
    return this.entries.findIndex((entry) => entry.uid === uid) + 1;
  }

  /** @param hasNumbers without them it is not known which messages are the unknown ones */
  toCache(hasNumbers: boolean): Cache {
    const known: Cache['known'] = new Map();
    for (const { uid, flags, modSeq } of this.entries)
      if (uid !== null && flags !== null) known.set(uid, { flags, modSeq });
    const unknown = this.entries.findIndex(({ uid, flags }) => uid === null || flags === null);
    const complete = this.entries.slice(0, unknown < 0 ? undefined : hasNumbers ? unknown : 0);
    const newest = complete.at(-1)?.uid ?? 0;
    return { mailbox: this.mailbox, uidValidity: this.uidValidity, place: this.place, newest, known };
  }

  /** Without numbers the places of messages not known yet are not known either: one of them takes this one's. */
  #placeOf(uid: number): number {
    const known = this.entries.findIndex((entry) => entry.uid === uid);
    if (known >= 0) return known;
    const free = this.entries.findIndex((entry) => entry.uid === null);
    const [entry] = free < 0 ? [] : this.entries.splice(free, 1);
    if (entry === undefined) throw new Error(`uid ${uid} is none the client was told of`);
    const after = this.entries.findIndex((other) => other.uid !== null && other.uid > uid);
    const index = after < 0 ? this.entries.length : after;
    this.entries.splice(index, 0, entry);
    return index;
  }

  #indexOf(uid: number): number {
    const known = this.entries.findIndex((entry) => entry.uid === uid);
    if (known >= 0) return known;
    const after = this.entries.findIndex((entry) => entry.uid !== null && entry.uid > uid);
    const index = (after < 0 ? this.entries.length : after) - 1;
    if (this.entries[index]?.uid !== null) throw new Error(`uid ${uid} is none the client was told of`);
    return index;
  }

  #assertAscending(index: number): void {
    const uid = this.entries[index]?.uid ?? 0;
    const before = this.entries.slice(0, index).findLast((entry) => entry.uid !== null)?.uid ?? 0;
    const after = this.entries.slice(index + 1).find((entry) => entry.uid !== null)?.uid ?? Infinity;
    if (uid <= before || uid >= after) throw new Error(`uid ${uid} is out of order`);
  }
}
