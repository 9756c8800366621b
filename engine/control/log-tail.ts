/** The newest events in memory, for screens that open and for `events` right after a start. */
import type { LogEvent, LogLevel } from '../model/log-event.ts';

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export class LogTail {
  readonly #limit: number;
  #events: LogEvent[] = [];
  constructor(limit = 2000) {
    this.#limit = limit;
  }
  add(event: LogEvent): void {
    this.#events.push(event);
    // Cut in large steps: shifting one by one would copy the whole array for each line.
    if (this.#events.length > this.#limit * 2) this.#events = this.#events.slice(-this.#limit);
  }
  /** @returns at most `lines` events of at least that level, oldest first */
  newest(lines: number, minLevel: LogLevel): readonly LogEvent[] {
    if (lines === 0) return [];
    const least = LEVELS.indexOf(minLevel);
    return this.#events.filter((event) => LEVELS.indexOf(event.level) >= least).slice(-lines);
  }
}
