/**
 * Starts the engine as a Node 24 process of its own, keeps it running and stops it. The only file that knows how it is hosted.
 * A crash is answered with a restart after a growing wait, a loop of crashes and a refused start with a full stop and the reason.
 * The engine ends by itself when its channel closes, so it never outlives this process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { StartFailure } from '../engine/control/contract.ts';
import type { ClientFrame, ServerFrame } from '../engine/control/frames.ts';
import type { EngineState, EngineToHost, HostToEngine } from '../engine/control/host-messages.ts';
import { Heartbeat, HEARTBEAT_LIMITS, type HeartbeatLimits } from './heartbeat.ts';
import { OutputTail } from './output-tail.ts';
import { RESTART_LIMITS, RestartPolicy, type RestartLimits } from './restart-policy.ts';

export interface EngineHostOptions {
  /** The Node 24 binary. */
  readonly node: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limits?: Partial<EngineHostLimits>;
}
export interface EngineHostLimits {
  readonly restart: RestartLimits;
  readonly heartbeat: HeartbeatLimits;
  /** How long a stop may take before the process is ended by force. */
  readonly stopMs: number;
}
interface EngineHostEvents {
  state: [EngineState];
  frame: [client: number, frame: ServerFrame];
  output: [string];
  /** The process has ended, for whatever reason. */
  gone: [];
}
/** What would make another program of it, and what only the options may say. */
const NOT_INHERITED = /^(ELECTRON_RUN_AS_NODE|NODE_OPTIONS|POSTANE_.*)$/;
const STOP_MS = 10_000;
const LAST_WORDS_MS = 500;

export class EngineHost extends EventEmitter<EngineHostEvents> {
  readonly #options: EngineHostOptions;
  readonly #limits: EngineHostLimits;
  readonly #restarts: RestartPolicy;
  readonly #heartbeat: Heartbeat;
  readonly #output = new OutputTail();
  #state: EngineState = { phase: 'stopped' };
  #child: ChildProcess | undefined;
  #retry: NodeJS.Timeout | undefined;
  #readyAt: number | undefined;
  #hung: string | undefined;

  constructor(options: EngineHostOptions) {
    super();
    this.#options = options;
    this.#limits = { restart: RESTART_LIMITS, heartbeat: HEARTBEAT_LIMITS, stopMs: STOP_MS, ...options.limits };
    this.#restarts = new RestartPolicy(this.#limits.restart);
    this.#heartbeat = new Heartbeat(this.#limits.heartbeat, (silentMs) => this.#endHung(silentMs));
  }

  get state(): EngineState {
    return this.#state;
  }

  start(): void {
    if (this.#child) return;
    clearTimeout(this.#retry);
    this.#readyAt = undefined;
    this.#hung = undefined;
    this.#output.clear();
    this.#set({ phase: 'starting', attempt: this.#restarts.nextAttempt });
    const child = this.#fork();
    this.#child = child;
    this.#heartbeat.start();
    const forward = (chunk: Buffer): void => {
      this.#output.add(String(chunk));
      this.emit('output', String(chunk));
    };
    child.stdout?.on('data', forward);
    child.stderr?.on('data', forward);
    child.on('message', (message) => this.#hear(message as EngineToHost));
    child.on('error', (error) => this.#failedToRun(child, error));
    const ended = (code: number | null, signal: string | null): void =>
      this.#ended(child, signal ?? `exit code ${code}`);
    // The last words may still be in the pipes when the process is gone: 'close' comes after them, if nobody else holds the pipes.
    child.on('close', ended);
    child.on('exit', (code, signal) => setTimeout(ended, LAST_WORDS_MS, code, signal));
  }

  /** @returns false when no running engine can hear it */
  send(client: number, frame: ClientFrame): boolean {
    return this.#state.phase === 'running' && this.#tell({ t: 'control', client, frame });
  }

  clientGone(client: number): void {
    this.#tell({ t: 'clientGone', client });
  }

  /** Asks the engine to close its store and end; ends it by force after the limit. Resolves when the process is gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#retry);
    const child = this.#child;
    if (!child) return this.#set({ phase: 'stopped' });
    const gone = new Promise<void>((resolve) => this.once('gone', resolve));
    if (this.#state.phase !== 'stopping') {
      this.#set({ phase: 'stopping' });
      this.#endWithin(this.#limits.stopMs);
      if (!this.#tell({ t: 'stop' })) child.kill('SIGTERM');
    }
    await gone;
  }

  /** For a person who says "try again": earlier crashes no longer count. */
  async restart(): Promise<void> {
    await this.stop();
    this.#restarts.forget();
    this.start();
  }

  #fork(): ChildProcess {
    const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.test(name));
    return fork(this.#options.script, [], {
      execPath: this.#options.node,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
      env: { ...Object.fromEntries(inherited), ...this.#options.env },
    });
  }

  #tell(message: HostToEngine): boolean {
    if (!this.#child?.connected) return false;
    this.#child.send(message, (error) => {
      // The channel closed in between; 'close' of the process tells the rest.
      if (error) this.emit('output', `The engine did not take a message: ${error.message}\n`);
    });
    return true;
  }

  #hear(message: EngineToHost): void {
    this.#heartbeat.heard();
    switch (message.t) {
      case 'ready':
        if (this.#state.phase === 'starting') this.#ready(message);
        return;
      case 'control':
        this.emit('frame', message.client, message.frame);
        return;
      case 'failed':
        if (this.#state.phase !== 'stopping') this.#set({ phase: 'failed', failure: message.failure });
        this.#endWithin(this.#limits.stopMs);
        return;
      case 'stopped':
        this.#endWithin(this.#limits.stopMs);
        return;
      case 'beat':
        return;
    }
  }

  #ready(message: Extract<EngineToHost, { t: 'ready' }>): void {
    this.#readyAt = performance.now();
    this.#set({ phase: 'running', pid: this.#child?.pid ?? 0, since: Date.now(), listeners: message.listeners });
  }

  /** It is asked to end or says that it will: it drains and need not beat any more, but it has only so long. */
  #endWithin(ms: number): void {
    const child = this.#child;
    this.#heartbeat.stop();
    const limit = setTimeout(() => child?.kill('SIGKILL'), ms);
    child?.once('exit', () => clearTimeout(limit));
  }

  #endHung(silentMs: number): void {
    this.#hung = `it did not answer for ${Math.round(silentMs / 1000)} s`;
    this.#child?.kill('SIGKILL');
  }

  /** The program could not be started at all (missing, not executable): trying again by itself would not help. */
  #failedToRun(child: ChildProcess, error: Error): void {
    if (child.pid !== undefined || this.#child !== child) return;
    this.#child = undefined;
    this.#heartbeat.stop();
    const failure: StartFailure = {
      code: 'other',
      message: `The mail engine's program ${this.#options.node} could not be started (${error.message}). Install Postane again.`,
      detail: { program: this.#options.node },
    };
    this.#set({ phase: 'failed', failure });
    this.emit('gone');
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#heartbeat.stop();
    if (this.#state.phase === 'stopping') this.#set({ phase: 'stopped' });
    else if (this.#state.phase !== 'failed') this.#crashed(how);
    this.emit('gone');
  }

  #crashed(how: string): void {
    const line = this.#output.tellingLine;
    const reason = `${this.#hung ?? how}${line ? `: ${line}` : ''}`;
    const now = performance.now();
    const decision = this.#restarts.crashed(now, this.#readyAt === undefined ? 0 : now - this.#readyAt);
    if (decision.kind === 'loop') {
      return this.#set({ phase: 'crashLoop', attempts: decision.attempts, reason, output: this.#output.text });
    }
    this.#retry = setTimeout(() => this.start(), decision.waitMs);
    this.#set({ phase: 'waiting', attempt: decision.attempt, retryAt: Date.now() + decision.waitMs, reason });
  }

  #set(state: EngineState): void {
    this.#state = state;
    this.emit('state', state);
  }
}
