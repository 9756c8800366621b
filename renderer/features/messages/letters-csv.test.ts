import { expect, it } from 'vitest';
import type { Letter } from '../../../engine/control/contract.ts';
import { lettersCsv } from './letters-csv.ts';

it('writes quotes, line ends and formulas harmlessly', () => {
  const letter = {
    id: 'a1',
    acceptedAt: Date.UTC(2026, 8, 5, 11, 3),
    direction: 'in',
    sender: 'a@b.test',
    recipients: [
      { address: 'x@y.test', state: 'delivered', mailbox: null, entryId: null, nextAttemptAt: null },
      { address: 'z@y.test', state: 'delivered', mailbox: null, entryId: null, nextAttemptAt: null },
    ],
    subject: '=cmd|"x", y',
    messageId: 'm@b.test',
    sizeBytes: 42,
    state: 'delivered',
  } as unknown as Letter;
  expect(lettersCsv([letter]).split('\r\n')[1]).toBe(
    '2026-09-05T11:03:00.000Z,delivered,in,a@b.test,x@y.test z@y.test,"\'=cmd|""x"", y",42,m@b.test,a1',
  );
});
