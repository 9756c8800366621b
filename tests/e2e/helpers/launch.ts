/**
 * Starts the built desktop app (`npm run build`) in the Electron that scripts/electron-runtime.mjs finds, with a home folder and a
 * data folder of its own. Give it the env of a DesktopSession.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { DesktopApi } from '../../../engine/control/desktop-api.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../../..');
/** Cold start on a busy machine. */
const LAUNCH_LIMIT_MS = 30_000;

export interface LaunchOptions {
  /** DISPLAY and the like. */
  readonly env?: Readonly<Record<string, string>>;
  /** Extra arguments of the app, e.g. `--hidden`. */
  readonly args?: readonly string[];
  /** A home to start in again; by default a new one, removed by `close`. */
  readonly home?: string;
  /** Folder with package.json and dist. */
  readonly appFolder?: string;
}
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly home: string;
  /** The engine's data folder. */
  readonly data: string;
  /** Console warnings, errors and uncaught exceptions of the page, from its first line on. */
  readonly problems: readonly string[];
  stderr(): string;
  /** Ends the app as SIGTERM does, and removes the home that was made for it. */
  close(): Promise<void>;
}

let found: string | undefined;
/** Path of the Electron binary; the first call may unpack the test runtime. */
export function electronBinary(): string {
  found ??= execFileSync(process.execPath, [path.join(projectRoot, 'scripts/electron-runtime.mjs')], {
    cwd: projectRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  return found;
}

/** Chromium refuses its sandbox to root. */
export const rootSwitches = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

export function launchEnv(home: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  return {
    ...inherited,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    LANG: 'en_US.UTF-8',
    POSTANE_DATA: path.join(home, 'data'),
    POSTANE_PROFILE: 'trial',
    POSTANE_ENGINE_NODE: process.execPath,
    ...extra,
  };
}

export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'postane-e2e-'));
  mkdirSync(path.join(home, '.config'), { recursive: true });
  const app = await _electron.launch({
    executablePath: electronBinary(),
    args: [...rootSwitches(), options.appFolder ?? projectRoot, ...(options.args ?? [])],
    cwd: projectRoot,
    timeout: LAUNCH_LIMIT_MS,
    env: launchEnv(home, options.env),
    // The app's own theme is under test, not one that Playwright pretends.
    colorScheme: null,
  });
  const child = app.process();
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const problems: string[] = [];
  const page = await app.firstWindow({ timeout: LAUNCH_LIMIT_MS });
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  await page.waitForLoadState('domcontentloaded');
  return {
    app,
    page,
    home,
    data: path.join(home, 'data'),
    problems,
    stderr: () => stderr,
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
        child.kill('SIGTERM');
        await gone;
      }
      if (!options.home) rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** The engine's state as the page sees it; waits for the phase. @returns the engine's process id when it runs */
export async function waitForEngine(
  page: Page,
  phase: 'running' | 'waiting' | 'failed' | 'crashLoop',
  limitMs = LAUNCH_LIMIT_MS,
): Promise<number> {
  const end = performance.now() + limitMs;
  for (;;) {
    const state = await page.evaluate(() => (globalThis as unknown as { postane: DesktopApi }).postane.engineState());
    if (state.phase === phase) return state.phase === 'running' ? state.pid : 0;
    if (performance.now() > end)
      throw new Error(`the engine is ${JSON.stringify(state)}, not ${phase}, after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A zombie that waits for its parent does not count. */
export function processRuns(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
