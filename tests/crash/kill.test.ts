/** SIGKILL while letters are accepted: what was acknowledged is there, exactly once, and the store is whole. RFC 5321 6.1 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acceptChild } from './helpers/child.ts';
import { compare, FULL_FIGURES, inspect } from './helpers/inspect.ts';

const KILLS = FULL_FIGURES ? 100 : 12;
/** Acknowledged at least, over all kills. */
const LETTERS = FULL_FIGURES ? 10_000 : 600;

test(`${KILLS} kills lose and double nothing`, { timeout: KILLS * 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postane-kill-'));
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const child = acceptChild([folder, String(round), '8', '0', JSON.stringify({ segmentBytes: 256 * 1024 })]);
    await child.reached(Math.ceil((LETTERS - acknowledged.length) / (KILLS - round)));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.process.kill('SIGKILL');
    await child.ended;
    acknowledged.push(...child.acknowledged);
    const inspection = inspect(folder);
    expect(inspection.findings, `after kill ${round + 1}`).toEqual([]);
    expect(compare(acknowledged, inspection), `after kill ${round + 1}`).toEqual({ lost: [], doubled: [] });
  }
  console.log(`${KILLS} kills, ${acknowledged.length} acknowledged letters, 0 lost, 0 doubled, every check clean`);
  expect(acknowledged.length).toBeGreaterThanOrEqual(LETTERS);
  await rm(folder, { recursive: true });
});
