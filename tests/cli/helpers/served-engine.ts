/** A real `serve` as a process of its own, and the command line's own code in this one: a process for each line would only cost time. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { runCli } from '../../../engine/bin/cli/run-cli.ts';

const bin = path.resolve(import.meta.dirname, '../../../engine/bin');
export const PROTOCOLS = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'];
const FREE_PORTS = PROTOCOLS.flatMap((name) => ['--set', `${name}.port=0`]);

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
export async function run(program: 'serve' | 'cli', words: readonly string[], input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [path.join(bin, `${program}.ts`), ...words], { stdio: 'pipe' });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  child.stdin.on('error', () => undefined); // a program that reads no input may end first
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** One line of the command line, in this process. */
export async function lineOf(words: readonly string[], input = ''): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCli(words, {
    env: {},
    stdin: Readable.from([input]),
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

export interface ServedEngine {
  readonly data: string;
  readonly child: ChildProcess;
  /** Lines of standard output so far, parsed. */
  readonly lines: readonly Record<string, unknown>[];
  cli(words: readonly string[], input?: string): Promise<Ran>;
  /** The JSON a line prints. @throws when it fails */
  json(words: readonly string[], input?: string): Promise<unknown>;
  /** @returns exit code and milliseconds */
  stop(signal?: NodeJS.Signals): Promise<{ readonly code: number | null; readonly ms: number }>;
  remove(): void;
}
export async function serve(
  options: { readonly data?: string; readonly words?: readonly string[] } = {},
): Promise<ServedEngine> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'postane-cli-'));
  const words = ['--data', data, '--profile', 'trial', '--json', ...FREE_PORTS, '--set', 'hostname=mail.firma.test'];
  const child = spawn(process.execPath, [path.join(bin, 'serve.ts'), ...words, ...(options.words ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: Record<string, unknown>[] = [];
  let err = '';
  child.stderr?.on('data', (piece: Buffer) => (err += piece.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  await new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(`serve ended: ${err}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
      resolve();
    });
  });
  const cli = (line: readonly string[], input = '') => lineOf([...line, '--data', data], input);
  return {
    data,
    child,
    lines,
    cli,
    async json(line, input) {
      const { code, out, err: words } = await cli([...line, '--json'], input);
      if (code !== 0) throw new Error(`postane ${line.join(' ')}: exit ${code}: ${words}`);
      return JSON.parse(out) as unknown;
    },
    async stop(signal = 'SIGTERM') {
      const since = performance.now();
      child.kill(signal);
      const [code] = await ended;
      return { code, ms: performance.now() - since };
    },
    remove: () => rmSync(data, { recursive: true, force: true }),
  };
}
