/** The event loop's side of the thread: feeds letters to it piece by piece, answers its DNS questions, replaces it when it dies or hangs. */
import { Worker } from 'node:worker_threads';
import { assertNever } from '../lib/assert.ts';
import type { Clock } from '../lib/clock.ts';
import type { Octets } from '../lib/octets.ts';
import { MailError } from '../model/errors.ts';
import { addressOfReverseName, type Resolver } from '../net/resolver.ts';
import type {
  AnyDnsAnswer,
  CheckedParts,
  FromThread,
  QuestionType,
  SignTask,
  ToThread,
  VerifyTask,
  Whole,
} from './auth-thread-messages.ts';

/** Memory for short-lived values: without a bound it grows under load to many times what lives, and stays. */
const YOUNG_MB = 12;

/** The letter's octets from the first one, each time it is called; whole when they are in memory. */
export type Letter = () => Octets;
export interface AuthThreadOptions {
  readonly resolver: Resolver;
  readonly clock: Pick<Clock, 'after'>;
  readonly onTrouble: (reason: string) => void;
  /** The thread's program, when it is another one. */
  readonly program?: URL;
  /** A thread that does not let go of a cancelled job within this time hangs. */
  readonly hangMs?: number;
}
export interface AuthThread {
  /** What was found until the end or the abort; `trouble` says why something is missing. Does not reject. */
  verify(
    task: VerifyTask,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<{ parts: CheckedParts; trouble: string | null }>;
  /** @throws MailError `unavailable` */
  sign(task: SignTask, letter: Letter): Promise<string>;
  close(): Promise<void>;
}
interface Job {
  /** What is still to be read; null when the thread has all. */
  readonly chunks: AsyncIterator<Uint8Array> | null;
  parts: CheckedParts;
  /** @param trouble null when all is done */
  readonly end: (trouble: string | null, field: string | null, parts: CheckedParts) => void;
}
const HANG_MS = 10_000;

export function createAuthThread(options: AuthThreadOptions): AuthThread {
  return new ThreadOwner(options);
}

class ThreadOwner implements AuthThread {
  readonly #options: AuthThreadOptions;
  readonly #jobs = new Map<number, Job>();
  #worker: Worker | null = null;
  #lastJob = 0;

  constructor(options: AuthThreadOptions) {
    this.#options = options;
  }

  verify(
    task: VerifyTask,
    letter: Letter,
    signal: AbortSignal,
  ): Promise<{ parts: CheckedParts; trouble: string | null }> {
    return new Promise((resolve) => {
      const onAbort = (): void => this.#abandon(id);
      const id = this.#start(
        (job, whole) => ({ t: 'verify', job, task, whole }),
        letter,
        (trouble, _field, parts) => {
          signal.removeEventListener('abort', onAbort);
          resolve({ parts, trouble });
        },
      );
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
    });
  }

  sign(task: SignTask, letter: Letter): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#start(
        (job, whole) => ({ t: 'sign', job, task, whole }),
        letter,
        (trouble, field) => {
          if (field !== null) resolve(field);
          else reject(new MailError('unavailable', trouble ?? 'the letter could not be signed'));
        },
      );
    });
  }

  async close(): Promise<void> {
    const thread = this.#worker;
    if (thread === null) return;
    this.#lose(thread, 'the engine stops');
    await thread.terminate();
  }

  #running(): Worker {
    if (this.#worker !== null) return this.#worker;
    const program = this.#options.program ?? new URL('./auth-worker.ts', import.meta.url);
    const made = new Worker(program, {
      name: 'mailauth',
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker = made;
    made.unref();
    made.on('message', (message: FromThread) => this.#hear(made, message));
    made.on('error', (error) => {
      this.#options.onTrouble(`the thread that checks letters failed: ${error.message}`);
      this.#lose(made, error.message);
    });
    made.on('exit', () => this.#lose(made, 'the thread that checks letters ended'));
    return made;
  }

  /** Ends all jobs of a thread that is gone; the next job starts another one. */
  #lose(lost: Worker, reason: string): void {
    if (this.#worker !== lost) return;
    this.#worker = null;
    for (const id of [...this.#jobs.keys()]) this.#settle(id, reason, null);
  }

  #start(order: (job: number, whole: Whole) => ToThread, letter: Letter, end: Job['end']): number {
    this.#lastJob += 1;
    const id = this.#lastJob;
    const thread = this.#running();
    const source = letter();
    const isWhole = source instanceof Uint8Array;
    this.#jobs.set(id, { chunks: isWhole ? null : source[Symbol.asyncIterator](), parts: {}, end });
    // A copy of its own: a view would carry its whole buffer over, and the caller may go on using it.
    const whole = isWhole ? new Uint8Array(source) : null;
    thread.postMessage(order(id, whole), whole === null ? [] : [whole.buffer]);
    return id;
  }

  #settle(id: number, trouble: string | null, field: string | null): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    this.#jobs.delete(id);
    this.#finish(job, trouble, field);
  }

  #finish({ chunks, parts, end }: Job, trouble: string | null, field: string | null): void {
    // Frees the letter's file when it was not read to its end.
    if (trouble !== null) chunks?.return?.().catch((error: unknown) => this.#options.onTrouble(String(error)));
    end(trouble, field, parts);
  }

  /** Gives the caller what is there now, and sees that the thread lets go. */
  #abandon(id: number): void {
    const thread = this.#worker;
    const job = this.#jobs.get(id);
    if (job === undefined || thread === null) return;
    tell(thread, { t: 'cancel', job: id });
    let isFree = false;
    this.#jobs.set(id, { ...job, end: () => (isFree = true) });
    this.#finish(job, 'the check took too long', null);
    this.#options.clock.after(this.#options.hangMs ?? HANG_MS, () => {
      if (isFree) return;
      this.#options.onTrouble('the thread that checks letters hung and was replaced');
      this.#lose(thread, 'the thread that checks letters hung');
      void thread.terminate();
    });
  }

  #hear(from: Worker, message: FromThread): void {
    switch (message.t) {
      case 'more':
        void this.#feed(from, message.job);
        return;
      case 'ask':
        void this.#answer(from, message);
        return;
      case 'part': {
        const job = this.#jobs.get(message.job);
        if (job !== undefined) job.parts = { ...job.parts, ...message.part };
        return;
      }
      case 'done': {
        const job = this.#jobs.get(message.job);
        if (job !== undefined) job.parts = { ...job.parts, ...message.part };
        this.#settle(message.job, null, message.field);
        return;
      }
      case 'failed':
        this.#settle(message.job, message.reason, null);
        return;
      default:
        assertNever(message, 'message of the thread');
    }
  }

  async #answer(to: Worker, { question, type, name }: Extract<FromThread, { t: 'ask' }>): Promise<void> {
    const answer = await answerTo(this.#options.resolver, type, name).catch((error: unknown): AnyDnsAnswer => {
      this.#options.onTrouble(`a DNS question failed: ${String(error)}`);
      return { kind: 'failed', reason: 'badAnswer' };
    });
    tell(to, { t: 'answer', question, answer });
  }

  async #feed(to: Worker, id: number): Promise<void> {
    const chunks = this.#jobs.get(id)?.chunks ?? null;
    if (chunks === null) return;
    try {
      const next = await chunks.next();
      const bytes = next.done === true ? null : new Uint8Array(next.value);
      to.postMessage({ t: 'chunk', job: id, bytes } satisfies ToThread, bytes === null ? [] : [bytes.buffer]);
    } catch (error) {
      // The letter itself cannot be read: its job ends without it.
      tell(to, { t: 'cancel', job: id });
      this.#settle(id, `the letter cannot be read: ${error instanceof Error ? error.message : String(error)}`, null);
    }
  }
}

const tell = (to: Worker, message: ToThread): void => to.postMessage(message);

async function answerTo(resolver: Resolver, type: QuestionType, name: string): Promise<AnyDnsAnswer> {
  switch (type) {
    case 'A':
      return resolver.a(name);
    case 'AAAA':
      return resolver.aaaa(name);
    case 'MX':
      return resolver.mx(name);
    case 'TXT':
      return resolver.txt(name);
    case 'CNAME':
      return resolver.cname(name);
    case 'PTR':
      return resolver.ptr(addressOfReverseName(name));
    default:
      return assertNever(type, 'question type');
  }
}
