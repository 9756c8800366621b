import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, IMPLEMENTATIONS, letter, localCopy, message, queuedCopy } from './helpers/stores.ts';
import type { EngineId, QueueEntryId, UnixMs } from '../../engine/model/ids.ts';
import type { SmtpReply } from '../../engine/model/smtp-reply.ts';
import type { DeliveryOutcome } from '../../engine/model/queue.ts';

const OURS = 'engine-a' as EngineId;
const OTHER = 'engine-b' as EngineId;
const deferred: DeliveryOutcome = {
  kind: 'deferred',
  reason: 'timeout',
  remote: null,
  reply: null,
  detail: 'no answer',
};
const failed: DeliveryOutcome = { kind: 'failed', reason: 'noSuchDomain', remote: null, reply: null, detail: 'gone' };
const reply: SmtpReply = { code: 250, enhanced: '2.0.0', text: 'ok' };
const delivered: DeliveryOutcome = {
  kind: 'delivered',
  remote: { name: 'mx.far.example', ip: '192.0.2.9', port: 25, tls: null },
  reply,
  dsnPassedOn: false,
};

describe.each(IMPLEMENTATIONS)('queue on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const send = async (...addresses: string[]): Promise<readonly QueueEntryId[]> =>
    (
      await world().store.intake.accept(
        letter({ direction: 'out', remote: addresses.map((address) => queuedCopy(address)) }),
      )
    ).queued;
  const lease = (limit = 10, engine = OURS, busy: string[] = []) =>
    world().store.queue.leaseDue(engine, world().clock.at, limit, busy);
  const attempt = (entryId: QueueEntryId, outcome: DeliveryOutcome) => ({
    entryId,
    startedAt: 10 as UnixMs,
    endedAt: 30 as UnixMs,
    outcome,
  });
  const states = async (): Promise<string[]> =>
    (await world().store.queue.list({})).items.map(({ state }) => state).reverse();

  test('due entries are leased once, oldest first, none of busy domains', async () => {
    const ids = await send('a@x.example', 'b@y.example', 'c@x.example');
    expect((await lease(10, OURS, ['y.example'])).map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect(await lease(10, OTHER, ['y.example'])).toEqual([]);
    const [entry] = await lease(1);
    expect(entry).toMatchObject({
      id: ids[1],
      state: 'delivering',
      attempts: 0,
      recipient: { localpart: 'b', domain: 'y.example' },
    });
    expect(Buffer.from(entry?.prefix ?? []).toString()).toBe('Received: by us\r\n');
  });

  test('leases of another engine are freed at start, own ones stay', async () => {
    await send('a@x.example', 'b@y.example');
    await lease(1, OURS);
    await lease(1, OTHER);
    expect(await world().store.queue.freeForeignLeases(OURS)).toBe(1);
    expect(await states()).toEqual(['delivering', 'scheduled']);
  });

  test('settle: retry, delivered, failed with its report in one transaction', async () => {
    const { store, ayse, clock } = world();
    const [first, second, third] = await send('a@x.example', 'b@y.example', 'c@z.example');
    await lease();
    const report = letter({ text: message('Report'), local: [localCopy(ayse)], sender: null });
    await store.queue.settle(OURS, [
      {
        attempt: attempt(first as QueueEntryId, deferred),
        next: { kind: 'retry', at: (clock.at + 60_000) as UnixMs },
        report: null,
      },
      { attempt: attempt(second as QueueEntryId, delivered), next: { kind: 'delivered' }, report: null },
      {
        attempt: attempt(third as QueueEntryId, failed),
        next: { kind: 'failed' },
        report: { kind: 'failure', letter: report },
      },
    ]);
    expect(await states()).toEqual(['scheduled', 'delivered', 'failed']);
    expect(await store.queue.get(first as QueueEntryId)).toMatchObject({
      entry: { attempts: 1, nextAttemptAt: clock.at + 60_000, lastOutcome: deferred },
      attempts: [attempt(first as QueueEntryId, deferred)],
    });
    expect(await lease()).toEqual([]);
    expect(await store.queue.nextDueAt()).toBe(clock.at + 60_000);
    const { items } = await store.letters.search({});
    expect(items.map(({ state, subject }) => [subject, state])).toEqual([
      ['Report', 'delivered'],
      [items[1]?.subject, 'waiting'],
    ]);
    const story = await store.letters.get(items[1]?.id as never);
    expect(story?.letter.recipients.map(({ state }) => state)).toEqual(['waiting', 'delivered', 'failed']);
    expect(story?.facts.filter(({ fact }) => fact.kind === 'attempt')).toHaveLength(3);
    expect(story?.facts.at(-1)?.fact).toEqual({
      kind: 'reported',
      recipient: 'c@z.example',
      report: 'failure',
      reportLetterId: report.letterId,
    });
  });

  test('what is no longer leased by us is left as it is, its report too', async () => {
    const { store, ayse } = world();
    const [id] = await send('a@x.example');
    await lease(1, OTHER);
    await store.queue.freeForeignLeases(OURS);
    await store.queue.settle(OTHER, [
      {
        attempt: attempt(id as QueueEntryId, failed),
        next: { kind: 'failed' },
        report: { kind: 'failure', letter: letter({ local: [localCopy(ayse)] }) },
      },
    ]);
    expect(await states()).toEqual(['scheduled']);
    expect((await store.queue.get(id as QueueEntryId))?.attempts).toEqual([]);
    expect((await store.letters.search({})).items).toHaveLength(1);
  });

  test('a report that cannot be stored leaves the entry as it was', async () => {
    const { store, ayse } = world();
    await store.directory.updateAccount(ayse.id, { quotaBytes: 1 });
    const [id] = await send('a@x.example');
    await lease();
    const settled = store.queue.settle(OURS, [
      {
        attempt: attempt(id as QueueEntryId, failed),
        next: { kind: 'failed' },
        report: { kind: 'failure', letter: letter({ local: [localCopy(ayse)] }) },
      },
    ]);
    expect(await errorCode(settled)).toBe('overQuota');
    expect(await states()).toEqual(['delivering']);
  });

  test('unlease gives back untouched', async () => {
    const { store } = world();
    const [id] = await send('a@x.example');
    await lease();
    await store.queue.unlease(OTHER, [id as QueueEntryId]);
    expect(await states()).toEqual(['delivering']);
    await store.queue.unlease(OURS, [id as QueueEntryId]);
    expect(await store.queue.get(id as QueueEntryId)).toMatchObject({ entry: { state: 'scheduled', attempts: 0 } });
  });

  test('hold, release, retry now, drop, fail by hand: reached are counted, delivering ones not touched', async () => {
    const { store, ayse, clock } = world();
    const ids = await send('a@x.example', 'b@y.example', 'c@z.example', 'd@w.example');
    await lease(1);
    expect(await store.queue.hold(ids, 'ayse')).toBe(3);
    expect(await states()).toEqual(['delivering', 'held', 'held', 'held']);
    const later = (clock.at + 5) as UnixMs;
    expect(await store.queue.release([ids[1] as QueueEntryId], later, 'ayse')).toBe(1);
    expect(await store.queue.nextDueAt()).toBe(later);
    expect(await store.queue.retryNow(ids, clock.at, 'ayse')).toBe(1);
    expect(await store.queue.nextDueAt()).toBe(clock.at);
    expect(await store.queue.drop([ids[2] as QueueEntryId], 'ayse')).toBe(1);
    const report = letter({ local: [localCopy(ayse)] });
    expect(
      await store.queue.failByHand(
        [
          { id: ids[3] as QueueEntryId, report },
          { id: ids[0] as QueueEntryId, report: null },
        ],
        'ayse',
      ),
    ).toBe(1);
    expect(await states()).toEqual(['delivering', 'scheduled', 'dropped', 'failed']);
    expect((await store.queue.get(ids[3] as QueueEntryId))?.entry.lastOutcome).toMatchObject({
      kind: 'failed',
      reason: 'cancelled',
    });
    expect(await store.queue.summary()).toMatchObject({
      byState: { delivering: 1, scheduled: 1, dropped: 1, failed: 1, held: 0 },
      paused: false,
    });
    expect((await store.mailboxes.find(ayse.id, 'INBOX'))?.counts.messages).toBe(1);
  });

  test('paused: nothing is leased and nothing is due', async () => {
    const { store } = world();
    await send('a@x.example');
    await store.queue.setPaused(true);
    expect([await lease(), await store.queue.nextDueAt(), (await store.queue.summary()).paused]).toEqual([
      [],
      null,
      true,
    ]);
    await store.queue.setPaused(false);
    expect(await lease()).toHaveLength(1);
  });

  test('lists are paged newest first and filtered', async () => {
    const { store } = world();
    const ids = [...(await send('a@x.example', 'b@y.example')), ...(await send('c@x.example'))];
    const first = await store.queue.list({ limit: 2 });
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect((await store.queue.list({ limit: 2, after: first.next ?? undefined })).items.map(({ id }) => id)).toEqual([
      ids[0],
    ]);
    expect((await store.queue.list({ domain: 'x.example' })).items).toHaveLength(2);
    expect((await store.queue.list({ text: 'B@Y' })).items.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await store.queue.list({ states: ['held'] })).items).toEqual([]);
  });
});
