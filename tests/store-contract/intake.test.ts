import { writeFile, access } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  bytes,
  eachWorld,
  errorCode,
  IMPLEMENTATIONS,
  letter,
  localCopy,
  message,
  queuedCopy,
} from './helpers/stores.ts';
import type { LetterId, UnixMs } from '../../engine/model/ids.ts';

describe.each(IMPLEMENTATIONS)('intake on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('a letter with local copies and queue entries is stored as one', async () => {
    const { store, ayse, burak, inbox } = world();
    const text = message('Merhaba');
    const receipt = await store.intake.accept(
      letter({
        text,
        local: [localCopy(ayse), localCopy(burak, { mailbox: 'New/Place' })],
        remote: [queuedCopy('can@far.example')],
      }),
    );
    expect(receipt.stored).toHaveLength(2);
    expect(receipt.stored[0]).toMatchObject({ mailboxId: inbox.id, uidValidity: inbox.uidValidity, uid: 1 });
    expect(receipt.queued).toHaveLength(1);
    expect(await store.mailboxes.find(burak.id, 'New')).not.toBeNull();
    const { rows } = await store.messages.page({
      mailboxId: inbox.id,
      viewer: ayse.id,
      ranges: [[1, 9]],
      fields: ['prefix', 'envelope'],
    });
    expect(rows).toHaveLength(1);
    const prefix = 'Return-Path: <zeynep@remote.example>\r\n';
    expect(rows[0]).toMatchObject({
      uid: 1,
      sizeBytes: text.length + prefix.length,
      prefixBytes: prefix.length,
      letterId: receipt.letterId,
    });
    expect(Buffer.from(rows[0]?.prefix ?? []).toString()).toBe(prefix);
    expect(Buffer.from(rows[0]?.envelope ?? []).toString()).toContain('"Merhaba"');
    const body = await store.bodies.open(rows[0]?.bodyId as never);
    expect(Buffer.from(await body.read(0, body.sizeBytes)).toString()).toBe(text);
    expect(Buffer.from(await body.read(6, 12)).toString()).toBe(text.slice(6, 12));
    body.close();
  });

  test('over quota: none of the letter is stored, and the account is named', async () => {
    const { store, ayse, burak, inbox } = world();
    await store.directory.updateAccount(burak.id, { quotaBytes: 100 });
    const refused = store.intake.accept(
      letter({ local: [localCopy(ayse), localCopy(burak)], remote: [queuedCopy('can@far.example')] }),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'overQuota',
      message: expect.stringContaining('burak@example.com'),
    });
    expect((await store.mailboxes.byId(ayse.id, inbox.id))?.counts.messages).toBe(0);
    expect((await store.queue.list({})).items).toEqual([]);
    expect((await store.letters.search({})).items).toEqual([]);
    expect((await store.directory.account(ayse.id))?.usedBytes).toBe(0);
    await store.intake.accept(letter({ local: [localCopy(burak, { ignoreQuota: true })] }));
    expect((await store.directory.account(burak.id))?.usedBytes).toBeGreaterThan(100);
  });

  test('the same letter twice is refused, one without recipients too', async () => {
    const { store, ayse } = world();
    const first = letter({ letterId: 'same' as LetterId, local: [localCopy(ayse)] });
    await store.intake.accept(first);
    expect(
      await errorCode(store.intake.accept({ ...letter({ local: [localCopy(ayse)] }), letterId: first.letterId })),
    ).toBe('alreadyExists');
    expect(await errorCode(store.intake.accept(letter()))).toBe('cannot');
  });

  test('a spooled body becomes the message, and its file leaves the spool', async () => {
    const { store, ayse, inbox } = world();
    const text = message('Large', 'x'.repeat(5 * 1024 * 1024));
    const path = join(store.bodies.spoolFolder, 'upload-1');
    await writeFile(path, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await store.intake.accept({
      ...letter({ local: [localCopy(ayse)] }),
      body: { kind: 'spooled', path, sizeBytes: text.length, sha256 },
    });
    await expect(access(path)).rejects.toThrow();
    const { rows } = await store.messages.page({
      mailboxId: inbox.id,
      viewer: ayse.id,
      ranges: [[1, 1]],
      fields: ['envelope'],
    });
    expect(Buffer.from(rows[0]?.envelope ?? []).toString()).toContain('"Large"');
    const body = await store.bodies.open(rows[0]?.bodyId as never);
    const hash = createHash('sha256');
    for await (const piece of body.stream()) hash.update(piece);
    body.close();
    expect(hash.digest('hex')).toBe(sha256);
  });

  test('a refused spooled body leaves nothing in the spool', async () => {
    const { store, ayse } = world();
    await store.directory.updateAccount(ayse.id, { quotaBytes: 10 });
    const path = join(store.bodies.spoolFolder, 'upload-2');
    await writeFile(path, message('x'));
    const body = {
      kind: 'spooled',
      path,
      sizeBytes: message('x').length,
      sha256: createHash('sha256').update(message('x')).digest('hex'),
    } as const;
    expect(await errorCode(store.intake.accept({ ...letter({ local: [localCopy(ayse)] }), body }))).toBe('overQuota');
    await expect(access(path)).rejects.toThrow();
  });

  test('APPEND of several: all with ascending uids, or none', async () => {
    const { store, ayse, inbox } = world();
    const part = (text: string) => ({
      body: { kind: 'inline', bytes: bytes(text) } as const,
      flags: { system: 8, keywords: ['$Work'] },
      internalDate: 1000 as UnixMs,
    });
    const receipt = await store.intake.append(inbox.id, [part(message('a')), part(message('b'))]);
    expect(receipt.stored.map(({ uid }) => uid)).toEqual([1, 2]);
    const used = (await store.directory.account(ayse.id))?.usedBytes ?? 0;
    await store.directory.updateAccount(ayse.id, { quotaBytes: used + message('c').length + 1 });
    expect(await errorCode(store.intake.append(inbox.id, [part(message('c')), part(message('d'))]))).toBe('overQuota');
    const now = await store.mailboxes.byId(ayse.id, inbox.id);
    expect(now).toMatchObject({ uidNext: 3, counts: { messages: 2, unseen: 0 } });
    const { rows } = await store.messages.page({ mailboxId: inbox.id, viewer: ayse.id, ranges: [[1, 9]], fields: [] });
    expect(rows.map(({ internalDate, letterId, flags }) => [internalDate, letterId, flags])).toEqual([
      [1000, null, { system: 8, keywords: ['$Work'] }],
      [1000, null, { system: 8, keywords: ['$Work'] }],
    ]);
    expect(await errorCode(store.intake.append(999_999 as never, [part('x')]))).toBe('nonexistent');
  });

  test('header fields added as prefix show in ENVELOPE and in the story', async () => {
    const { store, ayse, inbox } = world();
    const text = 'From: a@example.com\r\nSubject: s\r\n\r\nx\r\n';
    const prefix = bytes('Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <added@example.com>\r\n');
    const receipt = await store.intake.accept(letter({ text, local: [localCopy(ayse, { prefix })] }));
    const { rows } = await store.messages.page({
      mailboxId: inbox.id,
      viewer: ayse.id,
      ranges: [[1, 1]],
      fields: ['envelope'],
    });
    expect(Buffer.from(rows[0]?.envelope ?? []).toString()).toMatch(
      /^\("Mon, 23 Nov 2026 08:00:00 \+0000" "s".*<added@example\.com>/,
    );
    expect((await store.letters.get(receipt.letterId))?.letter.messageId).toBe('added@example.com');
    const found = await store.messages.search(inbox.id, ayse.id, { kind: 'sentDate', test: 'on', day: '2026-11-23' });
    expect([...found.uids]).toEqual([1]);
  });
});
