/** What only the SQLite store does: lock, refusals, recovery, compaction, self-check. */
import Database from 'better-sqlite3';
import { appendFile, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  errorCode,
  fill,
  letter,
  localCopy,
  makeWorld,
  message,
  openSqliteIn,
  temporaryFolder,
} from './helpers/stores.ts';
import { refuseNetwork } from '../../engine/store/sqlite/data-folder.ts';
import { openSqliteStore } from '../../engine/store/sqlite/open-store.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import type { BodyId } from '../../engine/model/ids.ts';

let folder = '';
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));
const segments = async (): Promise<string[]> => (await readdir(join(folder, 'segments'))).sort();

/** Opens and closes the database beside a closed store. */
function meddle(change: string): void {
  const db = new Database(join(folder, 'postane.db'));
  db.pragma('foreign_keys = OFF');
  db.exec(change);
  db.close();
}

describe('the data folder', () => {
  test('belongs to one engine; the second is refused and damages nothing', async () => {
    const first = await openSqliteIn(folder);
    await expect(openSqliteIn(folder)).rejects.toMatchObject({
      code: 'inUse',
      message: expect.stringContaining(folder),
    });
    await makeWorld(first);
    await first.end();
    const again = await openSqliteIn(folder);
    expect(await again.store.directory.domain('example.com')).not.toBeNull();
    await again.end();
  });

  test('of a newer version is refused, byte for byte unchanged', async () => {
    await (await openSqliteIn(folder)).end();
    meddle('PRAGMA user_version = 999');
    const before = await Promise.all(
      (await readdir(folder))
        .sort()
        .map(async (name) => [name, name.includes('.') ? (await readFile(join(folder, name))).toString('hex') : '']),
    );
    await expect(openSqliteIn(folder)).rejects.toMatchObject({
      code: 'cannot',
      message: expect.stringContaining('newer version'),
    });
    const after = await Promise.all(
      (await readdir(folder))
        .sort()
        .map(async (name) => [name, name.includes('.') ? (await readFile(join(folder, name))).toString('hex') : '']),
    );
    expect(after).toEqual(before);
  });

  test('with a foreign database or a file in its place is refused', async () => {
    await writeFile(join(folder, 'postane.db'), 'this is no database at all, but a text of more than a few octets');
    expect(await errorCode(openSqliteIn(folder))).toBe('cannot');
    const file = join(folder, 'file');
    await writeFile(file, 'x');
    expect(await errorCode(openSqliteIn(join(file, 'data')))).toBe('cannot');
  });

  test('on a network file system is refused with a sentence', () => {
    expect(() => refuseNetwork('/mnt/nas', 0x6969)).toThrow(/network file system \(NFS\).*disk of this computer/);
    expect(() => refuseNetwork('\\\\server\\share', 0)).toThrow(/network share/);
    expect(() => refuseNetwork('/data', 0xef53)).not.toThrow();
  });
});

describe('recovery', () => {
  test('a torn tail is seen, said and cut off; mail goes on in the same segment', async () => {
    const world = await makeWorld(await openSqliteIn(folder));
    await fill(world, 3);
    await world.end();
    const [name = ''] = await segments();
    const path = join(folder, 'segments', name);
    const { size } = await stat(path);
    await appendFile(path, Buffer.from('PSTB and then the power went'));
    const told: unknown[] = [];
    const { store, log } = await openSqliteStore({
      dataFolder: folder,
      clock: systemClock(),
      emit: (code, fields) => told.push([code, fields]),
    });
    expect(told).toEqual([['store.recovered', { segment: name, ignoredBytes: 28 }]]);
    expect((await stat(path)).size).toBe(size);
    await store.intake.accept(letter({ local: [localCopy(world.ayse)] }));
    expect((await store.integrity.check({ bodies: true, repair: false })).findings).toEqual([]);
    await log.close();
    await store.close();
    expect(await segments()).toEqual([name]);
  });

  test('a segment file that no row knows is adopted and compacted away', async () => {
    await (await openSqliteIn(folder)).end();
    await writeFile(join(folder, 'segments', '00000009.seg'), 'left behind');
    await writeFile(join(folder, 'spool', 'upload'), 'left behind');
    const opened = await openSqliteIn(folder);
    expect(await readdir(join(folder, 'spool'))).toEqual([]);
    expect(await opened.store.integrity.compact()).toEqual({ freedBytes: 11 });
    expect(await segments()).toEqual([]);
    await opened.end();
  });
});

describe('compaction', () => {
  test('moves what lives out of thin segments; a reader keeps its body meanwhile', async () => {
    const world = await makeWorld(await openSqliteIn(folder, { segmentBytes: 64 * 1024 }));
    const { store, ayse, inbox } = world;
    const text = (i: number): string => message(`m${i}`, String(i).repeat(8_000));
    for (let i = 1; i <= 40; i += 1)
      await store.intake.accept(letter({ text: text(i % 10), local: [localCopy(ayse)] }));
    const before = await segments();
    expect(before.length).toBeGreaterThan(4);
    const { rows } = await store.messages.page({ mailboxId: inbox.id, viewer: ayse.id, ranges: [[2, 2]], fields: [] });
    const reader = await store.bodies.open(rows[0]?.bodyId as BodyId);
    await store.messages.expunge(inbox.id, ayse.id, [[3, 38]], { flagged: false, by: 'test' });
    const compacting = store.integrity.compact();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(Buffer.from(await reader.read(0, reader.sizeBytes)).toString()).toBe(text(2));
    expect((await segments()).includes(before[0] as string)).toBe(true);
    reader.close();
    const { freedBytes } = await compacting;
    expect(freedBytes).toBeGreaterThan(200_000);
    expect((await segments()).includes(before[0] as string)).toBe(false);
    const again = await store.bodies.open(rows[0]?.bodyId as BodyId);
    expect(Buffer.from(await again.read(0, again.sizeBytes)).toString()).toBe(text(2));
    again.close();
    await world.end();
  });
});

describe('the check', () => {
  test('finds and mends counters, quota, uidNext and references, saying which', async () => {
    const world = await makeWorld(await openSqliteIn(folder));
    await fill(world, 3);
    await world.end();
    meddle(`UPDATE mailboxes SET messages = 7, unseen = 1 WHERE id = ${world.inbox.id}; UPDATE mailboxes SET uidNext = 2 WHERE id = ${world.inbox.id};
      UPDATE accounts SET usedBytes = 5 WHERE id = ${world.ayse.id}; UPDATE bodies SET refs = 9 WHERE id = 1;`);
    const { store, end } = await openSqliteIn(folder);
    const found = await store.integrity.check({ bodies: false, repair: false });
    expect(found.findings.map(({ code, repaired }) => `${code} ${repaired}`)).toEqual([
      'countsWrong false',
      'uidNextTooLow false',
      'referencesWrong false',
      'quotaWrong false',
    ]);
    const mended = await store.integrity.check({ bodies: false, repair: true });
    expect(mended.findings.every(({ repaired }) => repaired)).toBe(true);
    expect((await store.integrity.check({ bodies: true, repair: false })).findings).toEqual([]);
    await end();
  });

  test('names damaged and missing bodies; a store that finds something does not close quietly', async () => {
    const world = await makeWorld(await openSqliteIn(folder));
    await fill(world, 3);
    await world.end();
    const [name = ''] = await segments();
    const path = join(folder, 'segments', name);
    const octets = await readFile(path);
    octets.writeUInt8(octets.readUInt8(40) ^ 1, 40);
    await writeFile(path, octets);
    await truncate(path, octets.byteLength - 5);
    const opened = await openSqliteIn(folder);
    const { findings } = await opened.store.integrity.check({ bodies: true, repair: false });
    expect(findings.map(({ code }) => code)).toEqual(['segmentMissing', 'bodyDamaged', 'bodyDamaged']);
    expect(findings[1]?.detail).toMatch(/^body 1 in 00000001\.seg/);
    await expect(opened.end()).rejects.toThrow(/segmentMissing/);
  });
});

describe('pressure', () => {
  test('one failing command of a group does not touch the others', async () => {
    const world = await makeWorld(await openSqliteIn(folder));
    const { store, ayse, inbox } = world;
    const codes = await Promise.all(
      Array.from({ length: 90 }, (_, i) =>
        errorCode(
          i % 3 === 0
            ? store.mailboxes.remove(ayse.id, 'INBOX')
            : store.intake.accept(letter({ local: [localCopy(ayse)] })),
        ),
      ),
    );
    expect(codes).toEqual(codes.map((_, i) => (i % 3 === 0 ? 'cannot' : 'done')));
    expect((await store.mailboxes.byId(ayse.id, inbox.id))?.counts.messages).toBe(60);
    await world.end();
  });

  test('the log drops debug lines first and counts them', async () => {
    const { log, end } = await openSqliteIn(folder);
    const event = (seq: number, level: 'debug' | 'info') => ({
      seq,
      at: seq,
      level,
      code: 'a.b',
      session: null,
      letter: null,
      fields: {},
    });
    log.append(Array.from({ length: 14_000 }, (_, i) => event(i, i % 2 === 0 ? 'debug' : 'info')));
    expect(log.dropped()).toBeGreaterThan(0);
    const infos = await log.query({ minLevel: 'info', limit: 1 });
    expect(infos.items[0]?.seq).toBe(13_999);
    await end();
  });

  test('a search over its time is refused, never short', async () => {
    const world = await makeWorld(await openSqliteIn(folder, { searchBudgetMs: 0 }));
    await fill(world, 5);
    expect(
      await errorCode(world.store.messages.search(world.inbox.id, world.ayse.id, { kind: 'bodyText', text: 'lo' })),
    ).toBe('limit');
    await world.end();
  });

  test('calls after close are refused', async () => {
    const { store, end } = await openSqliteIn(folder);
    await end();
    expect(await errorCode(store.settings.all())).toBe('unavailable');
    await mkdir(join(folder, 'still-here'));
  });
});
