/** The lines that a filter lets through, kept up to date line by line: a hundred thousand are never filtered again for one more. */
import type { LogEvent, LogLevel } from '../../../engine/control/contract.ts';
import type { RingBuffer } from '../../state/ring-buffer.ts';

export interface LogLine {
  readonly event: LogEvent;
  readonly sentence: string;
  /** What a search looks at, in plain lower case. */
  readonly haystack: string;
}
export interface LogFilter {
  readonly minLevel: LogLevel;
  readonly text: string;
  /** Area of the code before the dot; null for all. */
  readonly area: string | null;
}
const RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
/** By no language's rules, so that hosts and addresses match everywhere. */
const fold = (text: string): string => text.toLowerCase();

export function logLine(event: LogEvent, sentence: string): LogLine {
  return { event, sentence, haystack: fold(`${sentence} ${event.code} ${event.session ?? ''} ${event.letter ?? ''}`) };
}
export const areaOf = (code: string): string => code.split('.')[0] ?? code;

export class LogView {
  #numbers: number[] = [];
  /** How many of the oldest numbers were given up; cut off now and then, because cutting costs. */
  #gone = 0;
  #seen: number;
  readonly #ring: RingBuffer<LogLine>;
  readonly #filter: LogFilter;

  /** Empty until it catches up. */
  constructor(ring: RingBuffer<LogLine>, filter: LogFilter) {
    this.#ring = ring;
    this.#filter = { ...filter, text: fold(filter.text.trim()) };
    this.#seen = ring.first;
  }
  /** Number of the first line that it has not looked at. */
  get seen(): number {
    return this.#seen;
  }
  get size(): number {
    return this.#numbers.length - this.#gone;
  }
  /** Number of the row in the ring, by its place in the view. */
  numberAt(index: number): number {
    return this.#numbers[this.#gone + index] ?? -1;
  }
  lineAt(index: number): LogLine | undefined {
    return this.#ring.at(this.numberAt(index));
  }
  /** How many shown lines have a higher number. */
  countAfter(number: number): number {
    let low = this.#gone;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    return this.#numbers.length - low;
  }
  /** Place of a line in the view; the next one's when it is not there. */
  indexOf(number: number): number {
    return Math.min(this.size - this.countAfter(number - 1), Math.max(0, this.size - 1));
  }
  /** Looks at the lines before number `end`, `most` of them at once. @returns how many came and how many fell off the top */
  catchUp(end: number, most = Number.POSITIVE_INFINITY): { readonly added: number; readonly removed: number } {
    const before = this.#numbers.length;
    const from = Math.max(this.#seen, this.#ring.first);
    const to = Math.min(end, from + most);
    for (let number = from; number < to; number += 1) {
      const line = this.#ring.at(number);
      if (line !== undefined && this.#lets(line)) this.#numbers.push(number);
    }
    this.#seen = Math.max(this.#seen, to);
    return { added: this.#numbers.length - before, removed: this.#dropOld() };
  }
  #lets({ event, haystack }: LogLine): boolean {
    const { minLevel, area, text } = this.#filter;
    if (RANK[event.level] < RANK[minLevel]) return false;
    if (area !== null && areaOf(event.code) !== area) return false;
    return text === '' || haystack.includes(text);
  }
  #dropOld(): number {
    const before = this.#gone;
    while (this.#gone < this.#numbers.length && (this.#numbers[this.#gone] ?? 0) < this.#ring.first) this.#gone += 1;
    const removed = this.#gone - before;
    if (this.#gone > 50_000) {
      this.#numbers = this.#numbers.slice(this.#gone);
      this.#gone = 0;
    }
    return removed;
  }
}
