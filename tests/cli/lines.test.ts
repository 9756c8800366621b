/** Every line of the command line against a real engine: what it prints, what it does, and its exit code. */
import { X509Certificate } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTransport } from 'nodemailer';
import { PROTOCOLS, serve, type ServedEngine } from './helpers/served-engine.ts';

let engine: ServedEngine;
beforeAll(async () => {
  engine = await serve({ words: ['--set', 'dns.servers=127.0.0.1:9', '--set', 'delivery.retrySchedule=3600'] });
}, 60_000);
afterAll(async () => {
  await engine.stop();
  engine.remove();
});
type Row = Record<string, unknown>;
const rows = async (...words: string[]) => (await engine.json(words)) as Row[];
const port = (protocol: string) =>
  (engine.lines[0]?.listeners as { protocol: string; port: number }[]).find((one) => one.protocol === protocol)!.port;

test('the first line is ready, with every listener accepting', async () => {
  const ready = engine.lines[0]!;
  expect(ready).toMatchObject({
    event: 'ready',
    control: path.join(engine.data, 'control.sock'),
    url: `https://localhost:${port('https')}/`,
  });
  expect((ready.listeners as Row[]).map(({ protocol }) => protocol)).toEqual(PROTOCOLS);
  for (const listener of ready.listeners as { host: string; port: number; tls: string }[]) {
    expect(listener).toEqual({
      protocol: expect.any(String) as string,
      host: '127.0.0.1',
      port: expect.any(Number) as number,
      tls: expect.stringMatching(/^(none|starttls|implicit)$/) as string,
    });
    const socket = connect(listener.port, listener.host);
    await once(socket, 'connect');
    socket.destroy();
  }
});

describe('people and names', () => {
  test('domain add, list', async () => {
    expect((await engine.cli(['domain', 'add', 'firma.test'])).code).toBe(0);
    expect(await rows('domain', 'list')).toMatchObject([{ name: 'firma.test' }]);
  });
  test('account add with a password from standard input, or with a made one', async () => {
    expect(
      (
        await engine.cli(
          ['account', 'add', 'ayse@firma.test', '--password-stdin', '--quota', '1GB'],
          'sabah-kahvesi-7\n',
        )
      ).code,
    ).toBe(0);
    const made = (await engine.json(['account', 'add', 'mehmet@firma.test'])) as Row;
    expect(made.generatedPassword).toMatch(/^[a-z]{4}(-[a-z]{4}){4}$/);
    expect(await rows('account', 'list')).toMatchObject([
      { address: 'ayse@firma.test', quotaBytes: 1024 ** 3, role: 'owner' },
      { address: 'mehmet@firma.test', quotaBytes: null },
    ]);
  });
  test('account add of an existing one says so', async () => {
    const again = await engine.cli(['account', 'add', 'ayse@firma.test', '--password-stdin'], 'x-y-z-1\n');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('exists')]);
  });
  test('account passwd', async () => {
    expect(
      (await engine.cli(['account', 'passwd', 'mehmet@firma.test', '--password-stdin'], 'aksam-cayi-9\n')).code,
    ).toBe(0);
  });
  test('alias add, list, remove; role aliases stay', async () => {
    expect((await engine.cli(['alias', 'add', 'satis@firma.test', 'ayse@firma.test', 'mehmet@firma.test'])).code).toBe(
      0,
    );
    expect((await rows('alias', 'list')).map(({ address }) => address)).toContain('satis@firma.test');
    expect((await engine.cli(['alias', 'remove', 'satis@firma.test'])).code).toBe(0);
    expect((await engine.cli(['alias', 'remove', 'postmaster@firma.test'])).code).toBe(1);
  });
  test('account remove', async () => {
    await engine.cli(['account', 'add', 'gecici@firma.test']);
    expect((await engine.cli(['account', 'remove', 'gecici@firma.test'])).code).toBe(0);
    expect((await rows('account', 'list')).map(({ address }) => address)).not.toContain('gecici@firma.test');
  });
  test('a domain with people is not removed', async () => {
    expect((await engine.cli(['domain', 'remove', 'firma.test'])).code).toBe(1);
  });
});

test('dns expected prints records; check asks the DNS and never takes silence for a no', async () => {
  const expected = await rows('dns', 'expected', 'firma.test');
  for (const type of ['MX', 'TXT']) expect(expected.map((record) => record.type)).toContain(type);
  for (const record of expected)
    expect(record).toMatchObject({ name: expect.any(String) as string, value: expect.any(String) as string });
  const { code, out } = await engine.cli(['dns', 'check', 'firma.test', '--json']);
  const check = JSON.parse(out) as { records: { type: string; verdict: string }[] };
  expect(code).toBe(1);
  expect(check.records.find(({ type }) => type === 'MX')).toMatchObject({ verdict: 'unknown' });
}, 60_000);

test('cert export-ca prints the CA as PEM; list and issue tell the certificate', async () => {
  const { out } = await engine.cli(['cert', 'export-ca']);
  const ca = new X509Certificate(out);
  expect([ca.ca, out.endsWith('-----END CERTIFICATE-----\n')]).toEqual([true, true]);
  const before = (await engine.json(['cert', 'list'])) as Row;
  const after = (await engine.json(['cert', 'issue'])) as Row;
  expect(before).toMatchObject({ source: 'officeCa', caFingerprint: ca.fingerprint256 });
  expect(after.fingerprint).not.toBe(before.fingerprint);
});

test('status, health, check and login-link', async () => {
  expect(await engine.json(['status'])).toMatchObject({
    hostname: 'mail.firma.test',
    profile: 'trial',
    pid: engine.child.pid,
    writable: true,
  });
  expect((await engine.cli(['health'])).code).toBe(0);
  expect(await engine.json(['check', '--bodies'])).toMatchObject({ findings: [] });
  expect(await engine.json(['login-link'])).toMatchObject({
    url: expect.stringMatching(/^https:\/\/localhost:\d+\/#login=[\w-]{43}$/) as string,
  });
});

describe('a letter, its story, and the queue', () => {
  test('a letter that cannot leave waits, is told, held, released and failed with a report', async () => {
    const ca = (await engine.cli(['cert', 'export-ca'])).out;
    const transport = createTransport({
      host: 'localhost',
      port: port('submissions'),
      secure: true,
      tls: { ca },
      auth: { user: 'ayse@firma.test', pass: 'sabah-kahvesi-7' },
    });
    await transport.sendMail({
      from: 'ayse@firma.test',
      to: ['mehmet@firma.test', 'uzak@elsewhere.test'],
      subject: 'İki kişiye',
      text: 'Merhaba',
    });
    transport.close();
    await expect.poll(async () => (await rows('queue', 'list'))[0]?.attempts, { timeout: 20_000 }).toBe(1);
    const [entry] = await rows('queue', 'list');
    expect(entry).toMatchObject({ recipient: 'uzak@elsewhere.test', state: 'scheduled', subject: 'İki kişiye' });
    const id = String(entry?.id);
    expect((await engine.cli(['queue', 'show', id])).out).toContain('uzak@elsewhere.test');
    expect((await engine.cli(['queue', 'hold', id])).code).toBe(0);
    expect(await rows('queue', 'list')).toMatchObject([{ state: 'held' }]);
    expect((await engine.cli(['queue', 'release', '--all'])).code).toBe(0);
    expect((await engine.cli(['queue', 'hold', id])).code).toBe(0);
    expect((await engine.cli(['queue', 'fail', id])).code).toBe(0);
    expect(await rows('queue', 'list')).toEqual([]);
    const traced = (await engine.cli(['trace', 'uzak@elsewhere.test'])).out;
    expect(traced).toContain('İki kişiye');
    expect((await engine.cli(['trace', 'nobody@elsewhere.test'])).code).toBe(1);
  }, 60_000);
});

test('events --follow prints what happens until it is ended', async () => {
  const words = [
    path.resolve(import.meta.dirname, '../../engine/bin/cli.ts'),
    'events',
    '--follow',
    '--json',
    '--data',
    engine.data,
  ];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  await expect.poll(() => out, { timeout: 20_000 }).not.toBe('');
  await engine.cli(['domain', 'add', 'izlenen.test']);
  await expect.poll(() => out, { timeout: 20_000 }).toContain('izlenen.test');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('code');
}, 60_000);

describe('a wrong line', () => {
  test.each([
    [['domain'], 2, 'domain add'],
    [['domian', 'list'], 2, 'there is no command'],
    [['domain', 'add'], 2, 'NAME is missing'],
    [['domain', 'add', 'a.test', 'b.test'], 2, 'too much'],
    [['domain', 'add', 'not a domain'], 2, 'example.com'],
    [['account', 'add', 'nobody'], 2, 'name@domain'],
    [['account', 'add', 'a@firma.test', '--quota', 'much'], 2, '1GB'],
    [['account', 'add', 'a@firma.test', '--role', 'king'], 2, 'owner'],
    [['queue', 'hold', 'x'], 2, ''],
    [['events', '--level', 'loud'], 2, 'debug'],
    [['account', 'remove', 'nobody@firma.test'], 1, 'no account'],
    [['dns', 'expected', 'elsewhere.test'], 1, 'no domain'],
  ] as const)('%j: exit %i', async (words, code, said) => {
    const result = await engine.cli(words);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(said);
  });
});
