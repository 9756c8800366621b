/** Places among the messages a set names. RFC 9394 3.3 */
import { expect, test } from 'vitest';
import { partOf } from './selection.ts';
import { UidList } from './uid-list.ts';

const list = UidList.from(Uint32Array.from([2, 3, 5, 8, 9, 12]));
const all = [[1, 20]] as const;
const some = [
  [1, 3],
  [6, 12],
] as const;
const cases = [
  { of: all, places: '1:2', uids: [2, 3] },
  { of: all, places: '6:9', uids: [12] },
  { of: all, places: '7:9', uids: [] },
  { of: all, places: '-1:-2', uids: [9, 12] },
  { of: all, places: '-9:-5', uids: [2, 3] },
  { of: some, places: '2:3', uids: [3, 8] },
  { of: some, places: '-4:-3', uids: [3, 8] },
  { of: some, places: '-5:-1', uids: [2, 3, 8, 9, 12] },
  { of: [], places: '1:5', uids: [] },
];

test.each(cases)('$places', ({ of, places, uids }) => {
  const [a = 0, b = 0] = places.split(':').map((place) => Math.abs(Number(place)));
  const range = { text: places, first: Math.min(a, b), last: Math.max(a, b), fromEnd: places.startsWith('-') };
  const found = partOf(list, of, range).flatMap(([first, last]) =>
    [...list.slice()].filter((uid) => uid >= first && uid <= last),
  );
  expect(found).toEqual(uids);
});
