/** One argon2 computation after the other, on a thread of its own: neither the event loop nor the pool that files are read with waits for it. RFC 9106 */
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

export type HashJob =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly passwordHash: string; readonly password: string };
export type HashAnswer = { readonly value: string | boolean } | { readonly error: string };

/** The library's default algorithm is argon2id. */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 };

function answer(job: HashJob): HashAnswer {
  try {
    return { value: job.kind === 'hash' ? hashSync(job.password, COST) : verifySync(job.passwordHash, job.password) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
parentPort?.on('message', (job: HashJob) => parentPort?.postMessage(answer(job)));
