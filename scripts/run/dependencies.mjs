/** Brings the packages that package-lock.json names, when they are missing or others. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npmCommand } from './process.mjs';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Why `npm ci` must run, or null when node_modules holds what the lock file says.
 * npm writes its own record of what is installed at the very end, so an interrupted install counts as missing.
 */
export function dependenciesOutdated(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  if (!wanted) throw new Error(`package-lock.json is missing in ${root}: this is no complete checkout`);
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'no packages are installed yet';
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const found = installed[name];
    // Optional packages of other platforms are not installed; npm drops what the platform does not want.
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (found?.version !== entry.version)
      return `${name.replace('node_modules/', '')} is ${found?.version ?? 'missing'}, not ${entry.version}`;
  }
  return null;
}

/** Runs `npm ci` when it is needed. Its output goes to stderr. Throws when it fails. */
export function ensureDependencies(root, say) {
  const reason = dependenciesOutdated(root);
  if (!reason) return;
  say(`bringing the packages of the project (${reason}) ...`);
  const [command, ...first] = npmCommand();
  const started = performance.now();
  const run = spawnSync(command, [...first, 'ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command.endsWith('.cmd'),
  });
  if (run.error) throw new Error(`npm could not be started: ${run.error.message}. Install Node with its npm.`);
  if (run.status !== 0) throw new Error(`"npm ci" failed (${run.status ?? run.signal}); its reason stands above`);
  say(`packages are there after ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
