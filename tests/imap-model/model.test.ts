/**
 * Up to five sessions over sockets on the real store, doing what chance says, beside a plain model: what each session was
 * told is what the model holds. A seed that fails is played again with POSTANE_TEST_SEED=seed[:steps].
 */
import { expect, test } from 'vitest';
import { startImap } from '../helpers/imap-harness.ts';
import { SQLITE } from '../helpers/mail-stores.ts';
import { Random } from './random.ts';
import { step } from './steps.ts';
import { World } from './world.ts';

const full = process.env['POSTANE_TEST_FULL'] === '1';
const [seedAsked, stepsAsked] = (process.env['POSTANE_TEST_SEED'] ?? '').split(':').map(Number);
const SEEDS = full ? 20 : 4;
const STEPS = stepsAsked ?? (full ? 5_000 : 500);
/** Steps after which all are compared, about. */
const SYNC_EVERY = 15;
const first = Date.now() % 1_000_000;
const seeds = seedAsked ? [seedAsked] : Array.from({ length: SEEDS }, (_, at) => first + at * 1_000_003);

test.each(seeds)(
  `seed %i, ${STEPS} steps`,
  async (seed) => {
    // What a session cannot be told in time it has to find out by comparing lists.
    const overflowsSoon = seed % 2 === 0;
    const { store, close } = await SQLITE.open();
    const imap = await startImap(store, { limits: { pendingChanges: overflowsSoon ? 1 : 1_000 } });
    const world = new World(imap, new Random(seed));
    try {
      await world.start();
      while (world.steps < STEPS) {
        await step(world);
        if (world.random.below(SYNC_EVERY) === 0) await world.sync();
      }
      await world.sync();
      for (const client of world.clients) expect(await client?.isQuiet()).not.toBe(false);
      expect(imap.events.filter(({ code }) => code === 'engine.bug')).toEqual([]);
    } catch (error) {
      throw new Error(`seed ${seed}, step ${world.steps}: ${String(error)}\n${world.log}`, { cause: error });
    } finally {
      for (const client of world.clients) client?.close();
      await imap.stop();
      await close();
    }
    const counts = [...world.taken].sort().map(([name, count]) => `${name} ${count}`);
    console.log(`seed ${seed}: ${world.steps} steps, no difference (${counts.join(', ')})`);
  },
  full ? 3_600_000 : 120_000,
);
