/** A full disk: the group that fails is answered as failed, what was acknowledged holds, mail goes on when there is space. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytes, letter, localCopy, message } from './helpers/letters.ts';
import { compare, inspect } from './helpers/inspect.ts';
import { openSqliteStore } from '../../engine/store/sqlite/open-store.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import type { LetterId } from '../../engine/model/ids.ts';
import type { StoreChange } from '../../engine/store/store.ts';

const SIZE_MIB = 32;
let disk = '';

beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'postane-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', disk]);
});
afterEach(async () => {
  execFileSync('umount', [disk]);
  await rm(disk, { recursive: true });
});

test.skipIf(process.getuid?.() !== 0)(
  'a full disk refuses, loses nothing and recovers by itself',
  { timeout: 180_000 },
  async () => {
    const ballast = join(disk, 'ballast');
    await writeFile(ballast, Buffer.alloc(12 * 1024 * 1024));
    const folder = join(disk, 'data');
    const { store, log } = await openSqliteStore({
      dataFolder: folder,
      clock: systemClock(),
      options: { readers: 1, probeMs: 100, compactEveryMs: 0 },
    });
    const states: (StoreChange & { kind: 'writable' })[] = [];
    store.changes.store((change) => change.kind === 'writable' && states.push(change));
    await store.directory.createDomain({
      name: 'example.com',
      dkim: { selector: 's', privateKeyPem: 'k', publicKey: 'p' },
    });
    const account = await store.directory.createAccount({
      address: { localpart: 'ayse', domain: 'example.com' },
      displayName: 'A',
      role: 'owner',
      language: 'en',
      quotaBytes: null,
      passwordHash: 'h',
    });
    const acknowledged: string[] = [];
    const refused: unknown[] = [];
    let n = 0;
    const accept = async (): Promise<void> => {
      const id = `id-${n++}-end`;
      const body = { kind: 'inline', bytes: bytes(message(id, `${id} `.repeat(6_000))) } as const;
      try {
        await store.intake.accept({ ...letter(id as LetterId), body, local: [localCopy(account)], remote: [] });
        acknowledged.push(id);
      } catch (error) {
        refused.push(error);
      }
    };
    while (refused.length < 40) await Promise.all(Array.from({ length: 10 }, accept));
    expect(acknowledged.length).toBeGreaterThan(50);
    for (const error of refused)
      expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('the disk is full') });
    expect(states.map(({ writable }) => writable)).toEqual([false]);
    expect(states[0]?.reason).toContain('Free some space');
    const inbox = await store.mailboxes.find(account.id, 'INBOX');
    expect(inbox?.counts.messages).toBe(acknowledged.length);

    await rm(ballast);
    for (let waited = 0; states.length < 2 && waited < 20_000; waited += 100)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(states.map(({ writable }) => writable)).toEqual([false, true]);
    const before = acknowledged.length;
    await Promise.all(Array.from({ length: 10 }, accept));
    expect(acknowledged.length).toBe(before + 10);
    const { findings } = await store.integrity.check({ bodies: true, repair: false });
    expect(findings).toEqual([]);
    await log.close();
    await store.close();
    const inspection = inspect(folder);
    expect(compare(acknowledged, inspection)).toEqual({ lost: [], doubled: [] });
    expect(inspection.copies.size).toBe(acknowledged.length);
    console.log(`full disk of ${SIZE_MIB} MiB: ${acknowledged.length} acknowledged, ${refused.length} refused, 0 lost`);
  },
);
