/** Letters leave by themselves where and when the owner said, on every store. RFC 2449 6.7, RFC 8514 */
import { afterEach, describe, expect, test } from 'vitest';
import type { Emit } from '../../engine/events/bus.ts';
import { systemClock, type Clock } from '../../engine/lib/clock.ts';
import { expireLetters, type ExpiryDays } from '../../engine/maintenance/expiry.ts';
import type { UnixMs } from '../../engine/model/ids.ts';
import { STORES } from '../helpers/mail-stores.ts';
import { startPop3, type Pop3Harness } from '../helpers/pop3-harness.ts';

let cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
  cleanUp = [];
});
const DAY = 86_400_000;
const clockIn = (days: number): Clock => ({ ...systemClock(), now: () => (Date.now() + days * DAY) as UnixMs });

describe.each(STORES)('on $name', ({ open }) => {
  async function start(): Promise<Pop3Harness> {
    const { store, close } = await open();
    cleanUp.push(close);
    const pop3 = await startPop3(store);
    cleanUp.push(() => pop3.stop());
    for (let n = 0; n < 6; n++) await pop3.deliver(`Subject: ${n}\r\n\r\nx\r\n`);
    return pop3;
  }
  async function move({ store, ayse }: Pop3Harness, first: number, last: number, to: string): Promise<void> {
    const [inbox, target] = await Promise.all(['INBOX', to].map((name) => store.mailboxes.find(ayse.id, name)));
    await store.messages.move(inbox!.id, ayse.id, [[first, last]], target!.id);
  }
  const counts = async ({ store, ayse }: Pop3Harness): Promise<Record<string, number>> =>
    Object.fromEntries((await store.mailboxes.list(ayse.id)).map(({ name, counts: { messages } }) => [name, messages]));

  test('of Trash and Junk after their days, of the inbox only where it is said', async () => {
    const pop3 = await start();
    await move(pop3, 1, 2, 'Çöp');
    await move(pop3, 4, 4, 'İstenmeyen');
    const told: unknown[] = [];
    const emit = ((code: string, fields: unknown) => void told.push([code, fields])) as Emit;
    const expire = (days: ExpiryDays, later: number): Promise<number> =>
      expireLetters({ store: pop3.store, clock: clockIn(later), emit, days: () => days });
    expect(await expire({ inbox: null, trash: null, junk: null }, 400)).toBe(0);
    expect(await expire({ inbox: null, trash: 30, junk: 10 }, 10)).toBe(0);
    expect(await expire({ inbox: null, trash: 30, junk: 10 }, 12)).toBe(1);
    expect(await counts(pop3)).toMatchObject({ INBOX: 3, Çöp: 2, İstenmeyen: 0 });
    expect(await expire({ inbox: null, trash: 30, junk: 10 }, 32)).toBe(2);
    expect(await counts(pop3)).toMatchObject({ INBOX: 3, Çöp: 0 });
    expect(await expire({ inbox: 90, trash: 30, junk: 10 }, 89)).toBe(0);
    expect(await expire({ inbox: 90, trash: 30, junk: 10 }, 92)).toBe(3);
    expect(told).toEqual([
      ['mailbox.expired', { account: 'ayse@firma.test', mailbox: 'İstenmeyen', letters: 1 }],
      ['mailbox.expired', { account: 'ayse@firma.test', mailbox: 'Çöp', letters: 2 }],
      ['mailbox.expired', { account: 'ayse@firma.test', mailbox: 'INBOX', letters: 3 }],
    ]);
  });
});
