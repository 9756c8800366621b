/** For carriers whose client may be slower than the log: while it is behind, log lines are left out and counted, nothing else is. */
import type { ServerFrame } from '../frames.ts';

interface LogBatch {
  readonly events: readonly unknown[];
  readonly skipped: number;
}
const logBatch = (frame: ServerFrame): LogBatch | null =>
  'event' in frame && typeof frame.event === 'object' && frame.event !== null && 'events' in frame.event
    ? (frame.event as LogBatch)
    : null;

export function thinLog(send: (frame: ServerFrame) => void, isBehind: () => boolean): (frame: ServerFrame) => void {
  const skipped = new Map<number, number>();
  return (frame) => {
    const batch = logBatch(frame);
    if (batch === null || !('sub' in frame)) return send(frame);
    const before = skipped.get(frame.sub) ?? 0;
    if (isBehind()) {
      skipped.set(frame.sub, before + batch.events.length + batch.skipped);
      return;
    }
    skipped.delete(frame.sub);
    send({ sub: frame.sub, event: { events: batch.events, skipped: batch.skipped + before } });
  };
}
