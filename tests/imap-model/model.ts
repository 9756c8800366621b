/** The plain model: what mailboxes hold after each command, as RFC 9051 and RFC 7162 say. */
export interface Message {
  readonly uid: number;
  flags: ReadonlySet<string>;
  modSeq: number;
}
export type FlagMode = 'add' | 'remove' | 'replace';

export class ModelMailbox {
  name: string;
  /** Told by the server with the first SELECT. */
  uidValidity: number | null = null;
  uidNext = 1;
  /** Each command that changes something adds one. */
  modSeq = 1;
  isGone = false;
  readonly messages = new Map<number, Message>();
  /** What was expunged, and between which mod-sequences. */
  readonly expunged: { readonly uid: number; readonly low: number; high: number }[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get uids(): number[] {
    return [...this.messages.keys()];
  }

  add(flagsOfEach: readonly ReadonlySet<string>[]): number[] {
    const modSeq = this.#next();
    return flagsOfEach.map((flags) => {
      const uid = this.uidNext++;
      this.messages.set(uid, { uid, flags, modSeq });
      return uid;
    });
  }

  remove(uids: readonly number[]): number[] {
    const gone = uids.filter((uid) => this.messages.delete(uid));
    if (gone.length === 0) return gone;
    const modSeq = this.#next();
    this.expunged.push(...gone.map((uid) => ({ uid, low: modSeq, high: modSeq })));
    return gone;
  }

  /** @returns the uids left alone because they changed after `unchangedSince` */
  store(uids: readonly number[], mode: FlagMode, flags: readonly string[], unchangedSince = Infinity): number[] {
    const failed: number[] = [];
    const changed: [Message, ReadonlySet<string>][] = [];
    for (const uid of uids) {
      const message = this.messages.get(uid);
      if (message === undefined) continue;
      if (message.modSeq > unchangedSince) failed.push(uid);
      else {
        const after = changedFlags(message.flags, mode, flags);
        if (!sameFlags(after, message.flags)) changed.push([message, after]);
      }
    }
    if (changed.length === 0) return failed;
    const modSeq = this.#next();
    for (const [message, after] of changed) {
      message.flags = after;
      message.modSeq = modSeq;
    }
    return failed;
  }

  withFlag(flag: string): number[] {
    return this.uids.filter((uid) => this.messages.get(uid)?.flags.has(flag) === true);
  }

  #next(): number {
    this.modSeq += 1;
    return this.modSeq;
  }
}

export function changedFlags(
  before: ReadonlySet<string>,
  mode: FlagMode,
  flags: readonly string[],
): ReadonlySet<string> {
  if (mode === 'replace') return new Set(flags);
  if (mode === 'add') return new Set([...before, ...flags]);
  return new Set([...before].filter((flag) => !flags.includes(flag)));
}

export function sameFlags(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((flag) => b.has(flag));
}

/** Mailboxes by name, as CREATE, DELETE and RENAME leave them. */
export class Model {
  readonly mailboxes = new Map<string, ModelMailbox>();

  /** @param name one that does not exist; its parents are made too */
  create(name: string): ModelMailbox {
    for (const parent of parents(name)) if (!this.mailboxes.has(parent)) this.#insert(parent);
    return this.#insert(name);
  }

  hasChildren(name: string): boolean {
    return [...this.mailboxes.keys()].some((other) => other.startsWith(`${name}/`));
  }

  delete(name: string): void {
    const mailbox = this.mailboxes.get(name);
    if (mailbox !== undefined) mailbox.isGone = true;
    this.mailboxes.delete(name);
  }

  /** INBOX stays, and what it held moves. RFC 9051 6.3.6 */
  rename(from: string, to: string): void {
    if (from === 'INBOX') return this.#emptyInbox(this.create(to));
    for (const parent of parents(to)) if (!this.mailboxes.has(parent)) this.#insert(parent);
    for (const [name, mailbox] of [...this.mailboxes]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      this.mailboxes.delete(name);
      mailbox.name = to + name.slice(from.length);
      this.mailboxes.set(mailbox.name, mailbox);
    }
  }

  #emptyInbox(target: ModelMailbox): void {
    const inbox = this.mailboxes.get('INBOX');
    if (inbox === undefined || inbox.messages.size === 0) return;
    target.add([...inbox.messages.values()].map(({ flags }) => flags));
    inbox.remove(inbox.uids);
  }

  #insert(name: string): ModelMailbox {
    const mailbox = new ModelMailbox(name);
    this.mailboxes.set(name, mailbox);
    return mailbox;
  }
}

function parents(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}
