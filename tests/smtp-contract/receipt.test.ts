/** 250 after DATA takes a Receipt, and only a store makes one: checked by the compiler, so this file fails to type-check when it is not so. */
import { expect, test } from 'vitest';
import { accepted } from '../../engine/server/smtp/replies.ts';
import type { LetterId } from '../../engine/model/ids.ts';

test('what only looks like a receipt does not compile', () => {
  // @ts-expect-error a plain object is not proof of durability
  expect(accepted({ letterId: 'x' as LetterId, stored: [], queued: [] }).code).toBe(250);
});
