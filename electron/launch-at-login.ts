/** Starts Postane, without a window, when its person signs in. Windows and macOS have a switch for it, Linux a folder. */
import { app } from 'electron';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { autostartEntry } from './autostart-entry.ts';

const HIDDEN = ['--hidden'];

const autostartFile = (): string =>
  path.join(
    process.env['XDG_CONFIG_HOME'] ?? path.join(app.getPath('home'), '.config'),
    'autostart',
    'postane.desktop',
  );

export function launchesAtLogin(): boolean {
  if (process.platform === 'linux') return existsSync(autostartFile());
  return app.getLoginItemSettings({ args: HIDDEN }).openAtLogin;
}

/** Throws when the file cannot be written. */
export function setLaunchAtLogin(on: boolean): void {
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: on, args: HIDDEN });
  if (!on) return rmSync(autostartFile(), { force: true });
  // An AppImage runs from a folder that is gone tomorrow; it says itself where it lies.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const command = app.isPackaged ? [program] : [program, app.getAppPath()];
  mkdirSync(path.dirname(autostartFile()), { recursive: true });
  writeFileSync(autostartFile(), autostartEntry(app.getName(), [...command, ...HIDDEN]));
}
