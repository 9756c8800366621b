#!/usr/bin/env node
/**
 * The `postane` command. Starts under any Node >= 20 and hands over to the project's Node 24: `serve` is the engine, everything
 * else the command-line client. Signals, stdin and exit code pass through; when this process dies, the engine stops cleanly,
 * because its channel to us closes.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { isCurrent } from './build/parts.mjs';
import { findNode24, projectRoot } from './node24.mjs';
import { runProcess } from './run/process.mjs';

/** An engine that does not end this long after it was asked to is killed: the promise is ten seconds. */
const STOP_LIMIT_MS = 9_000;
const PARENT_CHECK_MS = 250;

/** The built program when it matches its sources (or there are none), else the source itself. */
function programFor(name) {
  const built = path.join(projectRoot, 'dist', 'engine', `${name}.mjs`);
  const source = path.join(projectRoot, 'engine', 'bin', `${name}.ts`);
  if (existsSync(built) && (!existsSync(source) || isCurrent(projectRoot, 'engine'))) return built;
  return source;
}

/** Mail does not wait for screens: when they cannot be built, the engine starts all the same and we say so. */
async function ensureScreens(node) {
  const sources = path.join(projectRoot, 'renderer', 'index.html');
  if (!existsSync(sources) || isCurrent(projectRoot, 'renderer')) return;
  const build = [path.join(projectRoot, 'scripts', 'build.mjs'), 'renderer', '--quiet'];
  const run = await runProcess(node, build, { cwd: projectRoot, env: { ...process.env, NO_COLOR: '1' } });
  if (run.code === 0) return;
  const reason = run.output.trim() || `the build ended with ${run.code}`;
  process.stderr.write(`postane: the web screens could not be built, mail works without them. Reason: ${reason}\n`);
}

/** Asks the engine to end, once; the promise of ten seconds is kept by force. */
function stopEngine(child, state) {
  state.asked = true;
  child.kill('SIGTERM');
  state.timer ??= setTimeout(() => {
    process.stderr.write(`postane: the engine did not stop within ${STOP_LIMIT_MS / 1000} s and was ended by force.\n`);
    state.forced = true;
    child.kill('SIGKILL');
  }, STOP_LIMIT_MS);
}

function passSignals(child, state) {
  const stop = () => stopEngine(child, state);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (state.serve ? stop() : child.kill(signal)));
  }
  if (!state.serve) return;
  // A program that starts us with a channel ties the engine's life to its own.
  if (process.channel) process.once('disconnect', stop);
  if (process.env.npm_command && process.platform !== 'win32') whenParentEnds(stop);
}

/** npm (and npx) puts a shell between itself and us, which its signal ends without our hearing: we only get another parent. */
function whenParentEnds(call) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    call();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function exitLike(code, signal, state) {
  clearTimeout(state.timer);
  if (code !== null) process.exit(code);
  // Asked to stop before it could listen to signals: it ended as asked.
  if (state.serve && state.asked && !state.forced) process.exit(0);
  process.exit(128 + (constants.signals[signal] ?? 0));
}

async function main() {
  const args = process.argv.slice(2);
  const serve = args[0] === 'serve';
  const node = findNode24();
  if (serve) await ensureScreens(node);
  const child = spawn(node, [programFor(serve ? 'serve' : 'cli'), ...(serve ? args.slice(1) : args)], {
    stdio: serve ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
    // A terminal sends Ctrl+C to the whole group: in a group of its own the engine hears it once, from us.
    detached: serve && process.platform !== 'win32',
  });
  const state = { serve, asked: false, forced: false, timer: undefined };
  passSignals(child, state);
  child.on('error', (error) => {
    process.stderr.write(`postane: ${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => exitLike(code, signal, state));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`postane: ${error.message}\n`);
  process.exitCode = 1;
}
