/** Where everything lies: in the package, or in a checkout, where a few things can be chosen by environment. */
import path from 'node:path';

export interface Surroundings {
  readonly packaged: boolean;
  /** Folder of the app, or its asar archive. */
  readonly appPath: string;
  readonly resourcesPath: string;
  readonly userData: string;
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
}
export interface AppPaths {
  /** The engine's folder: all mail is in here. */
  readonly data: string;
  /** The window's own folder, with what Chromium keeps. */
  readonly userData: string;
  readonly renderer: string;
  readonly preload: string;
  readonly engineScript: string;
  readonly node: string;
  readonly assets: string;
  /** For the engine's process; the only POSTANE_ names that it gets. */
  readonly engineEnv: Readonly<Record<string, string>>;
  /** Vite's server while developing. */
  readonly devUrl: string | undefined;
}

export function appPaths(where: Surroundings): AppPaths {
  // What a program starts and where it writes is nobody's to choose by environment once it is installed.
  const env = where.packaged ? {} : where.env;
  const dist = path.join(where.appPath, 'dist');
  const node = where.platform === 'win32' ? 'node.exe' : 'node';
  const chosen = env['POSTANE_DATA'];
  const data = chosen ? path.resolve(chosen) : path.join(where.userData, 'data');
  const trial = where.args.includes('--trial') ? { POSTANE_PROFILE: 'trial' } : {};
  return {
    data,
    // A checkout with a data folder of its own is an instance of its own.
    userData: chosen ? path.join(path.resolve(chosen), 'window') : where.userData,
    renderer: path.join(dist, 'renderer'),
    preload: path.join(dist, 'preload', 'preload.cjs'),
    // Plain Node cannot read inside an asar archive, so the engine lies beside it.
    engineScript: path.join(dist, 'engine', 'desktop.mjs').replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked'),
    node: where.packaged ? path.join(where.resourcesPath, 'node', node) : (env['POSTANE_ENGINE_NODE'] ?? ''),
    assets: path.join(where.appPath, 'assets'),
    engineEnv: { ...ownNames(env), ...trial, POSTANE_DATA: data },
    devUrl: loopbackUrl(env['POSTANE_DEV_URL']),
  };
}

const ownNames = (env: Surroundings['env']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith('POSTANE_') && value !== undefined ? [[name, value]] : [],
    ),
  );

function loopbackUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const { protocol, hostname, origin } = new URL(text);
  if (protocol !== 'http:' || (hostname !== '127.0.0.1' && hostname !== 'localhost')) {
    throw new Error(`POSTANE_DEV_URL is ${text}; only http on this computer is served there`);
  }
  return origin;
}
