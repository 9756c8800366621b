/** The thread in which letters are checked and signed, off the event loop. It asks the DNS through the event loop. */
import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { assertNever } from '../lib/assert.ts';
import { createAnswerMemory } from './answer-memory.ts';
import type { AnyDnsAnswer, CheckedParts, FromThread, QuestionType, ToThread, Whole } from './auth-thread-messages.ts';
import { signMessage } from './dkim-sign.ts';
import { verifyMessage } from './verify-message.ts';

if (parentPort === null) throw new Error('auth-worker runs as a thread');
const port = parentPort;
// The library learns of every missing record by an error; nobody reads where it was made.
Error.stackTraceLimit = 0;
const say = (message: FromThread): void => port.postMessage(message);

interface Job {
  /** Its octets when they are all here. */
  readonly letter: Readable | Buffer;
  take(bytes: Uint8Array | null): void;
  isCancelled: boolean;
  /** Found and not yet told. */
  untold: CheckedParts;
}
/** What is found within this time of each other is told in one message. */
const GATHER_MS = 20;
const memory = createAnswerMemory(() => performance.now());
const jobs = new Map<number, Job>();
const questions = new Map<number, { readonly job: Job; readonly resolve: (answer: AnyDnsAnswer) => void }>();
const CANCELLED: AnyDnsAnswer = { kind: 'failed', reason: 'cancelled' };
let lastQuestion = 0;

port.on('message', (message: ToThread) => {
  switch (message.t) {
    case 'verify':
    case 'sign':
      start(message);
      return;
    case 'chunk':
      jobs.get(message.job)?.take(message.bytes);
      return;
    case 'answer':
      questions.get(message.question)?.resolve(message.answer);
      questions.delete(message.question);
      return;
    case 'cancel':
      cancel(message.job);
      return;
    default:
      assertNever(message, 'message to the thread');
  }
});

function start(order: Extract<ToThread, { t: 'verify' | 'sign' }>): void {
  const { job: id } = order;
  const job = createJob(id, order.whole);
  jobs.set(id, job);
  const work =
    order.t === 'sign'
      ? signMessage(job.letter, order.task)
      : verifyMessage(
          job.letter,
          order.task,
          (type, name) => ask(job, type, name),
          (part) => gather(id, job, part),
        ).then(() => null);
  work
    .then(
      (field) => say({ t: 'done', job: id, part: job.untold, field }),
      (error: unknown) => say({ t: 'failed', job: id, reason: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => jobs.delete(id));
}

/** Most letters are done before anything need be told; what a slow one has found so far is told soon. */
function gather(id: number, job: Job, part: CheckedParts): void {
  const isFirst = Object.keys(job.untold).length === 0;
  job.untold = { ...job.untold, ...part };
  if (!isFirst) return;
  setTimeout(() => {
    if (!jobs.has(id)) return;
    say({ t: 'part', job: id, part: job.untold });
    job.untold = {};
  }, GATHER_MS);
}

function createJob(id: number, whole: Whole): Job {
  const state = { isCancelled: false, untold: {} };
  if (whole !== null) return { letter: Buffer.from(whole.buffer), take: () => undefined, ...state };
  let waiting: ((bytes: Uint8Array | null) => void) | null = null;
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) {
      const next = new Promise<Uint8Array | null>((resolve) => (waiting = resolve));
      say({ t: 'more', job: id });
      const bytes = await next;
      if (bytes === null) return;
      yield bytes;
    }
  };
  return { letter: Readable.from(chunks()), take: (bytes) => waiting?.(bytes), ...state };
}

function ask(job: Job, type: QuestionType, name: string): Promise<AnyDnsAnswer> {
  if (job.isCancelled) return Promise.resolve(CANCELLED);
  const known = memory.recall(type, name);
  if (known !== null) return Promise.resolve(known);
  return new Promise((resolve) => {
    lastQuestion += 1;
    const keep = (answer: AnyDnsAnswer): void => {
      memory.keep(type, name, answer);
      resolve(answer);
    };
    questions.set(lastQuestion, { job, resolve: keep });
    say({ t: 'ask', question: lastQuestion, type, name });
  });
}

/** Nothing is waited for any more: the job ends by itself. */
function cancel(id: number): void {
  const job = jobs.get(id);
  if (job === undefined) return;
  job.isCancelled = true;
  for (const [question, asked] of questions) {
    if (asked.job !== job) continue;
    questions.delete(question);
    asked.resolve(CANCELLED);
  }
  if (job.letter instanceof Readable) job.letter.destroy(new Error('cancelled'));
}
