/** Starts other programs: with a limit in time, with their output kept, and never leaving a child behind. */
import { spawn } from 'node:child_process';

const OUTPUT_KEPT = 4 * 1024 * 1024;

function killGroup(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it ended by itself meanwhile
  }
}

/**
 * Runs a command to its end in a process group of its own, which is ended whole when `limitMs` is over.
 * `onOutput` gets each piece of output as text. Never rejects: a program that cannot start has code -1 and says why in `output`.
 * Returns { code, output (stdout and stderr, the last 4 MB), timedOut, seconds }.
 */
export function runProcess(command, args, { cwd, env, limitMs, onOutput } = {}) {
  const started = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    shell: command.endsWith('.cmd'),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      onOutput?.(text);
    });
  }
  // A group of its own does not hear Ctrl+C: it must go with us.
  const end = () => killGroup(child);
  const endAndExit = (signal) => {
    end();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('exit', end).once('SIGINT', endAndExit).once('SIGTERM', endAndExit);
  let timedOut = false;
  const timer = limitMs
    ? setTimeout(() => {
        timedOut = true;
        end();
      }, limitMs)
    : undefined;
  return new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      if (child.pid === undefined) finish(-1);
    });
    child.on('close', (status, signal) => finish(status ?? signal));
    function finish(code) {
      clearTimeout(timer);
      process.removeListener('exit', end).removeListener('SIGINT', endAndExit).removeListener('SIGTERM', endAndExit);
      resolve({ code, output, timedOut, seconds: (performance.now() - started) / 1000 });
    }
  });
}

/** How npm is started here: the very npm that started us when there is one, else the one on the PATH. */
export function npmCommand() {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return [process.execPath, own];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
