/** The lines of a stream through a filter, drawn at most once for each picture of the screen. */
import { useEffect, useRef, useState } from 'react';
import type { LogStream } from './log-stream.ts';
import { LogView, type LogFilter } from './log-view.ts';

/** What one picture has time for: a new filter over all lines takes several, and typing goes on meanwhile. */
const LINES_PER_PICTURE = 10_000;

export interface LogLines {
  readonly view: LogView;
  readonly kept: number;
  /** Lines that came while paused. */
  readonly held: number;
  readonly skipped: number;
  /** Lines that fell off the top since the last picture, to hold the place. */
  readonly removed: number;
  /** Changes whenever there is something new to draw. */
  readonly version: number;
}
export function useLogLines(stream: LogStream, filter: LogFilter, paused: boolean): LogLines {
  const { ring } = stream;
  const [picture, setPicture] = useState(() => ({ view: new LogView(ring, filter), version: 0, removed: 0 }));
  const work = useRef({ filter, view: picture.view, isShown: true });
  const pausedAt = useRef<number | null>(null);
  useEffect(() => {
    pausedAt.current = paused ? ring.next : null;
  }, [ring, paused]);
  useEffect(() => {
    if (work.current.filter !== filter) work.current = { filter, view: new LogView(ring, filter), isShown: false };
    const current = work.current;
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      const end = pausedAt.current ?? ring.next;
      const { removed } = current.view.catchUp(end, LINES_PER_PICTURE);
      const behind = current.view.seen < end;
      if (behind) drawSoon();
      // Until all lines have been looked at, those of the filter before stay in sight.
      if (behind && !current.isShown) return;
      current.isShown = true;
      setPicture((before) => ({ view: current.view, version: before.version + 1, removed }));
    };
    const drawSoon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    drawSoon();
    const end = stream.onChange(drawSoon);
    return () => {
      end();
      cancelAnimationFrame(frame);
    };
  }, [stream, ring, filter, paused]);
  return {
    view: picture.view,
    kept: ring.size,
    held: pausedAt.current === null ? 0 : ring.next - pausedAt.current,
    skipped: stream.skipped,
    removed: picture.removed,
    version: picture.version,
  };
}
