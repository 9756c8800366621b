/** The stores that the protocol tests run on, each fresh. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../engine/lib/clock.ts';
import { openMemoryStore } from '../../engine/store/memory/open-store.ts';
import { openSqliteStore } from '../../engine/store/sqlite/open-store.ts';
import type { Store } from '../../engine/store/store.ts';

export interface TestStore {
  readonly name: string;
  open(): Promise<{ readonly store: Store; close(): Promise<void> }>;
}
/** Every case runs in memory; what SQLite adds is threads and a disk, which a journey through the services shows. */
export const MEMORY: TestStore = { name: 'memory', open: memory };
export const SQLITE: TestStore = { name: 'SQLite', open: sqlite };
export const STORES: readonly TestStore[] = [MEMORY, SQLITE];
async function memory(): ReturnType<TestStore['open']> {
  const { store, log } = await openMemoryStore({ clock: systemClock() });
  return {
    store,
    async close() {
      await store.close();
      await log.close();
    },
  };
}
/** The store checks itself when it closes. */
async function sqlite(): ReturnType<TestStore['open']> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'postane-mail-'));
  const { store, log } = await openSqliteStore({
    dataFolder,
    clock: systemClock(),
    options: { verifyOnClose: true, readers: 1 },
  });
  return {
    store,
    async close() {
      await store.close();
      await log.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
