/**
 * Everything FETCH says about letters, beside Debian's Dovecot: each of its answers is the same or of a kind that
 * `differences.ts` explains. RFC 9051 6.4.5, 7.5.2
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KINDS } from './differences.ts';
import { compareLetter, type Difference } from './helpers/compare-letter.ts';
import { shown } from './helpers/imap-values.ts';
import { lettersOf } from './helpers/letters.ts';
import { append, itemsFor, sections, structures } from './helpers/observe.ts';
import { startPair, type Pair } from './helpers/pair.ts';

const full = process.env.POSTANE_TEST_FULL === '1';
const LETTERS = full ? 1600 : 150;
const SEED = Number(process.env.POSTANE_TEST_SEED ?? 20261124);

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
}, 60_000);
afterAll(() => pair.stop());

test(
  `${LETTERS} letters of seed ${SEED} are shown alike`,
  async () => {
    const letters = lettersOf(SEED, LETTERS);
    const { ours, theirs } = pair;
    for (const peer of [ours, theirs]) {
      await append(peer, 'INBOX', letters);
      await peer.fine('SELECT INBOX');
    }
    const [own, other] = [await structures(ours), await structures(theirs)];
    const wanted = letters.map((_, at) => [
      ...new Set([...itemsFor(own[at]?.get('BODYSTRUCTURE')), ...itemsFor(other[at]?.get('BODYSTRUCTURE'))]),
    ]);
    const [ownSections, otherSections] = [await sections(ours, wanted), await sections(theirs, wanted)];
    const seen = new Map<string, number>();
    const unexplained: string[] = [];
    for (const [at, letter] of letters.entries()) {
      const differences = [
        ...compareLetter(own[at] ?? new Map(), other[at] ?? new Map()),
        ...compareLetter(ownSections[at] ?? new Map(), otherSections[at] ?? new Map()),
      ];
      for (const difference of differences) {
        const kind = KINDS.find((one) => one.explains(difference, letter.octets));
        if (kind === undefined) unexplained.push(describeDifference(at, difference, letter.octets));
        else seen.set(kind.name, (seen.get(kind.name) ?? 0) + 1);
      }
    }
    const asked = wanted.reduce((sum, items) => sum + items.length, 0);
    console.log(`${letters.length} letters, ${asked} sections; explained: ${JSON.stringify(Object.fromEntries(seen))}`);
    expect(unexplained.length, unexplained.slice(0, 10).join('\n\n')).toBe(0);
    if (full) expect(KINDS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
    expect(pair.bugs()).toEqual([]);
  },
  full ? 600_000 : 120_000,
);

function describeDifference(at: number, { item, ours, theirs }: Difference, letter: string): string {
  return `#${at} ${item}\n  ours   ${shown(ours).slice(0, 600)}\n  theirs ${shown(theirs).slice(0, 600)}\n  letter ${JSON.stringify(letter).slice(0, 1500)}`;
}
