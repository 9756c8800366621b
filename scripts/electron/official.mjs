/** The Electron of the `electron` package: its binary is downloaded by the package's own install.js, when the network allows. */
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from '../run/process.mjs';
import { findNode24 } from '../node24.mjs';
import { cacheFolder, isFile, readIfThere, tellingLine } from './files.mjs';

const INSTALL_LIMIT_MS = 20_000;
const RETRY_AFTER_MS = 60 * 60_000;

function installedBinary(folder) {
  const relative = readIfThere(path.join(folder, 'path.txt'));
  if (!relative) return undefined;
  const file = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH || path.join(folder, 'dist'), relative);
  return isFile(file) ? file : undefined;
}

const isRecent = (file) => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < RETRY_AFTER_MS;

/**
 * { file, version } of the official binary, or undefined with the reason pushed to `tried`.
 * A download that failed is not tried again for an hour, unless `retry`.
 */
export async function officialElectron(root, { retry = false, installLimitMs = INSTALL_LIMIT_MS }, tried) {
  const folder = path.join(root, 'node_modules', 'electron');
  if (!isFile(path.join(folder, 'package.json'))) {
    tried.push('the electron package is not installed');
    return undefined;
  }
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const before = installedBinary(folder);
  if (before) return { file: before, version };
  const stamp = path.join(cacheFolder(root), `no-download-${version}`);
  if (!retry && isRecent(stamp)) {
    tried.push(`electron ${version} could not be downloaded less than an hour ago (delete ${stamp} to try again)`);
    return undefined;
  }
  const run = await runProcess(findNode24(root), [path.join(folder, 'install.js')], {
    cwd: folder,
    limitMs: installLimitMs,
  });
  const after = installedBinary(folder);
  if (after) return { file: after, version };
  const how = run.timedOut
    ? `did not end in ${installLimitMs / 1000} s`
    : `failed (${run.code}): ${tellingLine(run.output)}`;
  tried.push(`the download of electron ${version} ${how}`);
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, run.output.slice(-2000));
  return undefined;
}
