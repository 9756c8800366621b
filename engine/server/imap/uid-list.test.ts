import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UidList } from './uid-list.ts';

const sorted = (uids: Iterable<number>): number[] => [...new Set(uids)].sort((a, b) => a - b);
const list = (uids: readonly number[]): UidList => UidList.from(Uint32Array.from(uids));
const all = (uids: UidList): number[] => [...uids.slice()];

test('finds uids by index and indexes by uid, over many chunks', () => {
  const uids = list(Array.from({ length: 20_000 }, (_, at) => at * 2 + 1));
  expect([uids.length, uids.at(0), uids.at(4096), uids.last, uids.at(20_000)]).toEqual([20_000, 1, 8193, 39_999, 0]);
  expect([uids.indexOf(1), uids.indexOf(8193), uids.indexOf(2), uids.indexOf(39_999), uids.indexOf(50_000)]).toEqual([
    0, 4096, -1, 19_999, -1,
  ]);
  expect([uids.lowerBound(0), uids.lowerBound(2), uids.lowerBound(40_000)]).toEqual([0, 1, 20_000]);
});

test('versions share what they did not change', () => {
  const before = list(Array.from({ length: 10_000 }, (_, at) => at + 1));
  const after = before.without(Uint32Array.of(5000)).with(Uint32Array.of(10_001));
  expect([
    before.length,
    before.indexOf(5000),
    after.length,
    after.indexOf(5000),
    after.indexOf(5001),
    after.last,
  ]).toEqual([10_000, 4999, 10_000, -1, 4999, 10_001]);
});

test('behaves as a sorted set', () => {
  const uids = fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 300 });
  const step = fc.record({ add: fc.boolean(), uids });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 9000, minLength: 0 }),
      fc.array(step, { maxLength: 5 }),
      fc.integer({ min: 0, max: 60_001 }),
      (start, steps, probe) => {
        let model = sorted(start);
        let uids = list(model);
        for (const { add, uids: changed } of steps) {
          const gone = new Set(changed);
          model = add ? sorted([...model, ...changed]) : model.filter((uid) => !gone.has(uid));
          const array = Uint32Array.from(sorted(changed));
          uids = add ? uids.with(array) : uids.without(array);
          expect(all(uids)).toEqual(model);
        }
        expect(uids.indexOf(probe)).toBe(model.indexOf(probe));
        expect(uids.lowerBound(probe)).toBe(model.filter((uid) => uid < probe).length);
        expect(all(uids.before(probe))).toEqual(model.filter((uid) => uid < probe));
      },
    ),
    { numRuns: 60 },
  );
});
