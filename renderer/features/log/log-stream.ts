/** The log as it comes in: the newest lines in a ring, and a word to whoever draws them. */
import type { LogEvent } from '../../../engine/control/contract.ts';
import { createListeners } from '../../api/carrier.ts';
import { RingBuffer } from '../../state/ring-buffer.ts';
import { logLine, type LogLine } from './log-view.ts';

const KEPT_LINES = 100_000;
/** Whatever falls off the top moves every line below it, so it falls seldom: at a thousand lines a second, each five seconds. */
const SLACK_LINES = 5_000;

export class LogStream {
  readonly ring = new RingBuffer<LogLine>(KEPT_LINES, SLACK_LINES);
  /** Lines the engine left out for us. */
  skipped = 0;
  readonly #changes = createListeners<void>();
  #last: Pick<LogEvent, 'seq' | 'at'> = { seq: -1, at: -1 };

  /** Told after every batch; the screen decides when to draw. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }
  take(events: readonly LogEvent[], skipped: number, sentence: (event: LogEvent) => string): void {
    for (const event of events) {
      // After a reconnect the tail comes again; a new run of the engine counts anew, but later.
      if (event.seq <= this.#last.seq && event.at <= this.#last.at) continue;
      this.#last = event;
      this.ring.push(logLine(event, sentence(event)));
    }
    this.skipped += skipped;
    this.#changes.tell();
  }
  clear(): void {
    this.ring.clear();
    this.skipped = 0;
    this.#changes.tell();
  }
}
