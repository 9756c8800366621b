import { expect, test } from 'vitest';
import type { Account } from '../../model/account.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import type { MessageRow } from '../../model/message-row.ts';
import { openMaildrop } from './maildrop.ts';

const LETTERS = 100_000;
const PAGE = 2_000;
const account = { id: 1 } as unknown as Account;
const mailbox = { id: 2, uidValidity: 7, counts: { messages: LETTERS - 1_000 } } as unknown as Mailbox;

/** An inbox of many letters, some of which came after its counters were read. */
const store = {
  mailboxes: { find: () => Promise.resolve(mailbox) },
  messages: {
    page: ({ ranges }: { readonly ranges: readonly (readonly [number, number])[] }) => {
      const from = ranges[0]![0];
      const rows = Array.from({ length: Math.min(PAGE, LETTERS + 1 - from) }, (_, at) => row(from + at));
      const next = from + PAGE;
      return Promise.resolve({ rows, next: next > LETTERS ? null : next });
    },
  },
} as unknown as Parameters<typeof openMaildrop>[0];
const row = (uid: number): MessageRow => ({ uid, sizeBytes: 1_000 + uid }) as unknown as MessageRow;

test('100,000 letters are listed and at most 16 octets held for each', async () => {
  const drop = await openMaildrop(store, account);
  expect(drop.count).toBe(LETTERS);
  expect(drop.heldBytes / drop.count).toBeLessThanOrEqual(16);
  expect(drop.uniqueId(LETTERS)).toBe('7.100000');
  expect(drop.sizeBytes(LETTERS)).toBe(101_000);
  const all = drop.present.bytes;
  for (const number of [1, 2, 3, 50_000, LETTERS]) drop.markDeleted(number);
  expect(drop.present).toEqual({ count: LETTERS - 5, bytes: all - (3_006 + 51_000 + 101_000) });
  expect(drop.deletedUids()).toEqual([
    [1, 3],
    [50_000, 50_000],
    [LETTERS, LETTERS],
  ]);
  drop.restoreAll();
  expect(drop.present).toEqual({ count: LETTERS, bytes: all });
  expect(drop.deletedUids()).toEqual([]);
});
