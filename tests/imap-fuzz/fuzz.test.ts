/**
 * Noise in every state of an IMAP session: nothing ends the server, nothing is answered with an internal error, and memory
 * goes back to where it was. Short form 10 seconds, full form 10 minutes; a failure names its seed and state. RFC 9051 7.1
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, startImap, type ImapHarness } from '../helpers/imap-harness.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { SQLITE } from '../helpers/mail-stores.ts';
import { fuzzSession, STATES, type FuzzState, type FuzzTarget } from './helpers/fuzz-session.ts';

const SECONDS = Number(process.env.POSTANE_FUZZ_SECONDS ?? (process.env.POSTANE_TEST_FULL === '1' ? 600 : 10));
const SEED = Number(process.env.POSTANE_TEST_SEED ?? 1);
const AT_ONCE = 6;
/** Events that the harness keeps of each session, and caches of the store. */
const MEMORY_SLACK = 24 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let imap: ImapHarness;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await SQLITE.open();
  close = opened.close;
  imap = await startImap(opened.store, {
    limits: { idleTimeoutMs: 5_000, loginTimeoutMs: 5_000, badCommandsInARow: 1e6 },
  });
}, 60_000);
afterAll(async () => {
  await imap.stop();
  await close();
});

async function memory(): Promise<number> {
  await expect.poll(() => imap.server.sessionCount, { timeout: 20_000 }).toBe(0);
  collect();
  await new Promise((resolve) => setTimeout(resolve, 200));
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test(
  `${SECONDS} seconds of noise in ${STATES.length} states, from seed ${SEED}`,
  async () => {
    const target: FuzzTarget = {
      ...imap,
      login: 'ayse@ornek.test',
      password: Buffer.from(PASSWORD).toString('latin1'),
    };
    const outcomes = new Map<string, number>();
    const round = async (seed: number, state: FuzzState): Promise<void> => {
      const { said, heard } = await fuzzSession(target, state, seed);
      const bugs = imap.events.filter(({ code }) => code === 'engine.bug');
      const where = `seed ${seed}, state ${state}: ${JSON.stringify(said).slice(-3000)}`;
      expect(bugs, where).toEqual([]);
      expect(heard, where).not.toMatch(/SERVERBUG|internal error/i);
      for (const [, outcome = ''] of heard.matchAll(/^\S+ (OK|NO|BAD|BYE) /gm))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    };
    let seed = SEED;
    const lane = async (until: number): Promise<void> => {
      while (performance.now() < until) {
        const mine = seed++;
        await round(mine, STATES[mine % STATES.length] ?? 'selected');
      }
    };
    const run = (ms: number): Promise<unknown> =>
      Promise.all(Array.from({ length: AT_ONCE }, () => lane(performance.now() + ms)));
    await run(SECONDS * 300);
    const before = await memory();
    await run(SECONDS * 700);
    const after = await memory();
    console.log(
      `${seed - SEED} sessions: ${JSON.stringify(Object.fromEntries(outcomes))}; memory ${(before / 2 ** 20).toFixed(1)} to ${(after / 2 ** 20).toFixed(1)} MB`,
    );
    expect(after - before).toBeLessThan(MEMORY_SLACK);
    // Noise that is always refused would prove little.
    expect(outcomes.get('OK')).toBeGreaterThan(100);
    expect(outcomes.get('BAD')).toBeGreaterThan(100);
    await stillServes(target);
  },
  (SECONDS + 120) * 1000,
);

async function stillServes({ tlsPort, login }: FuzzTarget): Promise<void> {
  const client = await ImapLines.connect(tlsPort, true);
  await client.line();
  client.write(`a LOGIN ${login} "${PASSWORD}"\r\nb SELECT INBOX\r\n`);
  for (let line = await client.line(); !line?.startsWith('b OK'); line = await client.line())
    expect(line).not.toBeNull();
  client.close();
}
