/** `postane serve` as a program: its arguments, its end, the lock, and what it says when it cannot start. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { connect } from 'node:net';
import { once } from 'node:events';
import { runServe } from '../../engine/bin/host/run-serve.ts';
import { run, serve } from './helpers/served-engine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'postane-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program's own code in this process; it never gets as far as an engine. */
async function served(words: readonly string[]) {
  let out = '';
  let err = '';
  const code = await runServe(words, {
    ...{ env: {}, webRoot: null, onStop: () => undefined },
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

describe('wrong words are named with what would be right, exit 2', () => {
  const settings = path.join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ smtp: { prot: 1 } }));
  test.each([
    [[], '--data DIR'],
    [['--data', folder, '--st', 'a=b'], '--set'],
    [['--data', folder, '--set', 'smtp.prot=25'], 'did you mean smtp.port'],
    [['--data', folder, '--set', 'smtp.port=99999'], 'from 0'],
    [['--data', folder, '--set', 'smtp.port'], 'NAME=VALUE'],
    [['--data', folder, '--profile', 'trail'], 'normal and trial'],
    [['--data', folder, '--config', path.join(folder, 'none.json')], 'cannot be read'],
    [['--data', folder, '--config', settings], 'did you mean smtp.port'],
    [['--data', folder, '--profile', 'trial', '--set', 'bind=0.0.0.0'], 'this computer'],
  ])('%j', async (words, said) => {
    const { code, out, err } = await served(words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

describe('a running engine', () => {
  test('refuses a second one with a sentence, and ends on SIGTERM in time, sessions open or not', async () => {
    const engine = await serve();
    const second = await run('serve', ['--data', engine.data, '--profile', 'trial']);
    expect([second.code, second.out]).toEqual([1, '']);
    expect(second.err).toMatch(/^postane: .*(already|another)/i);
    const ports = engine.lines[0]?.listeners as { protocol: string; port: number }[];
    const sockets = ports
      .filter(({ protocol }) => ['smtp', 'imap', 'pop3', 'http'].includes(protocol))
      .map(({ port }) => connect(port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    sockets.forEach((socket) => socket.on('error', () => undefined));
    const { code, ms } = await engine.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    expect(readdirSync(engine.data)).not.toContain('postane.db-wal');
    expect((await run('cli', ['status', '--data', engine.data])).err).toContain('no engine runs');
    const again = await serve({ data: engine.data });
    expect(await again.json(['check', '--bodies'])).toMatchObject({ findings: [] });
    expect((await again.stop('SIGINT')).code).toBe(0);
    engine.remove();
  }, 120_000);
  test('ends when the program that started it is gone', async () => {
    const engine = await serve();
    const ended = once(engine.child, 'exit');
    engine.child.disconnect();
    expect((await ended)[0]).toBe(0);
    engine.remove();
  }, 60_000);
  test('settings of a file are weaker than those of the line', async () => {
    const config = path.join(folder, 'weak.json');
    writeFileSync(config, JSON.stringify({ hostname: 'weak.test', delivery: { port: 2526 } }));
    const engine = await serve({ words: ['--config', config] });
    expect(await engine.json(['status'])).toMatchObject({ hostname: 'mail.firma.test' });
    await engine.stop();
    engine.remove();
  }, 60_000);
});
