/** The event loop's side of the thread: feeds letters to it piece by piece, answers its DNS questions, replaces it when it dies or hangs. */
import { Worker } from 'node:worker_threads';
import { assertNever } from '../lib/assert.ts';
import type { Clock } from '../lib/clock.ts';
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
} from './auth-thread-messages.ts';

/** The letter's octets from the first one, each time it is called. */
export type Letter = () => AsyncIterable<Uint8Array>;
export interface AuthThreadOptions {
  readonly resolver: Resolver;
  readonly clock: Pick<Clock, 'after'>;
  readonly onTrouble: (reason: string) => void;
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
  readonly chunks: AsyncIterator<Uint8Array>;
  parts: CheckedParts;
  /** @param trouble null when all is done */
  readonly end: (trouble: string | null, field: string | null) => void;
}
/** A thread that does not let go of a cancelled job within this time hangs. */
const HANG_MS = 10_000;

export function createAuthThread({ resolver, clock, onTrouble }: AuthThreadOptions): AuthThread {
  const jobs = new Map<number, Job>();
  let worker: Worker | null = null;
  let lastJob = 0;

  const lose = (lost: Worker, reason: string): void => {
    if (worker !== lost) return;
    worker = null;
    for (const [id, job] of jobs) {
      jobs.delete(id);
      job.end(reason, null);
    }
  };
  const running = (): Worker => {
    if (worker !== null) return worker;
    const made = new Worker(new URL('./auth-worker.ts', import.meta.url), { name: 'mailauth', execArgv: [] });
    worker = made;
    made.unref();
    made.on('message', (message: FromThread) => hear(made, message));
    made.on('error', (error) => {
      onTrouble(`the thread that checks letters failed: ${error.message}`);
      lose(made, error.message);
    });
    made.on('exit', () => lose(made, 'the thread that checks letters ended'));
    return made;
  };
  const tell = (to: Worker, message: ToThread): void => to.postMessage(message);

  function hear(from: Worker, message: FromThread): void {
    switch (message.t) {
      case 'more':
        void feed(from, message.job);
        return;
      case 'ask':
        void answerTo(resolver, message.type, message.name)
          .catch((error: unknown): AnyDnsAnswer => {
            onTrouble(`a DNS question failed: ${String(error)}`);
            return { kind: 'failed', reason: 'badAnswer' };
          })
          .then((answer) => tell(from, { t: 'answer', question: message.question, answer }));
        return;
      case 'part': {
        const job = jobs.get(message.job);
        if (job !== undefined) job.parts = { ...job.parts, ...message.part };
        return;
      }
      case 'done':
        settle(message.job, null, message.field);
        return;
      case 'failed':
        settle(message.job, message.reason, null);
        return;
      default:
        assertNever(message, 'message of the thread');
    }
  }
  function settle(id: number, trouble: string | null, field: string | null): void {
    const job = jobs.get(id);
    jobs.delete(id);
    job?.end(trouble, field);
  }
  async function feed(to: Worker, id: number): Promise<void> {
    const job = jobs.get(id);
    if (job === undefined) return;
    try {
      const next = await job.chunks.next();
      // A copy of its own: a view would carry its whole buffer over, and the caller may go on using it.
      const bytes = next.done === true ? null : new Uint8Array(next.value);
      to.postMessage({ t: 'chunk', job: id, bytes } satisfies ToThread, bytes === null ? [] : [bytes.buffer]);
    } catch (error) {
      // The letter itself cannot be read: its job ends without it.
      tell(to, { t: 'cancel', job: id });
      settle(id, `the letter cannot be read: ${error instanceof Error ? error.message : String(error)}`, null);
    }
  }
  /** `order` gets the job's number. */
  function run(order: (job: number) => ToThread, letter: Letter, end: (job: Job) => Job['end']): number {
    lastJob += 1;
    const id = lastJob;
    const thread = running();
    const job: Job = {
      chunks: letter()[Symbol.asyncIterator](),
      parts: {},
      end: (trouble, field) => {
        // Frees the letter's file when it was not read to its end.
        if (trouble !== null) job.chunks.return?.().catch((error: unknown) => onTrouble(String(error)));
        end(job)(trouble, field);
      },
    };
    jobs.set(id, job);
    tell(thread, order(id));
    return id;
  }
  /** Gives the caller what is there now, and sees that the thread lets go. */
  function abandon(id: number): void {
    const thread = worker;
    const job = jobs.get(id);
    if (job === undefined || thread === null) return;
    tell(thread, { t: 'cancel', job: id });
    let isFree = false;
    jobs.set(id, { ...job, end: () => (isFree = true) });
    job.end('the check took too long', null);
    clock.after(HANG_MS, () => {
      if (isFree) return;
      onTrouble('the thread that checks letters hung and was replaced');
      lose(thread, 'the thread that checks letters hung');
      void thread.terminate();
    });
  }
  return {
    verify: (task, letter, signal) =>
      new Promise((resolve) => {
        const onAbort = (): void => abandon(id);
        const id = run(
          (job) => ({ t: 'verify', job, task }),
          letter,
          (job) => (trouble) => {
            signal.removeEventListener('abort', onAbort);
            resolve({ parts: job.parts, trouble });
          },
        );
        signal.addEventListener('abort', onAbort);
        if (signal.aborted) onAbort();
      }),
    sign: (task, letter) =>
      new Promise((resolve, reject) => {
        run(
          (job) => ({ t: 'sign', job, task }),
          letter,
          () => (trouble, field) => {
            if (field !== null) resolve(field);
            else reject(new MailError('unavailable', trouble ?? 'the letter could not be signed'));
          },
        );
      }),
    async close() {
      const thread = worker;
      if (thread === null) return;
      lose(thread, 'the engine stops');
      await thread.terminate();
    },
  };
}

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
