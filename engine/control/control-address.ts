/** Where the command line finds the running engine of a data folder: a local socket in it, on Windows a named pipe named after it. */
import { createHash } from 'node:crypto';
import path from 'node:path';

/** Unix limits socket paths to about 100 bytes; a longer folder gets a short name under the system's temporary folder. */
const LONGEST_SOCKET_PATH = 100;

export function controlAddress(dataFolder: string, platform: NodeJS.Platform = process.platform): string {
  const folder = path.resolve(dataFolder);
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\postane-${digest}`;
  const file = path.join(folder, 'control.sock');
  return Buffer.byteLength(file) <= LONGEST_SOCKET_PATH ? file : path.join('/tmp', `postane-${digest}.sock`);
}
