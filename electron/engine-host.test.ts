/** The supervisor against real processes. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineState } from '../engine/control/host-messages.ts';
import { EngineHost, type EngineHostLimits } from './engine-host.ts';

/** Real processes on a busy machine. */
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const script = path.join(import.meta.dirname, 'fixtures/pretend-engine.mjs');
const limits: EngineHostLimits = {
  restart: { firstWaitMs: 20, longestWaitMs: 100, steadyAfterMs: 60_000, crashesAllowed: 2, crashWindowMs: 60_000 },
  heartbeat: { firstWordMs: 20_000, silenceMs: 2_000, lookEveryMs: 50 },
  stopMs: 400,
};
const hosts: EngineHost[] = [];
function host(env: Record<string, string> = {}, node = process.execPath): EngineHost {
  const made = new EngineHost({ node, script, env, limits });
  hosts.push(made);
  return made;
}
function reached<P extends EngineState['phase']>(
  of: EngineHost,
  phase: P,
): Promise<Extract<EngineState, { phase: P }>> {
  return new Promise((resolve) => {
    const look = (state: EngineState): void => {
      if (state.phase !== phase) return;
      of.off('state', look);
      resolve(state as Extract<EngineState, { phase: P }>);
    };
    of.on('state', look);
    look(of.state);
  });
}
const answerTo = (of: EngineHost): Promise<unknown> =>
  new Promise((resolve) => of.once('frame', (_client, frame) => resolve(frame)));
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/status`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((made) => made.stop()));
});

describe('EngineHost', () => {
  it('carries frames to a running engine and back, and refuses them before', async () => {
    const engine = host();
    expect(engine.send(1, { id: 1, method: 'echo', request: 'early' })).toBe(false);
    engine.start();
    await reached(engine, 'running');
    const heard = answerTo(engine);
    expect(engine.send(1, { id: 2, method: 'echo', request: { a: 1 } })).toBe(true);
    expect(await heard).toEqual({ id: 2, ok: { a: 1 } });
  });

  it('restarts a crashed engine, saying why it ended', async () => {
    const engine = host();
    engine.start();
    const { pid } = await reached(engine, 'running');
    engine.send(1, { id: 1, method: 'crash', request: null });
    const waiting = await reached(engine, 'waiting');
    expect(waiting.reason).toBe('exit code 7: Error: planted crash');
    expect(waiting.attempt).toBe(1);
    const again = await reached(engine, 'running');
    expect(again.pid).not.toBe(pid);
  });

  it('stops at a loop of crashes with the last output, and starts afresh when asked', async () => {
    const engine = host({ PRETEND: 'crash-at-start' });
    engine.start();
    const loop = await reached(engine, 'crashLoop');
    expect(loop).toMatchObject({ attempts: 3, reason: 'exit code 3: Error: cannot read the moon' });
    expect(loop.output).toContain('cannot read the moon');
    const starting = reached(engine, 'starting');
    await engine.restart();
    expect((await starting).attempt).toBe(1);
  });

  it('ends an engine that hangs and starts another', async () => {
    const engine = host();
    engine.start();
    const { pid } = await reached(engine, 'running');
    engine.send(1, { id: 1, method: 'hang', request: null });
    expect((await reached(engine, 'waiting')).reason).toMatch(/^it did not answer for/);
    expect(runs(pid)).toBe(false);
    await reached(engine, 'running');
  });

  it('shows a refused start and does not try again by itself', async () => {
    const engine = host({ PRETEND: 'fail' });
    const seen: string[] = [];
    engine.on('state', (state) => seen.push(state.phase));
    engine.start();
    expect((await reached(engine, 'failed')).failure.code).toBe('locked');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toEqual(['starting', 'failed']);
  });

  it('names a program that cannot be started', async () => {
    const engine = host({}, '/nowhere/node');
    engine.start();
    expect((await reached(engine, 'failed')).failure.message).toContain('/nowhere/node');
  });

  it('stops gracefully, and by force when the engine does not listen', async () => {
    const engine = host();
    engine.start();
    await reached(engine, 'running');
    await engine.stop();
    expect(engine.state.phase).toBe('stopped');

    engine.start();
    const { pid } = await reached(engine, 'running');
    engine.send(1, { id: 1, method: 'deaf', request: null });
    const before = performance.now();
    await engine.stop();
    expect(performance.now() - before).toBeGreaterThan(limits.stopMs - 50);
    expect(runs(pid)).toBe(false);
  });

  it('leaves no engine behind when its own process is killed', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'host-'));
    const closed = path.join(folder, 'closed');
    const code = `import { EngineHost } from ${JSON.stringify(path.join(import.meta.dirname, 'engine-host.ts'))};
      const host = new EngineHost({ node: process.execPath, script: ${JSON.stringify(script)}, env: { PRETEND_CLOSED_FILE: ${JSON.stringify(closed)} } });
      host.on('state', (state) => { if (state.phase === 'running') console.log(state.pid); });
      host.start();`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => owner.stdout.once('data', (line) => resolve(Number(line))));
    expect(runs(pid)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => runs(pid), { timeout: 20_000 }).toBe(false);
    expect(existsSync(closed)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
