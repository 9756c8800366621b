/** Frames through the bridge to a real engine process and back. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerFrame } from '../engine/control/frames.ts';
import { checkClientFrame } from './client-frame.ts';
import { ControlBridge } from './control-bridge.ts';
import { EngineHost } from './engine-host.ts';
import { ownControl } from './own-control.ts';

/** Real processes on a busy machine. */
const PATIENT = { timeout: 20_000 };
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const script = path.join(import.meta.dirname, 'fixtures/pretend-engine.mjs');
let host: EngineHost;
let bridge: ControlBridge;
let output = '';
const running = (): Promise<void> =>
  new Promise((resolve) => host.on('state', (state) => state.phase === 'running' && resolve()));

describe('ControlBridge', () => {
  beforeEach(async () => {
    host = new EngineHost({ node: process.execPath, script, env: {} });
    host.on('output', (text) => (output += text));
    bridge = new ControlBridge(host);
    host.start();
    await running();
  });
  afterEach(() => host.stop());

  it('gives each client its own answers, whatever ids they choose', async () => {
    const heard: Record<string, ServerFrame[]> = { a: [], b: [] };
    const a = bridge.attach((frames) => heard['a']?.push(...frames));
    const b = bridge.attach((frames) => heard['b']?.push(...frames));
    a.receive({ id: 1, method: 'echo', request: 'from a' });
    b.receive({ id: 1, method: 'echo', request: 'from b' });
    await expect.poll(() => heard, PATIENT).toEqual({ a: [{ id: 1, ok: 'from a' }], b: [{ id: 1, ok: 'from b' }] });
  });

  it('delivers events in one batch and in order', async () => {
    const batches: (readonly ServerFrame[])[] = [];
    bridge.attach((frames) => batches.push(frames)).receive({ sub: 5, topic: 'queue' });
    await expect.poll(() => batches.length, PATIENT).toBe(1);
    expect(batches[0]?.map((frame) => 'event' in frame && frame.event)).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('answers what is open when the engine ends, and refuses while it is away', async () => {
    const heard: ServerFrame[] = [];
    const link = bridge.attach((frames) => heard.push(...frames));
    link.receive({ sub: 1, topic: 'queue' });
    link.receive({ id: 2, method: 'nobody answers this', request: null });
    link.receive({ id: 3, method: 'crash', request: null });
    await expect.poll(() => host.state.phase, PATIENT).toBe('waiting');
    link.receive({ id: 4, method: 'echo', request: null });
    await expect.poll(() => heard.filter((frame) => 'error' in frame).length, PATIENT).toBe(4);
    expect(
      heard.filter((frame) => 'error' in frame).map((frame) => ('error' in frame ? frame.error.code : '')),
    ).toEqual(Array.from({ length: 4 }, () => 'unavailable'));
  });

  it('tells the engine when a client has gone, once', async () => {
    const link = bridge.attach(() => undefined);
    link.close();
    link.close();
    await expect.poll(() => output.match(/gone \d+/g), PATIENT).toHaveLength(1);
  });

  it('refuses a bad frame to its asker', async () => {
    const heard: ServerFrame[] = [];
    bridge.attach((frames) => heard.push(...frames)).receive({ id: 9, method: 7 });
    await expect.poll(() => heard, PATIENT).toMatchObject([{ id: 9, error: { code: 'badRequest' } }]);
  });

  it('lets main call and subscribe like any client', async () => {
    const own = ownControl(bridge);
    await own.call('queue.pause');
    expect((await own.call('status.get')).queue.paused).toBe(true);
    const events: unknown[] = [];
    own.subscribe('health', undefined, (event) => events.push(event));
    await expect.poll(() => events.length, PATIENT).toBe(3);
    const away = expect(own.call('log.query', {})).rejects.toThrow('unavailable');
    await host.stop();
    await away;
  });
});

describe('checkClientFrame', () => {
  const circular: Record<string, unknown> = { id: 1, method: 'a' };
  circular['request'] = circular;
  const table: [unknown, string][] = [
    [null, 'refused'],
    ['text', 'refused'],
    [{ id: 1 }, 'refused'],
    [{ id: -1, method: 'a' }, 'refused'],
    [{ id: 1.5, method: 'a' }, 'refused'],
    [{ id: '1', method: 'a' }, 'refused'],
    [{ id: 1, method: '' }, 'refused'],
    [{ id: 1, method: 'a'.repeat(101) }, 'refused'],
    [{ id: 1, method: 'a', request: 'x'.repeat(1_100_000) }, 'refused'],
    [{ id: 1, method: 'a', request: 1n }, 'refused'],
    [circular, 'refused'],
    [{ id: 1, method: 'a' }, 'frame'],
    [{ sub: 1, topic: 'queue' }, 'frame'],
    [{ unsub: 0 }, 'frame'],
  ];
  it.each(table)('%#: %o is a %s', (value, kind) => expect(checkClientFrame(value).kind).toBe(kind));
  it('lets nothing unknown travel along', () => {
    expect(checkClientFrame({ id: 1, method: 'a', request: 1, extra: 2, sub: 4 })).toEqual({
      kind: 'frame',
      frame: { id: 1, method: 'a', request: 1 },
    });
  });
});
