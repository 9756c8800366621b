/** Makes the package once, unpacks its deb as dpkg would lay it out, and starts what is inside. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { attachToPage, type CdpPage } from '../e2e/helpers/cdp.ts';
import { endProcess } from '../e2e/helpers/desktop-session.ts';
import { rootSwitches } from '../e2e/helpers/launch.ts';
import { projectRoot, run, type ReadyEvent, type RunResult } from '../helpers/postane.ts';

const PACK_LIMIT_MS = 300_000;
const START_LIMIT_MS = 30_000;

export interface Unpacked {
  /** Where the deb's tree lies; readable for everybody. */
  readonly root: string;
  /** What `npm run package` printed. */
  readonly said: string;
  /** A file or folder of the installed app. */
  inApp(name: string): string;
  remove(): void;
}

export async function makeAndUnpack(): Promise<Unpacked> {
  const made = await run(process.execPath, ['scripts/package.mjs', '--test-runtime', '--quick'], {
    limitMs: PACK_LIMIT_MS,
  });
  if (made.code !== 0) throw new Error(`npm run package: exit ${made.code}\n${made.out}${made.err}`);
  const deb = made.out.match(/^ {2}(\S+\.deb): /m)?.[1];
  if (!deb) throw new Error(`npm run package names no deb:\n${made.out}`);
  const root = mkdtempSync(path.join(tmpdir(), 'postane-deb-'));
  chmodSync(root, 0o755);
  for (const [flag, to] of [
    ['-x', root],
    ['-e', path.join(root, 'DEBIAN')],
  ] as const) {
    const extracted = await run('dpkg-deb', [flag, path.join(projectRoot, deb), to]);
    if (extracted.code !== 0) throw new Error(`dpkg-deb ${flag}: ${extracted.err}`);
  }
  return {
    root,
    said: made.out,
    inApp: (name) => path.join(root, 'opt/Postane', name),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export interface PackagedWindow {
  readonly page: CdpPage;
  /** SIGTERM. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts the packaged window as a person does, watched over DevTools: its fuses allow nothing else. */
export async function startWindow(
  unpacked: Unpacked,
  home: string,
  env: Readonly<Record<string, string>>,
): Promise<PackagedWindow> {
  mkdirSync(path.join(home, '.config'), { recursive: true });
  const child = spawn(unpacked.inApp('postane-desktop'), [...rootSwitches(), '--remote-debugging-port=0', '--trial'], {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'), LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const page = await attachToPage(await devToolsAddress(child));
  return {
    page,
    async stop() {
      page.close();
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function devToolsAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(() => reject(new Error(`the window did not start: ${said}`)), START_LIMIT_MS);
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const address = said.match(/DevTools listening on (ws:\S+)/)?.[1];
      if (!address) return;
      clearTimeout(limit);
      resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the window ended (${code}): ${said}`)));
  });
}

export interface Served {
  readonly ready: ReadyEvent;
  /** A line of the packaged command against this engine. */
  cli(args: readonly string[], input?: string): Promise<RunResult>;
  stop(): Promise<number | null>;
  end(): Promise<void>;
}

/** Starts the packaged engine without a window. @param asNobody with the rights of uid 65534 */
export async function serve(
  unpacked: Unpacked,
  data: string,
  args: readonly string[],
  asNobody = false,
): Promise<Served> {
  const command = unpacked.inApp('resources/postane');
  const rights = asNobody ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(command, ['serve', '--data', data, '--json', ...args], {
    cwd: data,
    env: { ...process.env, HOME: data },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...rights,
  });
  const ready = await readyEvent(child);
  return {
    ready,
    cli: (line, input = '') => run(command, [...line, '--data', data], { input, cwd: data }),
    async stop() {
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      return ended;
    },
    end: () => endProcess(child),
  };
}

function readyEvent(child: ReturnType<typeof spawn>): Promise<ReadyEvent> {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(() => reject(new Error(`the engine did not get ready: ${said}`)), START_LIMIT_MS);
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    if (!child.stdout) throw new Error('the engine has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      const event = JSON.parse(line) as { readonly event?: string };
      if (event.event !== 'ready') return;
      clearTimeout(limit);
      resolve(event as ReadyEvent);
    });
    child.once('exit', (code) => reject(new Error(`the engine ended (${code}): ${said}`)));
  });
}
