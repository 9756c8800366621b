/**
 * Threads that compute password hashes, at most one less than there are cores, started when needed and ended when idle.
 * What waits is bounded: beyond it the answer is "try again soon", never a login that takes a minute. RFC 9106 4
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HashAnswer, HashJob } from './hash-thread.ts';
import { MailError } from '../model/errors.ts';

export interface HashThreads {
  /** @param first before others that wait: for who is known here @throws MailError unavailable when too many wait */
  run(job: HashJob, first?: boolean): Promise<string | boolean>;
  readonly waiting: number;
}
export interface HashThreadOptions {
  readonly threads?: number;
  /** Jobs that may wait; at about 30 ms each, some seconds. */
  readonly mostWaiting?: number;
  readonly idleMs?: number;
}
interface Task {
  readonly job: HashJob;
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (error: Error) => void;
}
const FILE = new URL('./hash-thread.ts', import.meta.url);

export function createHashThreads(options: HashThreadOptions = {}): HashThreads {
  const most = options.threads ?? Math.max(1, availableParallelism() - 1);
  const { mostWaiting = 64, idleMs = 30_000 } = options;
  const queue: Task[] = [];
  const idle: Thread[] = [];
  let count = 0;

  const next = (thread: Thread): void => {
    const task = queue.shift();
    if (task !== undefined) return thread.take(task);
    idle.push(thread);
    thread.rest(idleMs, () => void idle.splice(idle.indexOf(thread), 1));
  };
  const gone = (thread: Thread): void => {
    count -= 1;
    const at = idle.indexOf(thread);
    if (at >= 0) idle.splice(at, 1);
    start();
  };
  const start = (): void => {
    if (queue.length === 0 || count >= most) return;
    count += 1;
    next(new Thread(next, gone));
  };
  return {
    get waiting() {
      return queue.length;
    },
    run(job, first = false) {
      if (queue.length >= mostWaiting)
        return Promise.reject(new MailError('unavailable', 'Too many sign-ins at once; try again in a few seconds.'));
      return new Promise((resolve, reject) => {
        const task: Task = { job, resolve, reject };
        if (first) queue.unshift(task);
        else queue.push(task);
        const thread = idle.pop();
        if (thread === undefined) start();
        else next(thread);
      });
    },
  };
}

/** One worker, and what it works on. */
class Thread {
  readonly #worker = new Worker(FILE, {
    execArgv: [],
    name: 'postane-hash',
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  #task: Task | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(onIdle: (thread: Thread) => void, onGone: (thread: Thread) => void) {
    this.#worker.unref();
    this.#worker.on('message', (answer: HashAnswer) => {
      const task = this.#task;
      this.#task = null;
      this.#worker.unref();
      if ('value' in answer) task?.resolve(answer.value);
      else task?.reject(new Error(answer.error));
      onIdle(this);
    });
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => {
      this.#fail(new Error('a hashing thread ended'));
      onGone(this);
    });
  }
  take(task: Task): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#task = task;
    this.#worker.ref();
    this.#worker.postMessage(task.job);
  }
  /** Ends when nothing comes for so long. @param onEnd from here on it takes nothing */
  rest(idleMs: number, onEnd: () => void): void {
    this.#timer = setTimeout(() => {
      onEnd();
      void this.#worker.terminate();
    }, idleMs);
    this.#timer.unref();
  }
  #fail(error: Error): void {
    const task = this.#task;
    this.#task = null;
    task?.reject(error);
  }
}
