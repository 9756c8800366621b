/** Room left on the data folder's disk, and a word when it becomes little or enough again. */
import { statfs } from 'node:fs/promises';
import type { Clock } from '../lib/clock.ts';

export const LOW_DISK_BYTES = 2 * 1024 ** 3;
const LOOK_EVERY_MS = 30_000;

/** Bytes that this user may still write. */
export async function freeDiskBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
export interface DiskWatch {
  stop(): void;
}
/** @param onChange little room became enough, or the other way round */
export function watchDiskSpace(
  clock: Pick<Clock, 'after'>,
  freeBytes: () => Promise<number>,
  onChange: () => void,
  onTrouble: (error: unknown) => void,
): DiskWatch {
  let isLow: boolean | null = null;
  let cancel = (): void => undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const low = (await freeBytes()) < LOW_DISK_BYTES;
    if (isLow !== null && low !== isLow) onChange();
    isLow = low;
  };
  const again = (): void => {
    if (stopped) return;
    cancel = clock.after(LOOK_EVERY_MS, () => void look().catch(onTrouble).finally(again));
  };
  void look().catch(onTrouble).finally(again);
  return {
    stop() {
      stopped = true;
      cancel();
    },
  };
}
