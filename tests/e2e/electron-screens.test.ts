/** Every screen in the real desktop window, both languages and themes: pictures, axe, content security policy, Trusted Types. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import path from 'node:path';
import { PEOPLE, run } from '../helpers/postane.ts';
import { startDesktopSession, type DesktopSession } from './helpers/desktop-session.ts';
import { launchApp, projectRoot, waitForEngine, type LaunchedApp } from './helpers/launch.ts';
import { LOOKS, SCREENS, axe, dress, settled, walk } from './helpers/screens.ts';

let session: DesktopSession;
let launched: LaunchedApp;
const cli = async (args: readonly string[], input = '') => {
  const result = await run(
    process.execPath,
    [path.join(projectRoot, 'scripts/postane.mjs'), ...args, '--data', launched.data],
    { input },
  );
  expect(result.code, result.err).toBe(0);
  return result.out;
};
beforeAll(async () => {
  session = await startDesktopSession();
  launched = await launchApp({ env: session.env });
  await waitForEngine(launched.page, 'running');
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1280, 820));
}, 120_000);
afterAll(async () => {
  await launched.close();
  await session.close();
});

test('the first run', async () => {
  const pictures = path.join(projectRoot, 'artefacts/electron');
  mkdirSync(pictures, { recursive: true });
  await launched.page.waitForSelector('h1');
  await settled(launched.page);
  await launched.page.screenshot({ path: path.join(pictures, 'first-run.png') });
  expect(await axe(launched.page)).toEqual([]);
  await cli(['domain', 'add', 'firma.test']);
  for (const { address, password } of Object.values(PEOPLE))
    await cli(['account', 'add', address, '--password-stdin'], `${password}\n`);
  await launched.page.evaluate(async () => {
    const { postane } = globalThis as unknown as { postane: { send(frame: unknown): void } };
    postane.send({ id: 900_001, method: 'firstRun.finish', request: { language: 'en' } });
  });
});

for (const look of LOOKS) {
  test(`every screen in ${look.language}, ${look.theme}`, async () => {
    await dress(launched.page, look);
    expect(await walk(launched.page, 'electron', look, SCREENS)).toEqual([]);
  }, 120_000);
}

test('the page can reach nothing but its engine', async () => {
  const { page } = launched;
  const reach = await page.evaluate(async () => {
    const outcome = async (what: () => unknown) => {
      try {
        return String(await what());
      } catch (error) {
        return `refused: ${(error as Error).name}`;
      }
    };
    const world = globalThis as unknown as Record<string, unknown>;
    return {
      require: typeof world.require,
      process: typeof world.process,
      api: Object.keys(world.postane as object).sort(),
      frozen: Object.isFrozen(world.postane),
      web: await outcome(() => fetch('https://example.test/')),
      file: await outcome(() => fetch('file:///etc/passwd')),
      open: String(window.open('https://example.test/')),
    };
  });
  expect(reach).toMatchObject({ require: 'undefined', process: 'undefined', frozen: true, open: 'null' });
  expect(reach.web).toMatch(/^refused/);
  expect(reach.file).toMatch(/^refused/);
  expect(reach.api).not.toContain('ipcRenderer');
});
