/** The contract on a real engine: settings, certificates, first run; the desktop's process; what a start that cannot be says. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { controlClient } from '../../engine/control/client.ts';
import type { EngineToHost } from '../../engine/control/host-messages.ts';
import { frameClient } from '../../engine/control/transport/frame-client.ts';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { startEngine } from '../../engine/engine.ts';
import { engineOptions, FREE_PORTS, startRealEngine, type RealEngine } from './helpers/real-engine.ts';

describe('a running engine', () => {
  let real: RealEngine;
  beforeAll(async () => {
    real = await startRealEngine();
  }, 60_000);
  afterAll(() => real.close());

  test('the command line is the owner', async () => {
    const local = await connectLocalSocket(real.dataFolder);
    expect(await controlClient(local).call('session.get')).toMatchObject({
      role: 'owner',
      firstRunDone: false,
      profile: 'trial',
    });
    local.close();
  });
  test('settings: changed, told, refused with what would be right', async () => {
    const { owner } = real;
    const heard: unknown[] = [];
    const end = owner.subscribe('settings', undefined, (event) => heard.push(event));
    expect(await owner.call('settings.set', { values: { 'delivery.retrySchedule': '1,2' } })).toEqual({
      needsRestart: false,
    });
    expect(await owner.call('settings.set', { values: { 'message.maxBytes': '20MB' } })).toEqual({
      needsRestart: true,
    });
    const list = await owner.call('settings.list');
    expect(list.find(({ name }) => name === 'delivery.retrySchedule')).toMatchObject({ value: [1, 2], from: 'owner' });
    await expect.poll(() => heard).toEqual([{ names: ['delivery.retrySchedule'] }, { names: ['message.maxBytes'] }]);
    end();
    for (const [values, words] of [
      [{ 'smtp.prot': 1 }, 'did you mean smtp.port'],
      [{ 'delivery.port': 'x' }, 'wanted: '],
      [{ hostname: 'a.test' }, 'command line'],
      [{ 'delivery.smarthost.password': 'x' }, 'no user name'],
    ] as const)
      await expect(owner.call('settings.set', { values })).rejects.toThrow(words);
    await owner.call('settings.set', { values: { 'delivery.retrySchedule': null } });
    const again = await owner.call('settings.list');
    expect(again.find(({ name }) => name === 'delivery.retrySchedule')).toMatchObject({ from: 'default' });
  });
  test('a secret is never shown again', async () => {
    await real.owner.call('settings.set', {
      values: { 'delivery.smarthost.user': 'u', 'delivery.smarthost.password': 'hush-hush' },
    });
    expect(JSON.stringify(await real.owner.call('settings.list'))).not.toContain('hush-hush');
  });
  test('a new certificate is used at once, and by sessions to come', async () => {
    const before = await real.owner.call('certificate.get');
    const after = await real.owner.call('certificate.issue');
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect((await real.fetch('/')).status).toBe(200);
    await expect(real.owner.call('certificate.importPem', { certificatePem: 'x', keyPem: 'y' })).rejects.toThrow(
      /no certificate/,
    );
  });
  test('the first run is finished once', async () => {
    await real.owner.call('firstRun.finish', { language: 'tr' });
    expect(await real.owner.call('session.get')).toMatchObject({ firstRunDone: true, language: 'tr' });
  });
  test('a domain has postmaster, abuse and a key from its first minute', async () => {
    const { owner } = real;
    for (const address of ['postmaster@firma.test', 'abuse@firma.test'])
      expect(await owner.call('addresses.resolve', { address })).toEqual({
        kind: 'accounts',
        accounts: ['ayse@firma.test'],
        remote: [],
      });
    const dkim = (await owner.call('dns.expected', { domain: 'firma.test' })).find(({ purpose }) => purpose === 'dkim');
    expect(dkim?.value).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{300,}$/);
  });
  test('overview and health tell the truth of a quiet server', async () => {
    const overview = await real.owner.call('overview.get');
    expect(overview).toMatchObject({ waiting: 0, held: 0, paused: false });
    const { items } = await real.owner.call('health.get');
    expect(items.find(({ code }) => code === 'listeners')).toMatchObject({
      state: 'ok',
      params: { open: 9, failed: 0 },
    });
  });
  test('a second engine on the folder says so and damages nothing', async () => {
    await expect(startEngine(engineOptions(real.dataFolder))).rejects.toMatchObject({ failure: { code: 'locked' } });
    expect(await real.owner.call('store.check', { bodies: true, repair: false })).toMatchObject({ findings: [] });
  });
});

describe('a start that cannot be', () => {
  const folder = () => mkdtempSync(path.join(tmpdir(), 'postane-start-'));
  test('a taken port is told with its program; the others open', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const dataFolder = folder();
    const engine = await startEngine(engineOptions(dataFolder, { commandLine: { ...FREE_PORTS, 'imap.port': port } }));
    const listeners = engine.ready.listeners();
    expect(listeners.filter(({ state }) => state === 'listening')).toHaveLength(8);
    expect(listeners.find(({ protocol }) => protocol === 'imap')).toMatchObject({
      state: 'failed',
      error: { code: 'inUse' },
    });
    await engine.stop('test');
    taken.close();
    rmSync(dataFolder, { recursive: true });
  });
  test('no port at all is a failure where there is no window', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const dataFolder = folder();
    const commandLine = Object.fromEntries(Object.keys(FREE_PORTS).map((name) => [name, port]));
    await expect(startEngine(engineOptions(dataFolder, { commandLine }))).rejects.toMatchObject({
      failure: { code: 'noListener' },
    });
    // The folder was given back: it can be opened again.
    const engine = await startEngine(engineOptions(dataFolder));
    await engine.stop('test');
    taken.close();
    rmSync(dataFolder, { recursive: true });
  });
  test.each([
    ['a wrong setting', { commandLine: { 'smtp.port': 'x' } }, 'badSetting'],
    ['an address beyond this computer in the trial', { commandLine: { ...FREE_PORTS, bind: '0.0.0.0' } }, 'badSetting'],
  ])('%s is named before anything is made', async (_what, more, code) => {
    const dataFolder = path.join(folder(), 'data');
    await expect(startEngine(engineOptions(dataFolder, more))).rejects.toMatchObject({ failure: { code } });
    expect(existsSync(dataFolder)).toBe(false);
    rmSync(path.dirname(dataFolder), { recursive: true });
  });
  test('a folder that is none of ours is left alone', async () => {
    const dataFolder = folder();
    writeFileSync(path.join(dataFolder, 'postane.db'), 'my diary, not a database of yours at all'.repeat(10));
    await expect(startEngine(engineOptions(dataFolder))).rejects.toMatchObject({ failure: { code: 'dataUnreadable' } });
    rmSync(dataFolder, { recursive: true });
  });
});

describe('the desktop’s process', () => {
  const program = path.resolve(import.meta.dirname, '../../engine/bin/desktop.ts');
  let child: ChildProcess;
  let dataFolder: string;
  const messages: EngineToHost[] = [];
  const heard = (t: EngineToHost['t']) => messages.filter((message) => message.t === t);
  beforeAll(async () => {
    dataFolder = mkdtempSync(path.join(tmpdir(), 'postane-desktop-'));
    const set = Object.keys(FREE_PORTS)
      .map((name) => `${name}=0`)
      .join(';');
    child = fork(program, [], {
      serialization: 'json',
      env: { ...process.env, POSTANE_DATA: dataFolder, POSTANE_PROFILE: 'trial', POSTANE_SET: set },
    });
    child.on('message', (message) => messages.push(message as EngineToHost));
    await vi.waitFor(() => expect(heard('ready')).toHaveLength(1), { timeout: 30_000 });
  }, 40_000);
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

  test('is ready, beats, and carries several windows', async () => {
    expect(heard('ready')[0]).toMatchObject({ url: expect.stringMatching(/^https:\/\/localhost:/) as unknown });
    const windows = [1, 2].map((client) => {
      const frames = frameClient((frame) => child.send({ t: 'control', client, frame }));
      child.on('message', (message: EngineToHost) => {
        if (message.t === 'control' && message.client === client) frames.hear(message.frame);
      });
      return controlClient(frames);
    });
    const sessions = await Promise.all(windows.map((window) => window.call('session.get')));
    expect(sessions.map(({ role }) => role)).toEqual(['owner', 'owner']);
    await expect.poll(() => heard('beat').length, { timeout: 5000 }).toBeGreaterThan(1);
  });
  test('ends with its store closed when the window is gone', async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    expect((await ended)[0]).toBe(0);
    const engine = await startEngine(engineOptions(dataFolder));
    await engine.stop('test');
  }, 15_000);
});
