/** Opens the window of this checkout over a data folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolveElectron } from '../electron-runtime.mjs';
import { findNode24, projectRoot } from '../node24.mjs';

/** Runs the window until it is closed for good; returns its exit code. `data` undefined means the window's own folder. */
export async function openWindow({ data, real }, say) {
  const electron = await resolveElectron();
  for (const line of electron.tried) say(line);
  say(electron.note);
  const env = { ...process.env, POSTANE_ENGINE_NODE: findNode24() };
  if (data) env.POSTANE_DATA = data;
  if (!real) env.POSTANE_PROFILE = 'trial';
  // Chromium refuses to run as root with its sandbox on.
  const args = process.getuid?.() === 0 ? ['--no-sandbox', '.'] : ['.'];
  const child = spawn(electron.path, args, { cwd: projectRoot, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
  const [code, signal] = await once(child, 'exit');
  return code ?? (signal === 'SIGTERM' ? 0 : 1);
}
