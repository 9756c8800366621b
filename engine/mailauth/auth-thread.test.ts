/** What happens when the thread, or what it waits for, misbehaves. */
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import type { Resolver } from '../net/resolver.ts';
import { createAuthThread, type AuthThread, type AuthThreadOptions } from './auth-thread.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const silent: Resolver = { a: never, aaaa: never, mx: never, txt: never, cname: never, ptr: never };
const task = { peer: '192.0.2.1', helo: 'a.test', sender: 'x@a.test', hostname: 'here.test' };
const letter = async function* () {
  yield Buffer.from('From: x@a.test\r\n\r\nhello\r\n');
};
const troubles: string[] = [];
let thread: AuthThread | null = null;
afterEach(() => thread?.close());

function start(options: Partial<AuthThreadOptions> = {}): AuthThread {
  troubles.length = 0;
  const all = { resolver: silent, clock: systemClock(), onTrouble: (reason: string) => troubles.push(reason) };
  thread = createAuthThread({ ...all, hangMs: 400, ...options });
  return thread;
}
const soon = (ms: number): AbortSignal => AbortSignal.timeout(ms);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a DNS that never answers: the job is let go, the thread stays', async () => {
  const checker = start();
  // Warm, so that the deadline does not end before the thread has begun.
  await checker.verify(task, letter, soon(5_000));
  const { parts, trouble } = await checker.verify(task, letter, soon(2_500));
  expect(parts.dkim).toEqual([]);
  expect(parts.spf).toBeUndefined();
  expect(trouble).toBe('the check took too long');
  await pause(800);
  expect(troubles).toEqual([]);
});

test('a resolver that throws gives no answer, and says so', async () => {
  const broken = () => Promise.reject(new Error('planted'));
  const { parts } = await start({ resolver: { ...silent, txt: broken } }).verify(task, letter, soon(15_000));
  expect(parts.spf?.result).toBe('temperror');
  expect(parts.dmarc?.result).toBe('temperror');
  expect(troubles.join()).toMatch(/a DNS question failed: Error: planted/);
});

test('a thread that hangs is replaced', async () => {
  const hangs = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); });`,
  );
  const { trouble } = await start({ program: hangs }).verify(task, letter, soon(200));
  expect(trouble).toBe('the check took too long');
  await pause(900);
  expect(troubles).toEqual(['the thread that checks letters hung and was replaced']);
});

test('a thread that dies ends its jobs with the reason', async () => {
  const dies = new URL(
    `data:text/javascript,import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('planted'); });`,
  );
  const { parts, trouble } = await start({ program: dies }).verify(task, letter, soon(15_000));
  expect(parts).toEqual({});
  expect(trouble).toBe('planted');
  const key = { domain: 'a.test', selector: 's', privateKeyPem: '' };
  await expect(start({ program: dies }).sign(key, letter)).rejects.toMatchObject({ code: 'unavailable' });
});
