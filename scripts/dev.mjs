/**
 * `npm run dev`: the window over Vite's server. A change of a screen shows at once; a change of engine or window restarts the app.
 * Arguments are passed on to Electron.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import path from 'node:path';
import { buildParts } from './build.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { continueUnderNode24, findNode24, projectRoot } from './node24.mjs';

const SETTLE_MS = 150;
const say = (line) => console.error(line);

function startWindow(electron, url) {
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.', ...process.argv.slice(2)];
  const env = { POSTANE_PROFILE: 'trial', ...process.env, POSTANE_DEV_URL: url, POSTANE_ENGINE_NODE: findNode24() };
  return spawn(electron.path, args, { cwd: projectRoot, stdio: 'inherit', env });
}

/** Calls once after a burst of changes under engine/ or electron/. */
function onSourceChange(call) {
  let timer;
  for (const folder of ['electron', 'engine']) {
    watch(path.join(projectRoot, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(call, SETTLE_MS);
    });
  }
}

async function main() {
  const { createServer } = await import('vite');
  const electron = await resolveElectron();
  say(electron.note);
  const parts = ['main', 'preload', 'engine'];
  await buildParts(parts, { say });
  const server = await createServer({
    configFile: path.join(projectRoot, 'vite.config.mts'),
    root: path.join(projectRoot, 'renderer'),
    server: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  await server.listen();
  const url = `http://127.0.0.1:${server.httpServer.address().port}/`;
  let child;
  let restarting = Promise.resolve();
  const end = async (code) => {
    await server.close();
    process.exit(code);
  };
  const start = () => {
    const started = startWindow(electron, url);
    child = started;
    started.on('exit', (code) => {
      if (child === started) void end(code ?? 1);
    });
  };
  const restart = async () => {
    try {
      await buildParts(parts, { say });
    } catch (error) {
      say(`the build failed, the old program goes on: ${error.message}`);
      return;
    }
    const old = child;
    child = undefined;
    old.kill('SIGTERM');
    await once(old, 'exit');
    start();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child?.kill('SIGTERM'));
  start();
  onSourceChange(() => {
    restarting = restarting.then(restart);
  });
}

await continueUnderNode24();
try {
  await main();
} catch (error) {
  say(error.message);
  process.exit(1);
}
