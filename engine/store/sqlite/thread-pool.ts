/** Main thread's end of the store threads: calls become messages, answers settle promises, a lost thread fails them. */
import { Worker } from 'node:worker_threads';
import { fromWire, type FromThread, type ToThread } from './thread-messages.ts';
import type { CommitChange } from '../change-hub.ts';
import { MailError } from '../../model/errors.ts';

export interface ThreadOptions {
  readonly name: string;
  readonly file: URL;
  readonly data: unknown;
  readonly now: () => number;
  readonly onChanges?: (changes: readonly CommitChange[]) => void;
  /** Memory for short-lived values, where much passes through. */
  readonly youngMb?: number;
  /** The thread ended though nobody asked it to. */
  readonly onLost: (error: Error) => void;
}
/** Memory for short-lived values of a thread: small, so that idle threads cost little. */
const YOUNG_MB = 2;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class StoreThread {
  readonly #worker: Worker;
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<void>;
  #nextId = 1;
  #closing = false;
  #lost: Error | null = null;
  #onReady: Waiting | null = null;
  #isReady = false;

  private constructor(options: ThreadOptions) {
    this.#options = options;
    this.#worker = new Worker(options.file, {
      workerData: options.data,
      execArgv: [],
      name: options.name,
      resourceLimits: { maxYoungGenerationSizeMb: options.youngMb ?? YOUNG_MB },
    });
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', (error) => this.#lose(error instanceof Error ? error : new Error(String(error))));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        if (!this.#closing) this.#lose(new Error(`the ${options.name} thread ended with code ${code}`));
        resolve();
      });
    });
  }

  /** Does not wait: what is asked meanwhile is answered once the thread runs. */
  static begin(options: ThreadOptions): StoreThread {
    return new StoreThread(options);
  }
  /** @throws what the thread refused to start with */
  static async start(options: ThreadOptions): Promise<{ readonly thread: StoreThread; readonly value: unknown }> {
    const thread = new StoreThread(options);
    try {
      const value = await new Promise((resolve, reject) => {
        thread.#onReady = { resolve, reject };
      });
      return { thread, value };
    } catch (error) {
      thread.#closing = true;
      await thread.#worker.terminate();
      throw error;
    }
  }

  get isReady(): boolean {
    return this.#isReady;
  }
  get pending(): number {
    return this.#waiting.size;
  }

  /** @param bytes octets of bodies inside @param transfer buffers that change hands */
  call(op: string, args: readonly unknown[], bytes = 0, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#closing || this.#lost !== null) {
      return Promise.reject(new MailError('unavailable', 'The store is closed.', { cause: this.#lost }));
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ kind: 'command', id, op, args, now: this.#options.now(), bytes }, transfer);
    });
  }
  wake(): void {
    if (!this.#closing && this.#lost === null) this.#send({ kind: 'wake' });
  }
  /** Lets the thread finish what it was given. */
  async close(): Promise<void> {
    if (!this.#closing && this.#lost === null) {
      this.#closing = true;
      this.#send({ kind: 'close' });
    }
    await this.#exited;
    this.#failAll(new MailError('unavailable', 'The store is closed.'));
  }

  #send(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
  }
  #hear(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        return this.#onReady?.resolve(message.value);
      case 'refused':
        // Its end comes next, and may come before anybody could react to the refusal.
        this.#closing = true;
        return this.#onReady?.reject(fromWire(message.error));
      case 'group':
        if (message.changes.length > 0) this.#options.onChanges?.(message.changes);
        for (const answer of message.answers) {
          const waiting = this.#waiting.get(answer.id);
          this.#waiting.delete(answer.id);
          if (answer.ok) waiting?.resolve(answer.value);
          else waiting?.reject(fromWire(answer.error));
        }
    }
  }
  #lose(error: Error): void {
    if (this.#lost !== null) return;
    this.#lost = error;
    this.#onReady?.reject(error);
    this.#failAll(
      new MailError('unavailable', 'A thread of the store ended; nothing is known of this command.', { cause: error }),
    );
    if (!this.#closing) this.#options.onLost(error);
  }
  #failAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

/** Questions that wait for the idlest reader before another one is started. */
const CROWDED = 4;

export interface ReaderPoolOptions {
  readonly first: StoreThread;
  readonly most: number;
  /** @param index of the new thread, from 0 */
  readonly another: (index: number) => StoreThread;
}
/**
 * Reader threads: the one with the least to do answers; what may take long keeps to the last one. One is there from the start, since
 * each costs ten megabytes; the others come when there is something for them to do, and stay.
 */
export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #threads: StoreThread[];

  constructor(options: ReaderPoolOptions) {
    this.#options = options;
    this.#threads = [options.first];
  }
  call(op: string, args: readonly unknown[]): Promise<unknown> {
    // One that still starts gets nothing that others can answer at once.
    const running = this.#threads.filter((thread, index) => index === 0 || thread.isReady);
    const idlest = running.reduce((best, thread) => (thread.pending < best.pending ? thread : best));
    if (idlest.pending >= CROWDED && running.length === this.#threads.length) this.#grow();
    return idlest.call(op, args);
  }
  callSlow(op: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#threads.length === 1) this.#grow();
    return (this.#threads.at(-1) as StoreThread).call(op, args);
  }
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #grow(): void {
    const { length } = this.#threads;
    if (length < this.#options.most) this.#threads.push(this.#options.another(length));
  }
}

/** A thread that starts when there is first something to do for it, and stays. */
export class LateThread {
  readonly #start: () => StoreThread;
  #thread: StoreThread | null = null;
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#start = () => StoreThread.begin(options);
  }
  async call(op: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#closed) throw new MailError('unavailable', 'The store is closed.');
    return this.#running().call(op, args);
  }
  wake(): void {
    if (!this.#closed) this.#running().wake();
  }
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.close();
  }

  #running(): StoreThread {
    return (this.#thread ??= this.#start());
  }
}
