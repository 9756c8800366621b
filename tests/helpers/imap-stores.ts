/** The stores that the IMAP tests run on, each fresh. */
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

export const STORES: readonly TestStore[] = [
  { name: 'memory', open: memory },
  { name: 'SQLite', open: sqlite },
];

async function memory(): Promise<{ store: Store; close(): Promise<void> }> {
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
async function sqlite(): Promise<{ store: Store; close(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'postane-imap-'));
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
