/**
 * Scripts of grammar and noise over hostile letters: the compiler answers with problems that have a place, a run ends within
 * its budget, the letter is never lost, and nothing is a fault of ours. Short form 4 seconds, full form 10 minutes. RFC 5228 2.10
 */
import { expect, test } from 'vitest';
import { compileSieve } from '../../engine/protocol/sieve/compile/compile-sieve.ts';
import { sieveMessage } from '../../engine/protocol/sieve/message/sieve-message.ts';
import { runSieve } from '../../engine/protocol/sieve/run/run-sieve.ts';
import type { SieveOutcome } from '../../engine/protocol/sieve/run/seam.ts';
import { createRandom } from '../helpers/random.ts';
import { ENVELOPE } from './cases/case.ts';
import { LETTERS, type LetterName } from './cases/letters.ts';
import { noisyScript } from './helpers/noisy-scripts.ts';
import { surroundings } from './helpers/ours.ts';

const SECONDS = Number(process.env.POSTANE_FUZZ_SECONDS ?? (process.env.POSTANE_TEST_FULL === '1' ? 600 : 4));
const SEED = Number(process.env.POSTANE_TEST_SEED ?? 1);
const STEPS = 2_000_000;
const NAMES = Object.keys(LETTERS) as LetterName[];

/** One letter in four has octets changed. */
function letterOf(seed: number): string {
  const random = createRandom(seed);
  const octets = Buffer.from(LETTERS[random.of(NAMES)], 'latin1');
  if (random.chance(0.25))
    for (let left = 8; left > 0; left -= 1) octets[random.upTo(octets.length)] = random.upTo(256);
  return octets.toString('latin1');
}

const isSafe = ({ actions }: SieveOutcome): boolean =>
  actions.some(({ kind }) => ['store', 'redirect', 'reject', 'ereject', 'discard'].includes(kind));

test(
  `${SECONDS} seconds of scripts, from seed ${SEED}`,
  () => {
    const until = performance.now() + SECONDS * 1_000;
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    let seed = SEED;
    for (; performance.now() < until; seed += 1) {
      const source = noisyScript(seed);
      const compiled = compileSieve(source, { allowEditHeader: true });
      if (!compiled.ok) {
        expect(compiled.problems.length, `seed ${seed}`).toBeGreaterThan(0);
        const lines = Buffer.from(source).toString('latin1').split('\n').length;
        for (const { line, column, message, code } of compiled.problems) {
          count(code);
          expect(
            line >= 1 && line <= lines && column >= 1 && message.length > 10,
            `seed ${seed}: ${line}:${column} ${message}`,
          ).toBe(true);
        }
        continue;
      }
      const letter = letterOf(seed);
      const context = { ...surroundings(ENVELOPE, ''), limits: { steps: STEPS } };
      const outcome = runSieve(compiled.script, sieveMessage(Buffer.from(letter, 'latin1')), context);
      count(outcome.failure?.code ?? 'done');
      expect(outcome.failure?.code, `seed ${seed}: ${outcome.failure?.message}`).not.toBe('internal');
      expect(outcome.steps, `seed ${seed}`).toBeLessThanOrEqual(STEPS + 100_000);
      expect(isSafe(outcome), `seed ${seed}: the letter is lost`).toBe(true);
    }
    console.log(`${seed - SEED} scripts: ${JSON.stringify(Object.fromEntries([...seen].sort()))}`);
    // Noise that is always refused would prove little.
    expect(seen.get('done')).toBeGreaterThan(50);
    expect([...seen.keys()].length).toBeGreaterThan(10);
  },
  (SECONDS + 60) * 1_000,
);
