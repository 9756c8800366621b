/** How the window starts the engine: by environment, since only main, which owns both, can set it. */
import path from 'node:path';
import type { EngineOptions } from '../../engine.ts';
import { parseAssignment } from '../../options.ts';
import { VERSION } from './program.ts';
import { asProfile } from './serve-arguments.ts';

/** POSTANE_DATA; POSTANE_PROFILE; POSTANE_SET, settings as NAME=VALUE joined by `;`. @throws SettingProblem, ServeUsageError */
export function desktopOptions(env: NodeJS.ProcessEnv, webRoot: string | null): EngineOptions {
  const { POSTANE_DATA: data, POSTANE_PROFILE: profile, POSTANE_SET: set } = env;
  if (data === undefined || data === '') throw new Error('the window did not say where the data folder is');
  return {
    dataFolder: path.resolve(data),
    profile: asProfile(profile === undefined || profile === '' ? 'normal' : profile),
    file: {},
    commandLine: Object.fromEntries((set ?? '').split(';').filter(Boolean).map(parseAssignment)),
    webRoot,
    version: VERSION,
    // Without any port the window is where the owner mends it.
    needsListener: false,
    onEvent: () => undefined,
  };
}
