/**
 * The engine as the window's own process: forked by Electron's main, spoken to over the fork's channel, beating once a second. It
 * ends with its store closed when main asks or is gone.
 */
import { desktopChannel } from '../control/transport/desktop-channel.ts';
import type { EngineToHost, HostToEngine } from '../control/host-messages.ts';
import { EngineStartError, startEngine, type Engine } from '../engine.ts';
import { SettingProblem } from '../setting-values.ts';
import { desktopOptions } from './host/desktop-options.ts';
import { screensFolder } from './host/program.ts';

const BEAT_MS = 1000;

function tell(message: EngineToHost, done: () => void = () => undefined): void {
  if (!process.connected) return done();
  // A channel that closes meanwhile is told by 'disconnect'.
  process.send?.(message, undefined, {}, () => done());
}
const told = (message: EngineToHost): Promise<void> => new Promise((resolve) => tell(message, resolve));

const hostGone = new Promise<string>((resolve) => process.once('disconnect', () => resolve('the window is gone')));
const asked = new Promise<string>((resolve) => {
  process.on('message', (message: HostToEngine) => message.t === 'stop' && resolve('asked by the window'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
});

async function run(): Promise<number> {
  const beat = setInterval(() => tell({ t: 'beat' }), BEAT_MS);
  let engine: Engine;
  try {
    engine = await startEngine(desktopOptions(process.env, screensFolder(import.meta.dirname)));
  } catch (error) {
    clearInterval(beat);
    await told({ t: 'failed', failure: failureOf(error) });
    return 1;
  }
  const channel = desktopChannel({ ...engine.control, emit: engine.emit }, tell);
  process.on('message', (message: HostToEngine) => {
    if (message.t !== 'stop') channel.hear(message);
  });
  const { listeners, url, version } = engine.ready;
  tell({ t: 'ready', listeners: listeners(), url: url(), version });
  const reason = await Promise.race([asked, hostGone]);
  channel.end();
  await engine.stop(reason);
  clearInterval(beat);
  await told({ t: 'stopped' });
  return 0;
}

function failureOf(error: unknown) {
  if (error instanceof EngineStartError) return error.failure;
  if (error instanceof SettingProblem)
    return { code: 'badSetting', message: error.message, detail: { setting: error.setting } } as const;
  throw error;
}

process.exit(await run());
