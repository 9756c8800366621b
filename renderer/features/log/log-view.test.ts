import { describe, expect, it } from 'vitest';
import type { LogEvent, LogLevel } from '../../../engine/control/contract.ts';
import { RingBuffer } from '../../state/ring-buffer.ts';
import { LogView, logLine, type LogFilter, type LogLine } from './log-view.ts';

const event = (seq: number, level: LogLevel, code: string, session: string | null = null): LogEvent => ({
  seq,
  at: seq,
  level,
  code,
  session,
  letter: null,
  fields: {},
});
const fill = (ring: RingBuffer<LogLine>, count: number): void => {
  for (let seq = 0; seq < count; seq += 1)
    ring.push(
      logLine(
        event(seq, seq % 2 === 0 ? 'info' : 'warn', seq % 3 === 0 ? 'smtp.accepted' : 'imap.refused'),
        `Line ${seq}`,
      ),
    );
};
const caughtUp = (ring: RingBuffer<LogLine>, filter: LogFilter): LogView => {
  const view = new LogView(ring, filter);
  view.catchUp(ring.next);
  return view;
};
const shown = (view: LogView): string[] =>
  Array.from({ length: view.size }, (_, index) => view.lineAt(index)?.sentence ?? '?');

describe('lines through a filter', () => {
  it('filters by level, area and text without regard to case', () => {
    const ring = new RingBuffer<LogLine>(100);
    fill(ring, 10);
    expect(shown(caughtUp(ring, { minLevel: 'warn', area: null, text: '' }))).toEqual([
      'Line 1',
      'Line 3',
      'Line 5',
      'Line 7',
      'Line 9',
    ]);
    expect(shown(caughtUp(ring, { minLevel: 'debug', area: 'smtp', text: '' }))).toEqual([
      'Line 0',
      'Line 3',
      'Line 6',
      'Line 9',
    ]);
    expect(shown(caughtUp(ring, { minLevel: 'debug', area: null, text: 'LINE 4' }))).toEqual(['Line 4']);
  });
  it('takes in what comes and gives up what falls off', () => {
    const ring = new RingBuffer<LogLine>(4);
    fill(ring, 4);
    const view = caughtUp(ring, { minLevel: 'debug', area: null, text: '' });
    ring.push(logLine(event(4, 'info', 'a.b'), 'new 1'));
    ring.push(logLine(event(5, 'info', 'a.b'), 'new 2'));
    expect(view.catchUp(ring.next)).toEqual({ added: 2, removed: 2 });
    expect(shown(view)).toEqual(['Line 2', 'Line 3', 'new 1', 'new 2']);
  });
  it('counts what came after a line', () => {
    const ring = new RingBuffer<LogLine>(100);
    fill(ring, 10);
    const view = caughtUp(ring, { minLevel: 'warn', area: null, text: '' });
    expect([-1, 3, 4, 9].map((number) => view.countAfter(number))).toEqual([5, 3, 3, 0]);
    expect([1, 4, 9, 50].map((number) => view.indexOf(number))).toEqual([0, 2, 4, 4]);
  });
  it('waits while it is paused and then shows what is still there', () => {
    const ring = new RingBuffer<LogLine>(3);
    fill(ring, 2);
    const view = caughtUp(ring, { minLevel: 'debug', area: null, text: '' });
    for (let seq = 2; seq < 9; seq += 1) ring.push(logLine(event(seq, 'info', 'a.b'), `late ${seq}`));
    view.catchUp(ring.next);
    expect(shown(view)).toEqual(['late 6', 'late 7', 'late 8']);
  });
  it('looks at many lines in parts', () => {
    const ring = new RingBuffer<LogLine>(100);
    fill(ring, 10);
    const view = new LogView(ring, { minLevel: 'warn', area: null, text: '' });
    const parts = [4, 4, 4].map((most) => {
      view.catchUp(ring.next, most);
      return [view.seen, view.size];
    });
    expect(parts).toEqual([
      [4, 2],
      [8, 4],
      [10, 5],
    ]);
  });
});
