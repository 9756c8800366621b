/** Starts a program under the project's Node and collects what it acknowledges. */
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Acknowledging {
  readonly process: ChildProcess;
  /** Ids after `ACK`, in the order they were printed. */
  readonly acknowledged: string[];
  /** What it said on stderr. */
  errors(): string;
  /** Resolves with the number of acknowledgements once there are as many. */
  reached(count: number): Promise<void>;
  readonly ended: Promise<number | null>;
}

export function acceptChild(args: readonly string[], wrapper: readonly string[] = []): Acknowledging {
  const script = fileURLToPath(new URL('./accept-child.ts', import.meta.url));
  const [program = '', ...rest] = [...wrapper, process.execPath, script, ...args];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'postane-compile-cache') };
  return acknowledging(spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env }));
}

/** @param child prints `ACK id` lines on stdout */
export function acknowledging(child: ChildProcess): Acknowledging {
  const acknowledged: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let rest = '';
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => (errors += data.toString()));
  child.stdout?.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('ACK ')) acknowledged.push(line.slice(4));
    for (const { resolve } of waiting.filter(({ count }) => acknowledged.length >= count)) resolve();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return {
    process: child,
    acknowledged,
    errors: () => errors,
    ended,
    async reached(count) {
      if (acknowledged.length >= count) return;
      const enough = new Promise<void>((resolve) => waiting.push({ count, resolve }));
      await Promise.race([enough, ended]);
      if (acknowledged.length < count)
        throw new Error(`it ended after ${acknowledged.length} acknowledgements: ${errors}`);
    },
  };
}
