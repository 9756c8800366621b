/** The lines of a stream through a filter, drawn at most once for each picture of the screen. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogStream } from './log-stream.ts';
import { LogView, type LogFilter } from './log-view.ts';

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
  const [picture, setPicture] = useState({ version: 0, removed: 0 });
  const view = useMemo(() => new LogView(ring, filter), [ring, filter]);
  const pausedAt = useRef<number | null>(null);
  useEffect(() => {
    pausedAt.current = paused ? ring.next : null;
    let frame = 0;
    const draw = (): void => {
      frame = 0;
      const { removed } = view.catchUp(pausedAt.current ?? ring.next);
      setPicture((before) => ({ version: before.version + 1, removed }));
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
  }, [stream, ring, view, paused]);
  return {
    view,
    kept: ring.size,
    held: pausedAt.current === null ? 0 : ring.next - pausedAt.current,
    skipped: stream.skipped,
    removed: picture.removed,
    version: picture.version,
  };
}
