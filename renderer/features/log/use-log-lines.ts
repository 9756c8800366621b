/** The stream of log lines into a ring, and from there to the screen at most once for each picture the screen draws. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogEvent } from '../../../engine/control/contract.ts';
import { useTopic } from '../../api/use-topic.ts';
import { eventSentence } from '../../i18n/event-texts.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { RingBuffer } from '../../state/ring-buffer.ts';
import { LogView, logLine, type LogFilter, type LogLine } from './log-view.ts';

export const KEPT_LINES = 100_000;
const SUBSCRIPTION = { minLevel: 'debug', tail: 1000 } as const;

export interface LogLines {
  readonly view: LogView;
  readonly kept: number;
  /** Lines that came while paused. */
  readonly held: number;
  /** Lines the engine left out for us. */
  readonly skipped: number;
  /** Lines that fell off the top since the last picture, to hold the place. */
  readonly removed: number;
  readonly clear: () => void;
  /** Changes whenever there is something new to draw. */
  readonly version: number;
}
export function useLogLines(filter: LogFilter, paused: boolean): LogLines {
  const language = useLanguage();
  const ring = useRef<RingBuffer<LogLine>>(null);
  ring.current ??= new RingBuffer<LogLine>(KEPT_LINES);
  const lines = ring.current;
  const [picture, setPicture] = useState({ version: 0, removed: 0, skipped: 0 });
  const pausedAt = useRef<number | null>(null);
  pausedAt.current = paused ? (pausedAt.current ?? lines.next) : null;
  const end = pausedAt.current;
  const view = useMemo(() => new LogView(lines, filter), [lines, filter]);
  const frame = useRef(0);
  const lastTaken = useRef({ seq: -1, at: -1 });
  const skipped = useRef(0);

  const draw = (): void => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const { removed } = view.catchUp(pausedAt.current ?? lines.next);
      setPicture((before) => ({ version: before.version + 1, removed, skipped: skipped.current }));
    });
  };
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  useEffect(() => {
    view.catchUp(end ?? lines.next);
    setPicture((before) => ({ ...before, version: before.version + 1, removed: 0 }));
  }, [view, end, lines]);
  useTopic('log', SUBSCRIPTION, ({ events, skipped: left }) => {
    for (const event of events) take(event);
    skipped.current += left;
    draw();
  });
  const take = (event: LogEvent): void => {
    const last = lastTaken.current;
    // After a reconnect the tail comes again; a new run of the engine counts anew, but later.
    if (event.seq <= last.seq && event.at <= last.at) return;
    lastTaken.current = event;
    lines.push(logLine(event, eventSentence(event, language)));
  };
  return {
    view,
    kept: lines.size,
    held: end === null ? 0 : lines.next - end,
    skipped: picture.skipped,
    removed: picture.removed,
    version: picture.version,
    clear: () => {
      lines.clear();
      skipped.current = 0;
      draw();
    },
  };
}
