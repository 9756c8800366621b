/** Life and death of the desktop program: engine killed, program killed, second start, close to tray, tray and notifications over D-Bus. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run, startPostane, until } from '../helpers/postane.ts';
import { startDesktopSession, type DesktopSession } from './helpers/desktop-session.ts';
import { startFakeDesktop, type FakeDesktop } from './helpers/fake-desktop.ts';
import {
  electronBinary,
  launchApp,
  launchEnv,
  processRuns,
  projectRoot,
  rootSwitches,
  waitForEngine,
  type LaunchedApp,
} from './helpers/launch.ts';

let session: DesktopSession;
let desktop: FakeDesktop;
let launched: LaunchedApp;
const windowShown = () =>
  launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));

beforeAll(async () => {
  session = await startDesktopSession();
  desktop = await startFakeDesktop(session.env);
  launched = await launchApp({ env: session.env });
  await waitForEngine(launched.page, 'running');
  await launched.page.evaluate(() => {
    const { postane } = globalThis as unknown as { postane: { send(frame: unknown): void } };
    postane.send({ id: 900_001, method: 'firstRun.finish', request: { language: 'en' } });
  });
  await launched.page.waitForTimeout(500);
  await launched.page.reload();
  await launched.page.waitForSelector('nav');
}, 120_000);
afterAll(async () => {
  await desktop.close();
  await session.close();
});

test('the engine is killed: the window says so and it is back', async () => {
  const pid = await waitForEngine(launched.page, 'running');
  const banner = launched.page.waitForSelector('[role=alert] p', { timeout: 10_000 });
  const began = performance.now();
  process.kill(pid, 'SIGKILL');
  await banner;
  const said = performance.now();
  const next = await until(async () => {
    const now = await waitForEngine(launched.page, 'running', 30_000);
    return now === pid ? null : now;
  }, 30_000);
  console.log(`said after ${Math.round(said - began)} ms, back after ${Math.round(performance.now() - began)} ms`);
  expect(next).not.toBe(pid);
});

test('a second start shows the window of the first', async () => {
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await windowShown()).toBe(false);
  const second = spawn(electronBinary(), [...rootSwitches(), projectRoot], {
    env: launchEnv(launched.home, session.env),
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  await until(windowShown, 5_000);
});

test('the tray tells the state and brings the window back', async () => {
  const [item] = await until(async () => {
    const items = await desktop.items();
    return items.length > 0 ? items : null;
  });
  expect(item?.icons.length).toBeGreaterThan(0);
  expect(item?.tip).toMatch(/Postane/);
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await until(async () => !(await windowShown()), 5_000);
  const notes = await until(async () => {
    const all = await desktop.notes();
    return all.length > 0 ? all : null;
  });
  expect(notes.map((note) => note.title).join()).toMatch(/Postane/);
  await desktop.activate();
  await until(windowShown, 5_000);
});

test('the program is killed: the engine ends by itself and its store is whole', async () => {
  const enginePid = await waitForEngine(launched.page, 'running');
  const main = launched.app.process().pid!;
  const began = performance.now();
  process.kill(main, 'SIGKILL');
  await until(() => !processRuns(enginePid), 10_000, 20);
  console.log(`engine gone ${Math.round(performance.now() - began)} ms after the program`);
  const postane = await startPostane({ data: launched.data });
  const check = JSON.parse(await postane.cli(['check', '--json'])) as { findings: unknown[] };
  expect(check.findings).toEqual([]);
  expect(await postane.stop()).toBe(0);
  await run('rm', ['-rf', path.resolve(launched.home)]);
});
