/**
 * The data folder before anything opens it: there, ours, writable, on a local disk and not of a newer version. Nothing is
 * changed when it is refused.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  closeSync,
  readdirSync,
  statfsSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations/migrations.ts';
import { SEGMENT_FOLDER, SPOOL_FOLDER, syncFolder } from '../segments/segment-files.ts';
import { DataFolderError } from '../data-folder-error.ts';

export const DATABASE_FILE = 'postane.db';
export const LOG_FILE = 'log.db';
export const SEARCH_FILE = 'search.db';
export const LOCK_FILE = 'lock.db';

/** statfs types (Linux) of file systems whose locks and syncs cannot be trusted. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x00c36400, 'Ceph'],
  [0x01021997, '9P'],
]);

/** Makes the folder and its parts where missing. @throws DataFolderError with a sentence; then nothing was changed */
export function prepareDataFolder(dataFolder: string): void {
  const folder = resolve(dataFolder);
  refuseNetwork(folder, statfsSync(existingParent(folder)).type >>> 0);
  if (existsSync(folder)) {
    requireAccess(folder);
    refuseForeignDatabase(join(folder, DATABASE_FILE));
  }
  makeFolder(folder);
  makeFolder(join(folder, SEGMENT_FOLDER));
  makeFolder(join(folder, SPOOL_FOLDER));
}

/** Removes what uploads left behind in the spool. Only the engine that holds the lock may do so. */
export function emptySpool(dataFolder: string): void {
  const spool = join(dataFolder, SPOOL_FOLDER);
  for (const name of readdirSync(spool)) unlinkSync(join(spool, name));
}

/** @param type statfs type of the folder */
export function refuseNetwork(folder: string, type: number): void {
  const network = /^\\\\[^?.]/.test(folder) ? 'a network share' : NETWORK_TYPES.get(type);
  if (network === undefined) return;
  throw new DataFolderError(
    'networkFileSystem',
    `The data folder ${folder} lies on a network file system (${network}). Mail could be lost there; choose a folder on a disk of this computer.`,
  );
}

function requireAccess(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    readdirSync(folder);
  } catch (cause) {
    throw new DataFolderError(
      'dataUnreadable',
      `The data folder ${folder} cannot be read and written by this user. Give this user the folder, or choose another.`,
      { cause },
    );
  }
}

/** Reads the header of the file itself, so that not even SQLite touches what is not ours. */
function refuseForeignDatabase(path: string): void {
  if (!existsSync(path)) return;
  const header = Buffer.alloc(100);
  let length: number;
  try {
    const fd = openSync(path, 'r');
    length = readSync(fd, header, 0, 100, 0);
    closeSync(fd);
  } catch (cause) {
    throw new DataFolderError(
      'dataUnreadable',
      `The database ${path} cannot be read by this user. Give this user the folder, or choose another.`,
      { cause },
    );
  }
  if (length === 0) return;
  const version = header.readUInt32BE(60);
  const application = header.readUInt32BE(68);
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3' || (version > 0 && application !== APPLICATION_ID)) {
    throw new DataFolderError(
      'dataUnreadable',
      `${path} is not a database of this program. Choose another data folder.`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new DataFolderError(
      'newerVersion',
      `The data folder was written by a newer version (format ${version}, this version knows ${SCHEMA_VERSION}). Install the newer version; nothing was changed.`,
    );
  }
}

function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncFolder(dirname(folder));
  } catch (cause) {
    throw new DataFolderError(
      'dataUnreadable',
      `The folder ${folder} cannot be made. Give this user the folder above it, or choose another.`,
      { cause },
    );
  }
}
function existingParent(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingParent(dirname(folder));
}
