/** What a start says when it cannot do what it was asked: which setting, which port, which folder, and what would be right. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { addPeople, projectRoot, run, startPostane, until } from '../helpers/postane.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(path.join(tmpdir(), 'postane-start-'));
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

const ZERO = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'].flatMap(
  (name) => ['--set', `${name}.port=0`],
);
const serve = (data: string, args: readonly string[] = [], limitMs = 30_000) =>
  run(
    process.execPath,
    [path.join(projectRoot, 'scripts/postane.mjs'), 'serve', '--profile', 'trial', '--data', data, ...ZERO, ...args],
    { limitMs },
  );
const digest = (data: string) =>
  readdirSync(data)
    .filter((name) => /\.db$/.test(name) && name !== 'lock.db')
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(path.join(data, name)))
          .digest('hex')}`,
    );

const wrong: readonly [readonly string[], RegExp][] = [
  [['--set', 'smtp.prot=25'], /smtp\.prot.*smtp\.port/],
  [['--set', 'smtp.port=hello'], /smtp\.port.*hello/],
  [['--set', 'smtp.port=70000'], /smtp\.port/],
  [['--set', 'limits.mode=sometimes'], /limits\.mode.*(normal|trial|off)/],
  [['--set', 'smtp.port'], /smtp\.port/],
  [['--profile', 'holiday'], /holiday/],
  [['--colour'], /--colour/],
];
for (const [args, words] of wrong) {
  test(`serve ${args.join(' ')}: exit 2 with what would be right`, async () => {
    const result = await serve(folder(), args);
    expect(result.err.replace(/\n/g, ' ')).toMatch(words);
    expect(result.code).toBe(2);
  });
}

test('a second engine on the same folder says a sentence and damages nothing', async () => {
  const postane = await startPostane();
  await addPeople(postane);
  const second = await serve(postane.data);
  expect(second.code).toBe(1);
  expect(second.err).toMatch(/another|already/i);
  expect(JSON.parse(await postane.cli(['account', 'list', '--json']))).toHaveLength(2);
  expect(await postane.stop()).toBe(0);
  postane.remove();
});

test('a port that is taken is named with its program, and the others open', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const postane = await startPostane({ set: { 'imap.port': port } });
  const status = JSON.parse(await postane.cli(['status', '--json'])) as {
    listeners: { protocol: string; state: string; error: { message: string; program: string | null } | null }[];
  };
  const imap = status.listeners.find((listener) => listener.protocol === 'imap');
  expect(imap?.state).toBe('failed');
  expect(imap?.error?.message).toContain(String(port));
  if (process.platform === 'linux') expect(imap?.error?.program).toMatch(/node/i);
  expect(status.listeners.filter((listener) => listener.state === 'listening').length).toBeGreaterThanOrEqual(7);
  expect(await postane.stop()).toBe(0);
  holder.close();
  postane.remove();
});

test('data of a newer version is refused and not changed', async () => {
  const postane = await startPostane();
  expect(await postane.stop()).toBe(0);
  const db = new Database(path.join(postane.data, 'postane.db'));
  db.pragma('user_version = 999');
  db.close();
  const before = digest(postane.data);
  const result = await serve(postane.data);
  expect(result.code).toBe(1);
  expect(result.err).toMatch(/newer/i);
  expect(digest(postane.data)).toEqual(before);
  postane.remove();
});

test('a folder that is a file, and one that cannot be written, are refused', async () => {
  const file = path.join(folder(), 'file');
  writeFileSync(file, 'mine');
  const onFile = await serve(file);
  expect(onFile.code).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe('mine');
  if (process.getuid?.() === 0) return; // root may write anywhere
  const closed = folder();
  chmodSync(closed, 0o500);
  expect((await serve(closed)).code).toBe(1);
});

test('when its launcher is killed the engine ends by itself and closes its store', async () => {
  const postane = await startPostane();
  process.kill(postane.pid, 'SIGKILL');
  await until(() => {
    try {
      process.kill(postane.enginePid, 0);
      return /^State:\s+Z/m.test(readFileSync(`/proc/${postane.enginePid}/status`, 'utf8'));
    } catch (error) {
      if (['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
      throw error;
    }
  }, 15_000);
  expect(readdirSync(postane.data).filter((name) => /-wal$/.test(name))).toEqual([]);
  postane.remove();
});
