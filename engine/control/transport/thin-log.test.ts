import { expect, test } from 'vitest';
import type { ServerFrame } from '../frames.ts';
import { thinLog } from './thin-log.ts';

test('a slow client loses log lines, counted, and nothing else', () => {
  const sent: ServerFrame[] = [];
  let behind = false;
  const send = thinLog(
    (frame) => sent.push(frame),
    () => behind,
  );
  const lines = (sub: number, count: number) => send({ sub, event: { events: Array(count).fill('line'), skipped: 1 } });
  lines(1, 2);
  behind = true;
  lines(1, 3);
  lines(2, 5);
  send({ sub: 3, event: { ids: [7] } });
  send({ id: 9, ok: null });
  behind = false;
  lines(1, 1);
  lines(1, 1);
  lines(2, 1);
  const told = sent.map((frame) =>
    'event' in frame && 'skipped' in (frame.event as object) ? (frame.event as { skipped: number }).skipped : frame,
  );
  expect(told).toEqual([1, { sub: 3, event: { ids: [7] } }, { id: 9, ok: null }, 5, 1, 7]);
});
