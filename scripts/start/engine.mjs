/** Starts the headless engine as `postane serve` does for everybody, and speaks to it by its command line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findNode24, projectRoot } from '../node24.mjs';

const READY_LIMIT_MS = 90_000;
const LAUNCHER = path.join(projectRoot, 'scripts', 'postane.mjs');

/** First `ready` event of the engine's output. Later lines are read on, so that its pipe never fills. */
function readyEvent(child) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`the engine was not ready after ${READY_LIMIT_MS / 1000} s`)),
      READY_LIMIT_MS,
    );
    child.once('exit', (code, signal) =>
      reject(new Error(`the engine ended (${code ?? signal}) before it was ready; its reason stands above`)),
    );
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const event = JSON.parse(line);
      if (event.event !== 'ready') return;
      clearTimeout(limit);
      resolve(event);
    });
  });
}

async function runClient(data, args, input) {
  const child = spawn(findNode24(), [LAUNCHER, ...args, '--data', data], {
    cwd: projectRoot,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of Object.keys(text)) child[name].setEncoding('utf8').on('data', (piece) => (text[name] += piece));
  // A client that reads no input may end before it was written; its exit code tells all the same.
  child.stdin.on('error', (error) => (text.stderr += error.code === 'EPIPE' ? '' : error.message));
  child.stdin.end(input ?? '');
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`postane ${args.join(' ')} failed (${code}): ${(text.stderr || text.stdout).trim()}`);
  return text.stdout;
}

/**
 * Starts the engine on `data`. Returns { ready, listener(protocol), cli(args, input), ended, stop() };
 * `ended` is the exit code to come. Throws when it does not get ready.
 */
export async function startEngine({ data, real, sets }) {
  const profile = real ? [] : ['--profile', 'trial'];
  const child = spawn(findNode24(), [LAUNCHER, 'serve', '--data', data, '--json', ...profile, ...sets], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Ctrl+C reaches us; we stop it in order.
    detached: process.platform !== 'win32',
  });
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  // Should we be killed, the launcher hears its channel close and stops the engine.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill('SIGTERM'));
  }
  const ready = await readyEvent(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    ready,
    ended,
    stop,
    cli: (args, input) => runClient(data, args, input),
    listener(protocol) {
      const found = ready.listeners.find((listener) => listener.protocol === protocol);
      if (!found) throw new Error(`the engine does not listen for ${protocol}; its port is taken or off`);
      return found;
    },
  };
}
