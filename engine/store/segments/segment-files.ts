/** Names and durable directory entries of segment files. A new name is safe only after its directory was synced. */
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const SEGMENT_FOLDER = 'segments';
export const SPOOL_FOLDER = 'spool';

export function segmentName(id: number): string {
  return `${String(id).padStart(8, '0')}.seg`;
}
export function segmentPath(dataFolder: string, id: number): string {
  return join(dataFolder, SEGMENT_FOLDER, segmentName(id));
}
/** Ids of the segment files that are there. */
export function segmentIdsOnDisk(dataFolder: string): number[] {
  return readdirSync(join(dataFolder, SEGMENT_FOLDER))
    .map((name) => /^(\d{8,})\.seg$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}
/** Makes new, renamed and removed names in the folder survive a power cut. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
