/** Check and compaction as the main thread drives them: small steps, so that mail goes on meanwhile. */
import { rm } from 'node:fs/promises';
import type { SegmentBodies } from './body-reader.ts';
import type { StoreCalls } from './store-calls.ts';
import type { StoreThread } from './thread-pool.ts';
import type { IntegrityFinding, IntegrityReport, IntegrityStore } from '../integrity-store.ts';
import { segmentPath } from '../segments/segment-files.ts';
import type { Clock } from '../../lib/clock.ts';

export interface MaintenanceOptions {
  readonly dataFolder: string;
  readonly search: Pick<StoreThread, 'call'>;
  readonly clock: Pick<Clock, 'after'>;
  /** Deleted letters leave the disk at the latest after this. */
  readonly compactAfterMs: number;
  readonly onCompacted: (freedBytes: number) => void;
}
/** Rest between two steps, which bounds the rate of compaction. */
const REST_MS = 20;
const READER_WAIT_MS = 200;

export function maintenance(calls: StoreCalls, bodies: SegmentBodies, options: MaintenanceOptions): IntegrityStore {
  let running: Promise<{ freedBytes: number }> | null = null;
  const rest = (ms: number): Promise<void> => new Promise((resolve) => options.clock.after(ms, resolve));

  const compactOne = async (id: number): Promise<boolean> => {
    while ((await calls.write('rewriteBodies', options.dataFolder, id)) > 0) await rest(REST_MS);
    for (let waited = 0; bodies.isRead(id); waited += READER_WAIT_MS) {
      if (waited > 60_000) return false;
      await rest(READER_WAIT_MS);
    }
    if (!(await calls.write('removeSegment', id))) return false;
    await rm(segmentPath(options.dataFolder, id), { force: true });
    return true;
  };
  const compactAll = async (): Promise<{ freedBytes: number }> => {
    let freedBytes = 0;
    for (const { id, fileBytes, liveBytes } of await calls.write(
      'planCompaction',
      options.dataFolder,
      options.compactAfterMs,
    )) {
      if (await compactOne(id)) freedBytes += fileBytes - liveBytes;
    }
    if (freedBytes > 0) options.onCompacted(freedBytes);
    return { freedBytes };
  };

  return {
    async check({ bodies: withBodies, repair }): Promise<IntegrityReport> {
      const report = repair ? await calls.write('repair', true, options.dataFolder) : await calls.read('check');
      const damaged = withBodies
        ? ((await calls.readers.callSlow('hashBodies', [])) as readonly IntegrityFinding[])
        : [];
      return { ...report, findings: [...report.findings, ...damaged] };
    },
    async compact() {
      running ??= compactAll().finally(() => (running = null));
      return running;
    },
    async rebuildSearch() {
      await options.search.call('reset', []);
    },
    async searchProgress() {
      return (await options.search.call('progress', [])) as { readonly indexed: number; readonly last: number };
    },
  };
}
