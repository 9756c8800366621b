/** Where the command line finds the running engine of a data folder: a local socket in it, on Windows a named pipe named after it. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Unix limits socket paths to about 100 bytes. */
const LONGEST_SOCKET_PATH = 100;

export interface ControlAddress {
  readonly address: string;
  /** Folder outside the data folder that must be its owner's alone; null where the address lies in the data folder itself. */
  readonly folder: string | null;
}
/**
 * A data folder with a long path gets a short address under /tmp, in a folder of the data folder's owner: nobody else can put a
 * socket there that would hear passwords.
 */
export function controlAddress(dataFolder: string, platform: NodeJS.Platform = process.platform): ControlAddress {
  const folder = path.resolve(dataFolder);
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (platform === 'win32') return { address: `\\\\.\\pipe\\postane-${digest}`, folder: null };
  const file = path.join(folder, 'control.sock');
  if (Buffer.byteLength(file) <= LONGEST_SOCKET_PATH) return { address: file, folder: null };
  const own = path.join('/tmp', `postane-${ownerOf(folder)}`);
  return { address: path.join(own, `${digest}.sock`), folder: own };
}
const ownerOf = (folder: string): number | string => statSync(folder, { throwIfNoEntry: false })?.uid ?? 'nobody';

/** @throws when somebody else has made the folder, or can write in it */
export function requireOwnFolder(folder: string, dataFolder: string): void {
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === ownerOf(dataFolder) && (found.mode & 0o077) === 0) return;
  throw new Error(
    `${folder} is not a folder of this data folder's owner alone; remove it, or choose a shorter data folder`,
  );
}
export function makeOwnFolder(folder: string, dataFolder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOwnFolder(folder, dataFolder);
}
