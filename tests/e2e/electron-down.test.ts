/** The window when its engine cannot start, and when it stops again and again: what failed, and the way on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../helpers/postane.ts';
import { startDesktopSession, type DesktopSession } from './helpers/desktop-session.ts';
import { launchApp, waitForEngine, type LaunchedApp } from './helpers/launch.ts';
import { LOOKS, dress, photograph, policyBreaches, type ScreenFinding } from './helpers/screens.ts';

let session: DesktopSession;
let launched: LaunchedApp | undefined;
const launch = async (settings: string): Promise<LaunchedApp> => {
  launched = await launchApp({ env: { ...session.env, POSTANE_SET: settings } });
  await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1280, 820));
  return launched;
};
async function inAllLooks({ page }: LaunchedApp, name: string): Promise<ScreenFinding[]> {
  const findings: ScreenFinding[] = [];
  for (const look of LOOKS) {
    await dress(page, look);
    findings.push(...(await photograph(page, 'electron', name, look)), ...(await policyBreaches(page, look)));
  }
  return findings;
}
beforeAll(async () => {
  session = await startDesktopSession();
}, 60_000);
afterAll(async () => {
  await launched?.close();
  await session.close();
});

test('a setting that cannot be used is named', async () => {
  const failed = await launch('smtp.port=hello');
  await waitForEngine(failed.page, 'failed');
  expect(await inAllLooks(failed, 'engine-failed')).toEqual([]);
  expect(await failed.page.textContent('main')).toContain('smtp.port');
  // Nothing runs that could hold the program up.
  const began = performance.now();
  await failed.close();
  launched = undefined;
  expect(performance.now() - began).toBeLessThan(10_000);
}, 120_000);

test('an engine that stops again and again is left stopped until someone asks', async () => {
  const looping = await launch('smtp.port=0;submission.port=0;imap.port=0;https.port=0');
  let stops = 0;
  await until(
    async () => {
      const state = await looping.page.evaluate(() =>
        (
          globalThis as unknown as { postane: { engineState(): Promise<{ phase: string; pid?: number }> } }
        ).postane.engineState(),
      );
      if (state.phase === 'running' && state.pid !== undefined) {
        process.kill(state.pid, 'SIGKILL');
        stops += 1;
      }
      return state.phase === 'crashLoop';
    },
    120_000,
    50,
  );
  expect(stops).toBeGreaterThan(5);
  expect(await inAllLooks(looping, 'engine-crash-loop')).toEqual([]);
}, 180_000);
