/** One build at a time in one checkout: several launchers may find the same part missing at once. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_LIMIT_MS = 180_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock unless a living process holds it; a lock without an owner is one being made or a dead one's. */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number.parseInt(readOwner(file), 10);
  if (owner > 0 && !isAlive(owner)) rmSync(file, { force: true });
  return false;
}

function readOwner(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Runs `work` while no other process builds in `root`. Throws when another build does not end in three minutes. */
export async function withBuildLock(root, work) {
  const file = path.join(root, 'dist', '.build-lock');
  mkdirSync(path.dirname(file), { recursive: true });
  const giveUpAt = performance.now() + WAIT_LIMIT_MS;
  while (!tryLock(file)) {
    if (performance.now() > giveUpAt) throw new Error(`another build does not end; if none runs, delete ${file}`);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
