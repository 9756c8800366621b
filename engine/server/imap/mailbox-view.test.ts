/** An overflow, and what is heard while the list that makes up for it is on its way. */
import { expect, test } from 'vitest';
import type { AccountId, MailboxId, ModSeq } from '../../model/ids.ts';
import type { Mailbox, MailboxChange } from '../../model/mailbox.ts';
import type { MessageStore } from '../../store/message-store.ts';
import { MailboxView } from './mailbox-view.ts';
import { applyChange, type OpenMailbox, type PlacedList } from './open-mailboxes.ts';
import { UidList } from './uid-list.ts';

const id = 1 as MailboxId;
const viewer = 1 as AccountId;
type MessageChange = Exclude<MailboxChange, { readonly kind: 'mailbox' }>;

/** A mailbox of three messages, and what happens to it. */
async function opened(): Promise<{
  view: MailboxView;
  happens: (change: MessageChange) => void;
  reading: Promise<void>;
}> {
  let listener: (change: MailboxChange) => void = () => undefined;
  let now: PlacedList = { list: UidList.from(Uint32Array.from([1, 2, 3])), modSeq: 10 };
  const shared: OpenMailbox = {
    id,
    get current() {
      return now;
    },
    load: () => Promise.resolve(now),
    listen(heard) {
      listener = heard;
      return () => undefined;
    },
  };
  const happens = (change: MessageChange): void => {
    now = applyChange(now, change);
    listener(change);
  };
  const { promise: reading, resolve: startReading } = Promise.withResolvers<void>();
  const messages: Pick<MessageStore, 'uids' | 'expungedSince'> = {
    // Read at once, and on its way for a moment.
    async uids() {
      const { list, modSeq } = now;
      startReading();
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { uids: Uint32Array.from(list.slice()), modSeq: modSeq as ModSeq };
    },
    expungedSince: () => Promise.resolve({ uids: Uint32Array.from([2]), complete: true }),
  };
  const mailbox = { id, uidNext: 4, highestModSeq: 10, counts: { messages: 3 } } as Mailbox;
  const view = await MailboxView.open(shared, messages as MessageStore, {
    viewer,
    readOnly: false,
    limits: { pendingChanges: 1, pendingUids: 100 },
    find: () => Promise.resolve(mailbox),
  });
  if (view === null) throw new Error('there is no mailbox');
  return { view, happens, reading };
}

const added = (modSeq: number, uid: number): MessageChange => ({
  kind: 'added',
  mailboxId: id,
  modSeq: modSeq as ModSeq,
  uids: Uint32Array.of(uid),
});
const expunged = (modSeq: number, uid: number): MessageChange => ({ ...added(modSeq, uid), kind: 'expunged' });

test('the list is compared, and what is heard meanwhile comes after it', async () => {
  const { view, happens, reading } = await opened();
  happens(added(11, 4));
  happens(expunged(12, 2));
  expect([view.hasNews, view.settledModSeq]).toEqual([true, 10]);
  const comparing = view.resync();
  await reading;
  happens(expunged(13, 3));
  const found = await comparing;
  expect([...(found?.gone ?? [])]).toEqual([2]);
  expect([...(found?.after.slice() ?? [])]).toEqual([1, 3, 4]);
  expect(view.settledModSeq).toBe(12);
  expect(await view.resync()).toBeNull();
  const next = await view.next(true);
  expect([next?.change.kind, [...(next?.change.uids ?? [])]]).toEqual(['expunged', [3]]);
  expect([...(await view.list()).slice()]).toEqual([1, 4]);
  expect([view.exists, view.settledModSeq, view.hasNews]).toEqual([2, 13, false]);
});

test('what must not be told yet stays, and the place with it', async () => {
  const { view, happens } = await opened();
  happens(expunged(11, 2));
  expect(await view.next(false)).toBeNull();
  view.noteModSeq(11);
  expect([view.settledModSeq, view.placeToTell()]).toEqual([10, 10]);
  expect((await view.next(true))?.change.kind).toBe('expunged');
  expect([view.placeToTell(), view.placeToTell()]).toEqual([11, null]);
});
