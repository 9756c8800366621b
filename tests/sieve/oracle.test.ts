/**
 * Our Sieve beside Debian's sieve-test: the same scripts over the same letters do the same, or the difference is explained by
 * a sentence of an RFC. Short form: a sample by seed that touches every extension; POSTANE_TEST_FULL=1 plays all. RFC 5228
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRandom } from '../helpers/random.ts';
import { BOTH } from './cases/case.ts';
import { allCases, type OracleCase } from './cases/all-cases.ts';
import { DIFFERENCES } from './differences.ts';
import { askOurs } from './helpers/ours.ts';
import { openOracle, type Oracle } from './helpers/oracle.ts';
import { comparable } from './helpers/verdict.ts';
import { LETTERS } from './cases/letters.ts';

const FULL = process.env.POSTANE_TEST_FULL === '1';
const SEED = Number(process.env.POSTANE_TEST_SEED ?? Math.floor(Date.now() / 86_400_000));
const SHORT_SAMPLE = 80;
const AT_ONCE = 2;

let oracle: Oracle;
beforeAll(() => {
  oracle = openOracle();
});
afterAll(() => oracle.stop());

interface Finding {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Parts of one script are compared line by line, so that one condition is one case. */
async function compare(each: OracleCase): Promise<Finding[]> {
  const { script, letter, envelope } = each.script;
  const theirs = await oracle.ask(script, LETTERS[letter], envelope);
  const ours = askOurs(script, LETTERS[letter], envelope).verdict;
  if (each.conditions === null) {
    return comparable(ours) === comparable(theirs)
      ? []
      : [{ name: each.script.name, ours: JSON.stringify(ours), theirs: JSON.stringify(theirs) }];
  }
  if (ours.kind !== 'done' || theirs.kind !== 'done')
    return [{ name: each.script.name, ours: JSON.stringify(ours), theirs: JSON.stringify(theirs) }];
  const holds = (actions: readonly string[], at: number): string => String(actions.includes(`store C${at} []`));
  return each.conditions
    .map((name, at) => ({
      name: `${letter}: ${name}`,
      ours: holds(ours.actions, at),
      theirs: holds(theirs.actions, at),
    }))
    .filter((finding) => finding.ours !== finding.theirs);
}

function chosen(cases: readonly OracleCase[]): OracleCase[] {
  if (FULL) return [...cases];
  const random = createRandom(SEED);
  const sample = cases.filter((each) => each.conditions !== null && !each.isGenerated);
  const rest = cases.filter((each) => !sample.includes(each));
  while (sample.length < SHORT_SAMPLE) sample.push(...rest.splice(random.upTo(rest.length), 1));
  return sample;
}

test(
  `every answer is the oracle's or is explained, seed ${SEED}`,
  async () => {
    const cases = chosen(allCases(SEED));
    const text = cases.map(({ script }) => script.script).join('\n');
    for (const extension of BOTH) expect(text, 'every extension is touched').toContain(extension);
    const findings: Finding[] = [];
    const queue = [...cases];
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) findings.push(...(await compare(next)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const explained = new Set<string>();
    const unexplained = findings.filter((finding) => {
      const difference = DIFFERENCES.find(({ explains }) => explains(finding));
      if (difference !== undefined) explained.add(difference.name);
      return difference === undefined;
    });
    const count = cases.reduce((sum, { conditions }) => sum + (conditions?.length ?? 1), 0);
    console.log(
      `${count} cases in ${cases.length} scripts; ${findings.length} differences, ${unexplained.length} unexplained`,
    );
    expect(count).toBeGreaterThanOrEqual(300);
    expect(unexplained).toEqual([]);
    // An explanation that explains nothing is out of date.
    if (FULL) expect(DIFFERENCES.map(({ name }) => name).filter((name) => !explained.has(name))).toEqual([]);
  },
  FULL ? 900_000 : 120_000,
);
