/** One password computation after the other, on a thread of its own: neither the event loop nor the pool that files are read with waits for it. RFC 9106, RFC 5802 3 */
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import { scramSecret } from './scram-keys.ts';
import { assertNever } from '../lib/assert.ts';
import type { ScramParameters } from '../model/scram.ts';

export type HashJob =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly passwordHash: string; readonly password: string }
  /** Answered in base64. */
  | { readonly kind: 'storedKey'; readonly parameters: ScramParameters; readonly password: string };
export type HashAnswer = { readonly value: string | boolean } | { readonly error: string };

/** The library's default algorithm is argon2id. */
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 };

function compute(job: HashJob): string | boolean {
  switch (job.kind) {
    case 'hash':
      return hashSync(job.password, COST);
    case 'verify':
      return verifySync(job.passwordHash, job.password);
    case 'storedKey':
      return Buffer.from(scramSecret(job.password, job.parameters).storedKey).toString('base64');
    default:
      return assertNever(job, 'hash job');
  }
}
function answer(job: HashJob): HashAnswer {
  try {
    return { value: compute(job) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
parentPort?.on('message', (job: HashJob) => parentPort?.postMessage(answer(job)));
