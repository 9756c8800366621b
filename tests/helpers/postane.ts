/** Starts a real Postane as people do (`postane serve`), talks to it by its command line, and stops it. For tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const projectRoot = path.resolve(import.meta.dirname, '../..');
const launcher = path.join(projectRoot, 'scripts/postane.mjs');
const READY_LIMIT_MS = 60_000;

export interface ReadyEvent {
  readonly event: 'ready';
  readonly listeners: readonly {
    readonly protocol: string;
    readonly host: string;
    readonly port: number;
    readonly tls: string;
  }[];
  readonly control: string;
  readonly url: string;
}
export interface RunResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
/** Runs a program to its end. Never throws for its exit code. */
export async function run(
  command: string,
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly limitMs?: number;
    readonly cwd?: string;
  } = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? projectRoot,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? 60_000);
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  child.stdin.on('error', () => undefined); // a program that reads no input may end before we wrote it
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  return { code, out, err };
}

export interface Postane {
  readonly data: string;
  readonly ready: ReadyEvent;
  /** Pid of the launcher; the engine is its child. */
  readonly pid: number;
  /** Pid of the engine's own process. */
  readonly enginePid: number;
  /** Path of the office CA's certificate. */
  readonly caFile: string;
  readonly ca: string;
  port(protocol: string): number;
  /** Events so far, one per JSON line. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** A line of the command line against this engine. @throws with its words when it fails */
  cli(args: readonly string[], input?: string): Promise<string>;
  cliResult(args: readonly string[], input?: string): Promise<RunResult>;
  /** Waits for an event of that code whose fields match. */
  waitForEvent(
    code: string,
    match?: (event: Readonly<Record<string, unknown>>) => boolean,
    limitMs?: number,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** SIGTERM and wait. @returns the exit code */
  stop(): Promise<number | null>;
  /** SIGKILL of the engine and the launcher. */
  kill(): Promise<void>;
  /** Removes the data folder. */
  remove(): void;
}
export interface StartOptions {
  readonly data?: string;
  readonly profile?: 'trial' | null;
  readonly set?: Readonly<Record<string, string | number>>;
}
const PORTS = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'];

export async function startPostane(options: StartOptions = {}): Promise<Postane> {
  const data = options.data ?? mkdtempSync(path.join(tmpdir(), 'postane-test-'));
  const settings = {
    ...Object.fromEntries(PORTS.map((name) => [`${name}.port`, 0])),
    hostname: 'mail.firma.test',
    ...options.set,
  };
  const profile = options.profile === null ? [] : ['--profile', options.profile ?? 'trial'];
  const sets = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const child = spawn(process.execPath, [launcher, 'serve', '--data', data, '--json', ...profile, ...sets], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: Record<string, unknown>[] = [];
  const listeners = new Set<() => void>();
  let err = '';
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line) as Record<string, unknown>);
    for (const listener of listeners) listener();
  });
  const waitFor = waiter(child, events, listeners, () => err);
  const ready = (await waitFor((event) => event.event === 'ready', READY_LIMIT_MS)) as unknown as ReadyEvent;
  const cliResult = (args: readonly string[], input = '') =>
    run(process.execPath, [launcher, ...args, '--data', data], { input });
  const cli = async (args: readonly string[], input = '') => {
    const result = await cliResult(args, input);
    if (result.code !== 0)
      throw new Error(`postane ${args.join(' ')}: exit ${result.code}\n${result.out}${result.err}`);
    return result.out;
  };
  const ca = await cli(['cert', 'export-ca']);
  const caFile = path.join(data, 'office-ca-for-test.pem');
  writeFileSync(caFile, ca);
  const enginePid = (JSON.parse(await cli(['status', '--json'])) as { pid: number }).pid;
  const ended = once(child, 'close') as Promise<[number | null]>;
  return {
    data,
    ready,
    pid: child.pid!,
    enginePid,
    ca,
    caFile,
    events,
    cli,
    cliResult,
    port(protocol) {
      const found = ready.listeners.find((listener) => listener.protocol === protocol);
      if (found === undefined) throw new Error(`no listener for ${protocol}`);
      return found.port;
    },
    waitForEvent: (code, match = () => true, limitMs = 20_000) =>
      waitFor((event) => event.code === code && match(event), limitMs),
    async stop() {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
    async kill() {
      killQuietly(enginePid);
      child.kill('SIGKILL');
      await ended;
    },
    remove: () => rmSync(data, { recursive: true, force: true }),
  };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // already gone is what we wanted
  }
}

type EventMatch = (event: Readonly<Record<string, unknown>>) => boolean;

function waiter(
  child: ChildProcess,
  events: readonly Record<string, unknown>[],
  listeners: Set<() => void>,
  words: () => string,
) {
  return (match: EventMatch, limitMs: number): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      const done = (finish: () => void) => {
        clearTimeout(limit);
        listeners.delete(look);
        child.off('exit', gone);
        finish();
      };
      const look = () => {
        const found = events.find(match);
        if (found !== undefined) done(() => resolve(found));
      };
      const gone = () => done(() => reject(new Error(`postane ended: ${words()}`)));
      const limit = setTimeout(
        () =>
          done(() =>
            reject(
              new Error(
                `no such event in ${limitMs} ms; ${words()}\n${events
                  .slice(-20)
                  .map((event) => JSON.stringify(event))
                  .join('\n')}`,
              ),
            ),
          ),
        limitMs,
      );
      listeners.add(look);
      child.once('exit', gone);
      look();
    });
}

/** Tries until it holds. The last failure is the error. */
export async function until<T>(
  attempt: () => Promise<T> | T,
  limitMs = 20_000,
  everyMs = 100,
): Promise<NonNullable<T>> {
  const end = performance.now() + limitMs;
  for (;;) {
    let failure: unknown = new Error(`did not hold within ${limitMs} ms: ${attempt.toString()}`);
    try {
      const value = await attempt();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) throw failure;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Domain firma.test with Ayşe and Mehmet. */
export const PEOPLE = {
  ayse: { address: 'ayse@firma.test', password: 'sabah-kahvesi-7' },
  mehmet: { address: 'mehmet@firma.test', password: 'aksam-cayi-9' },
} as const;
export async function addPeople(postane: Postane): Promise<void> {
  await postane.cli(['domain', 'add', 'firma.test']);
  for (const { address, password } of Object.values(PEOPLE))
    await postane.cli(['account', 'add', address, '--password-stdin'], `${password}\n`);
}
