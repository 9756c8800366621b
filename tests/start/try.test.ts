/** `npm start -- --try`, from its first word to its end: people, a letter, and no question left over for the window. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { projectRoot } from '../helpers/postane.ts';

const data = mkdtempSync(path.join(tmpdir(), 'postane-try-test-'));
let child: ChildProcess | undefined;
let ended: Promise<unknown> | undefined;
afterAll(async () => {
  child?.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
});

const ZERO = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'].flatMap(
  (name) => ['--set', `${name}.port=0`],
);

test('leaves a trial in which a letter has arrived and the first run is finished', async () => {
  const started = spawn(
    process.execPath,
    [path.join(projectRoot, 'scripts/start.mjs'), '--try', '--headless', '--data', data, ...ZERO],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  child = started;
  ended = once(started, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: started.stdout })) {
    lines.push(line);
    if (line.startsWith('running;')) break;
  }
  expect(lines.join('\n')).toMatch(/first letter delivered in \d+ ms/);

  const control = await connectLocalSocket(data);
  const session = await control.call('session.get', null);
  expect(session).toMatchObject({ firstRunDone: true, profile: 'trial' });
  const overview = await control.call('overview.get', null);
  expect(overview).toMatchObject({ recent: [{ subject: 'İlk mektup: the first letter' }] });
  control.close();

  started.stdout.resume();
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
