import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, IMPLEMENTATIONS, letter, localCopy, message, queuedCopy } from './helpers/stores.ts';
import type { LetterFact } from '../../engine/model/letter.ts';
import type { UnixMs } from '../../engine/model/ids.ts';

describe.each(IMPLEMENTATIONS)('letters on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('a story begins with its facts in order', async () => {
    const { store, ayse } = world();
    const signed: LetterFact = { kind: 'signed', domain: 'example.com', selector: 's1' };
    const input = letter({
      facts: [signed],
      local: [localCopy(ayse)],
      remote: [queuedCopy('can@far.example', { heldFor: 'rule' })],
    });
    const { letterId, queued } = await store.intake.accept(input);
    const story = await store.letters.get(letterId);
    expect(story?.facts.map(({ fact }) => fact)).toEqual([
      { kind: 'accepted', origin: input.origin, sizeBytes: story?.letter.sizeBytes },
      signed,
      { kind: 'stored', recipient: 'ayse@example.com', account: 'ayse@example.com', mailbox: 'INBOX' },
      { kind: 'queued', recipient: 'can@far.example', entryId: queued[0] },
      { kind: 'action', action: 'held', recipient: 'can@far.example', by: 'rule' },
    ]);
    expect(story?.letter).toMatchObject({ state: 'held', sender: 'zeynep@remote.example', direction: 'in' });
    expect(await store.letters.get('none' as never)).toBeNull();
  });

  test('search by folded text, fields, state and time; newest first, paged', async () => {
    const { store, ayse, clock } = world();
    const start = clock.at;
    for (const subject of ['IŞIK bir', 'ışık iki', 'başka']) {
      await store.intake.accept(letter({ text: message(subject), local: [localCopy(ayse)] }));
      clock.at = (clock.at + 1000) as UnixMs;
    }
    await store.intake.accept(
      letter({ text: message('out'), direction: 'out', remote: [queuedCopy('CAN@far.example')] }),
    );
    const subjects = async (filter: object): Promise<string[]> =>
      (await store.letters.search(filter)).items.map(({ subject }) => subject);
    expect(await subjects({ text: 'ışık' })).toEqual(['ışık iki', 'IŞIK bir']);
    expect(await subjects({ subject: 'ISIK' })).toEqual([]);
    expect(await subjects({ to: 'can@FAR' })).toEqual(['out']);
    expect(await subjects({ from: 'zeynep', direction: 'out' })).toEqual(['out']);
    expect(await subjects({ states: ['waiting'] })).toEqual(['out']);
    expect(await subjects({ since: start + 1000, before: start + 3000 })).toEqual(['başka', 'ışık iki']);
    expect(await subjects({ messageId: `<${Buffer.from('out').toString('hex')}@remote.example>` })).toEqual(['out']);
    const first = await store.letters.search({ limit: 3 });
    expect(await subjects({ limit: 3, after: first.next ?? undefined })).toEqual(['IŞIK bir']);
    const hours = await store.letters.hourly(start, (clock.at + 1) as UnixMs);
    expect(
      hours.reduce((sum, hour) => [(sum[0] ?? 0) + hour.in, (sum[1] ?? 0) + hour.out], [0, 0] as number[]),
    ).toEqual([3, 1]);
  });

  test('the body of a letter is known while someone holds it', async () => {
    const { store, ayse, inbox } = world();
    const { letterId } = await store.intake.accept(letter({ local: [localCopy(ayse)] }));
    const id = await store.letters.bodyOf(letterId);
    expect((await store.bodies.open(id as never)).sizeBytes).toBeGreaterThan(0);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'x' });
    expect(await store.letters.bodyOf(letterId)).toBeNull();
    await expect(store.bodies.open(id as never)).rejects.toMatchObject({ code: 'nonexistent' });
  });

  test('events are found newest first, by level, session and folded text', async () => {
    const { log } = world();
    log.append([
      { seq: 1, at: 1, level: 'debug', code: 'smtp.line', session: 's1', letter: null, fields: { line: 'EHLO' } },
      { seq: 2, at: 2, level: 'warn', code: 'tls.failed', session: 's2', letter: 'l1', fields: { peer: 'IŞIK' } },
    ]);
    expect((await log.query({})).items.map(({ seq }) => seq)).toEqual([2, 1]);
    expect((await log.query({ minLevel: 'info' })).items.map(({ seq }) => seq)).toEqual([2]);
    expect((await log.query({ session: 's1' })).items.map(({ fields }) => fields)).toEqual([{ line: 'EHLO' }]);
    expect((await log.query({ text: 'ışık', letter: 'l1', codes: ['tls.failed'] })).items).toHaveLength(1);
    const first = await log.query({ limit: 1 });
    expect((await log.query({ limit: 1, after: first.next ?? undefined })).items.map(({ seq }) => seq)).toEqual([1]);
    expect(log.dropped()).toBe(0);
  });
});
