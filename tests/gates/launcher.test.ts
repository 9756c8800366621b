/** The `postane` launcher: hands over to Node 24, passes signals, stdin and exit code, and never leaves an engine behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallProject, type SmallProject } from './small-project.ts';

/** Stands where the engine stands, with the engine's duties towards its launcher. */
const ENGINE = `/** Serves until it is asked to stop; its pid and how it ended are left in files. */
import { writeFileSync } from 'node:fs';
const folder = process.argv[3] ?? '';
const note = (name: string, text: string): void => writeFileSync(folder + '/' + name, text);
const keep = setInterval(() => {}, 1000);
const end = (why: string) => (): void => {
  note('ended', why);
  clearInterval(keep);
  process.exit(0);
};
if (process.argv[4] !== '--deaf') process.on('SIGTERM', end('SIGTERM'));
else process.on('SIGTERM', () => note('heard', 'yes'));
process.on('disconnect', end('disconnect'));
note('pid', String(process.pid));
console.log(JSON.stringify({ event: 'ready', node: process.versions.node, args: process.argv.slice(2) }));
`;
const CLIENT = `/** Echoes its input, ends as it is told. */
process.stdin.on('data', (piece) => process.stdout.write(piece));
process.stdin.on('end', () => process.exit(Number(process.argv[2])));
`;

let project: SmallProject;
beforeEach(() => {
  project = smallProject();
  project.write('engine/bin/serve.ts', ENGINE);
  project.write('engine/bin/cli.ts', CLIENT);
});
afterEach(() => project.remove());

const launcher = (): string => path.join(project.root, 'scripts/postane.mjs');
const left = (name: string): string => readFileSync(path.join(project.root, name), 'utf8');

async function serve(...more: string[]): Promise<{ child: ChildProcess; ready: { node: string; args: string[] } }> {
  const child = spawn(process.execPath, [launcher(), 'serve', '--data', project.root, ...more], { stdio: 'pipe' });
  let output = '';
  while (!output.includes('\n')) output += String((await once(child.stdout, 'data'))[0]);
  return { child, ready: JSON.parse(output) as { node: string; args: string[] } };
}

async function until(holds: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`did not hold within ${limitMs} ms: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A killed child of a killed parent may stay a zombie for a moment: dead all the same. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

test('serve runs on Node 24 with its arguments, and SIGTERM ends it with 0', async () => {
  const { child, ready } = await serve('--json');
  expect(ready.node).toMatch(/^24\./);
  expect(ready.args).toEqual(['--data', project.root, '--json']);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(left('ended')).toBe('SIGTERM');
});

test('a launcher that is killed takes its engine along, in order', async () => {
  const { child } = await serve();
  const pid = Number(left('pid'));
  child.kill('SIGKILL');
  await until(() => !isRunning(pid), 5_000);
  expect(left('ended')).toBe('disconnect');
});

test('under npm, whose shell keeps signals to itself, the engine ends with that shell', async () => {
  const env = { ...process.env, npm_command: 'exec' };
  const line = `"${process.execPath}" "${launcher()}" serve --data "${project.root}"; true`;
  const shell = spawn('sh', ['-c', line], { stdio: 'pipe', env });
  await once(shell.stdout, 'data');
  const pid = Number(left('pid'));
  shell.kill('SIGTERM');
  await until(() => !isRunning(pid), 5_000);
  expect(left('ended')).toBe('SIGTERM');
});

test('an engine that does not listen is ended by force within ten seconds, and that is no success', async () => {
  const { child } = await serve('--deaf');
  const started = performance.now();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(137);
  expect(left('heard')).toBe('yes');
  expect(performance.now() - started).toBeLessThan(10_500);
  expect(isRunning(Number(left('pid')))).toBe(false);
});

test('client commands get stdin, and their exit code comes back', async () => {
  const child = spawn(process.execPath, [launcher(), '7'], { stdio: 'pipe' });
  child.stdin.end('a password\n');
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  expect(await once(child, 'close')).toEqual([7, null]);
  expect(output).toBe('a password\n');
});

test('the built engine is taken while it matches its source, and the source again once that changed', async () => {
  project.write('engine/bin/cli.ts', `/** Says where it runs. */\nconsole.log(import.meta.url);\n`);
  const run = async () => (await project.script(['scripts/postane.mjs', 'x'])).output.trim();
  expect(await run()).toMatch(/engine\/bin\/cli\.ts$/);
  const built = await project.script(['scripts/build.mjs', 'engine']);
  expect(built.output).toMatch(/^built engine in/);
  expect(await run()).toMatch(/dist\/engine\/cli\.mjs$/);
  expect((await project.script(['scripts/build.mjs', 'engine'])).output).toBe('');
  project.write('engine/lib/new.ts', `/** New. */\nexport {};\n`);
  expect(await run()).toMatch(/engine\/bin\/cli\.ts$/);
});

test('a thread is found in the source and in the built engine', async () => {
  project.write(
    'engine/bin/cli.ts',
    `/** Asks a thread. */\nimport { ask } from '../store/sqlite/ask.ts';\n\nconsole.log(await ask());\n`,
  );
  project.write(
    'engine/store/sqlite/ask.ts',
    `/** Asks. */\nimport { once } from 'node:events';\nimport { Worker } from 'node:worker_threads';\n\nexport async function ask(): Promise<unknown> {\n  const thread = new Worker(new URL('./echo-thread.ts', import.meta.url));\n  return (await once(thread, 'message'))[0];\n}\n`,
  );
  project.write(
    'engine/store/sqlite/echo-thread.ts',
    `/** Answers. */\nimport { parentPort } from 'node:worker_threads';\n\nparentPort?.postMessage(import.meta.url);\n`,
  );
  const run = async () => (await project.script(['scripts/postane.mjs', 'x'])).output.trim();
  expect(await run()).toMatch(/engine\/store\/sqlite\/echo-thread\.ts$/);
  await project.script(['scripts/build.mjs', 'engine']);
  expect(await run()).toMatch(/dist\/engine\/echo-thread\.mjs$/);
});
