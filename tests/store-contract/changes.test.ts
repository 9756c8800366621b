import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, fill, IMPLEMENTATIONS, letter, localCopy, queuedCopy } from './helpers/stores.ts';
import type { MailboxChange } from '../../engine/model/mailbox.ts';

describe.each(IMPLEMENTATIONS)('changes on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('come in commit order, one per command and mailbox, before the answer', async () => {
    const { store, ayse, inbox } = world();
    const told: string[] = [];
    const end = store.changes.mailbox(inbox.id, (change) =>
      told.push(`${change.kind} ${'uids' in change ? [...change.uids] : ''}`),
    );
    await fill(world(), 2);
    told.push('answer');
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], { mode: 'add', flags: { system: 4, keywords: [] } });
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 2]], { mode: 'add', flags: { system: 4, keywords: [] } });
    await store.messages.expunge(inbox.id, ayse.id, null, { flagged: true, by: 'x' });
    told.push('answer');
    end();
    await fill(world(), 1);
    expect(told).toEqual(['added 1', 'added 2', 'answer', 'flags 1,2', 'expunged 1,2', 'answer']);
  });

  test('modSeqs of a mailbox ascend without a gap under many at once', async () => {
    const { store, ayse, inbox } = world();
    const seqs: number[] = [];
    store.changes.mailbox(inbox.id, (change) => seqs.push(change.kind === 'mailbox' ? -1 : change.modSeq));
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 3 === 2
          ? store.messages.setFlags(inbox.id, ayse.id, [[1, 100]], {
              mode: i % 2 === 0 ? 'add' : 'remove',
              flags: { system: 2, keywords: [] },
            })
          : store.intake.accept(letter({ local: [localCopy(ayse)] })),
      ),
    );
    expect(seqs).toEqual(seqs.map((_, i) => inbox.highestModSeq + 1 + i));
    expect(seqs.length).toBeGreaterThanOrEqual(40);
  });

  test('a private \\Seen is told to its viewer alone', async () => {
    const { store, ayse, burak, inbox } = world();
    await store.mailboxes.changeRights(ayse.id, inbox.id, { grantee: burak.id, mode: 'replace', rights: 'lrsw' });
    await fill(world(), 1);
    await store.mailboxes.setSeenPrivate(inbox.id, true);
    const told: MailboxChange[] = [];
    store.changes.mailbox(inbox.id, (change) => told.push(change));
    await store.messages.setFlags(inbox.id, burak.id, [[1, 1]], { mode: 'add', flags: { system: 8, keywords: [] } });
    await store.messages.setFlags(inbox.id, burak.id, [[1, 1]], { mode: 'add', flags: { system: 2, keywords: [] } });
    expect(
      told.map((change) => (change.kind === 'flags' ? [change.viewer, change.flags[0]?.system] : change.kind)),
    ).toEqual([
      [burak.id, 8],
      [null, 2],
    ]);
  });

  test('accounts hear of their mailboxes, screens of letters and queue', async () => {
    const { store, ayse, burak } = world();
    const account: string[] = [];
    const kinds: string[] = [];
    store.changes.account(ayse.id, (change) => account.push(change.kind === 'mailbox' ? change.change : change.kind));
    store.changes.store((change) => kinds.push(change.kind));
    await store.mailboxes.create(ayse.id, 'x/y', null);
    await store.mailboxes.rename(ayse.id, 'x', 'z');
    await store.mailboxes.subscribe(ayse.id, 'z', true);
    await store.mailboxes.remove(ayse.id, 'z/y');
    await store.mailboxes.create(burak.id, 'other', null);
    await store.intake.accept(letter({ remote: [queuedCopy('a@x.example')] }));
    expect(account).toEqual(['created', 'created', 'renamed', 'renamed', 'subscription', 'deleted']);
    expect(kinds).toEqual(['letters', 'queue']);
  });

  test('a listener that throws does not keep others from hearing', async () => {
    const { store, inbox } = world();
    const raised: unknown[] = [];
    const catcher = (error: unknown): void => void raised.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', catcher);
    let heard = 0;
    store.changes.mailbox(inbox.id, () => {
      throw new Error('a bug');
    });
    store.changes.mailbox(inbox.id, () => void (heard += 1));
    await fill(world(), 1);
    await new Promise((resolve) => setImmediate(resolve));
    process.removeListener('uncaughtException', catcher);
    for (const other of others) process.on('uncaughtException', other);
    expect([heard, raised.map(String)]).toEqual([1, ['Error: a bug']]);
  });
});
