/**
 * The INBOX of one account as a POP3 maildrop: fixed at login, deletions only noted until QUIT. A session holds at most 16
 * octets a letter. RFC 1939 4, 6, 7 (UIDL)
 */
import type { Account } from '../../model/account.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { MailError } from '../../model/errors.ts';
import { standardMailboxes } from '../../store/mailbox-names.ts';
import type { UidRanges } from '../../store/message-store.ts';
import type { Store } from '../../store/store.ts';

type DropStore = Pick<Store, 'mailboxes' | 'messages'>;
const LAST_UID = 0xffff_ffff;

/** Letters are numbered from 1. */
export class Maildrop {
  readonly account: Account;
  readonly mailbox: Mailbox;
  readonly #uids: Uint32Array;
  readonly #sizes: Uint32Array;
  readonly #deleted: Uint8Array;
  #present: number;
  #presentBytes = 0;

  /** @param sizes octets of each letter, by the order of `uids` */
  constructor(account: Account, mailbox: Mailbox, uids: Uint32Array, sizes: Uint32Array) {
    this.account = account;
    this.mailbox = mailbox;
    this.#uids = uids;
    this.#sizes = sizes;
    this.#deleted = new Uint8Array(uids.length);
    this.#present = uids.length;
    for (const size of sizes) this.#presentBytes += size;
  }
  get count(): number {
    return this.#uids.length;
  }
  /** Letters not marked as deleted, and their octets. */
  get present(): { readonly count: number; readonly bytes: number } {
    return { count: this.#present, bytes: this.#presentBytes };
  }
  /** Octets held for the snapshot. */
  get heldBytes(): number {
    return this.#uids.byteLength + this.#sizes.byteLength + this.#deleted.byteLength;
  }
  has(number: number): boolean {
    return number >= 1 && number <= this.#uids.length;
  }
  isDeleted(number: number): boolean {
    return this.#deleted[number - 1] === 1;
  }
  uid(number: number): number {
    return this.#uids[number - 1] ?? 0;
  }
  sizeBytes(number: number): number {
    return this.#sizes[number - 1] ?? 0;
  }
  /** Never of another letter, the same in every session. */
  uniqueId(number: number): string {
    return `${this.mailbox.uidValidity}.${this.uid(number)}`;
  }
  markDeleted(number: number): void {
    this.#deleted[number - 1] = 1;
    this.#present -= 1;
    this.#presentBytes -= this.sizeBytes(number);
  }
  restoreAll(): void {
    for (let number = 1; number <= this.count; number += 1) {
      if (!this.isDeleted(number)) continue;
      this.#deleted[number - 1] = 0;
      this.#present += 1;
      this.#presentBytes += this.sizeBytes(number);
    }
  }
  deletedUids(): UidRanges {
    const ranges: [number, number][] = [];
    for (let number = 1; number <= this.count; number += 1) {
      if (!this.isDeleted(number)) continue;
      const uid = this.uid(number);
      const before = ranges.at(-1);
      if (before !== undefined && before[1] + 1 === uid) before[1] = uid;
      else ranges.push([uid, uid]);
    }
    return ranges;
  }
}

export async function openMaildrop(store: DropStore, account: Account): Promise<Maildrop> {
  const mailbox = await store.mailboxes.find(account.id, 'INBOX');
  if (mailbox === null) throw new MailError('unavailable', 'the inbox cannot be read');
  let uids = new Uint32Array(mailbox.counts.messages + 16);
  let sizes = new Uint32Array(uids.length);
  let count = 0;
  for (let from: number | null = 1; from !== null;) {
    const page: Awaited<ReturnType<typeof store.messages.page>> = await store.messages.page({
      mailboxId: mailbox.id,
      viewer: account.id,
      ranges: [[from, LAST_UID]],
      fields: [],
    });
    if (count + page.rows.length > uids.length) {
      uids = grown(uids, count + page.rows.length);
      sizes = grown(sizes, count + page.rows.length);
    }
    for (const row of page.rows) {
      uids[count] = row.uid;
      sizes[count] = row.sizeBytes;
      count += 1;
    }
    from = page.next;
  }
  return new Maildrop(account, mailbox, uids.slice(0, count), sizes.slice(0, count));
}

function grown(values: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(Math.ceil(least * 1.5));
  next.set(values);
  return next;
}

/** Removes what was marked, or moves it to the Trash, in one transaction. */
export async function commitDeletions(store: DropStore, drop: Maildrop, keepsInTrash: boolean): Promise<void> {
  const ranges = drop.deletedUids();
  if (ranges.length === 0) return;
  const { account, mailbox } = drop;
  if (!keepsInTrash) {
    await store.messages.expunge(mailbox.id, account.id, ranges, { flagged: false, by: 'POP3' });
    return;
  }
  await store.messages.move(mailbox.id, account.id, ranges, (await trashOf(store, account)).id);
}

/** Made when the account has none. */
async function trashOf(store: DropStore, account: Account): Promise<Mailbox> {
  const found = (await store.mailboxes.list(account.id)).find(({ specialUse }) => specialUse === 'trash');
  if (found !== undefined) return found;
  const name = standardMailboxes(account.language).find(([use]) => use === 'trash')?.[1] ?? 'Trash';
  return store.mailboxes.create(account.id, name, 'trash');
}
