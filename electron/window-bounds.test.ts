import { expect, it } from 'vitest';
import { openingBounds, type Bounds, type OpeningBounds } from './window-bounds.ts';

const laptop: Bounds = { x: 0, y: 0, width: 1366, height: 728 };
const second: Bounds = { x: 1366, y: 0, width: 1920, height: 1040 };
const table: [string, Bounds | undefined, Bounds[], OpeningBounds][] = [
  ['nothing saved', undefined, [laptop], { width: 1280, height: 820 }],
  ['as it was', { x: 10, y: 20, width: 1000, height: 700 }, [laptop], { x: 10, y: 20, width: 1000, height: 700 }],
  ['the display is gone', { x: 1500, y: 20, width: 1000, height: 700 }, [laptop], { width: 1000, height: 700 }],
  [
    'it is there again',
    { x: 1500, y: 20, width: 1000, height: 700 },
    [laptop, second],
    { x: 1500, y: 20, width: 1000, height: 700 },
  ],
  ['only a sliver shows', { x: 1300, y: 20, width: 1000, height: 700 }, [laptop], { width: 1000, height: 700 }],
  ['the title is above the top', { x: 10, y: -30, width: 1000, height: 700 }, [laptop], { width: 1000, height: 700 }],
  [
    'smaller than it may be',
    { x: 10, y: 20, width: 100, height: 100 },
    [laptop],
    { x: 10, y: 20, width: 960, height: 640 },
  ],
];
it.each(table)('%s', (_name, saved, areas, expected) => expect(openingBounds(saved, areas)).toEqual(expected));
