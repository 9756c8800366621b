/** Main thread's end of the log: collects events into batches; under pressure debug lines go first, all losses are counted. */
import type { StoreThread } from './thread-pool.ts';
import type { LogFilter, LogStore } from '../log-store.ts';
import type { Page } from '../store.ts';
import type { Clock } from '../../lib/clock.ts';
import type { LogEvent } from '../../model/log-event.ts';

const BATCH_MS = 100;
const BATCH_EVENTS = 1_000;
/** Waiting events from which on debug lines, then all lines, are dropped. */
const DROP_DEBUG_FROM = 10_000;
const DROP_ALL_FROM = 50_000;

export class LogWriter implements LogStore {
  readonly #thread: StoreThread;
  readonly #clock: Pick<Clock, 'after'>;
  #waiting: LogEvent[] = [];
  #underWay = 0;
  #dropped = 0;
  #cancel: (() => void) | null = null;

  constructor(thread: StoreThread, clock: Pick<Clock, 'after'>) {
    this.#thread = thread;
    this.#clock = clock;
  }
  append(events: readonly LogEvent[]): void {
    for (const event of events) {
      const load = this.#waiting.length + this.#underWay;
      if (load >= DROP_ALL_FROM || (load >= DROP_DEBUG_FROM && event.level === 'debug')) this.#dropped += 1;
      else this.#waiting.push(event);
    }
    if (this.#waiting.length >= BATCH_EVENTS) this.#send();
    else this.#cancel ??= this.#clock.after(BATCH_MS, () => this.#send());
  }
  async query(filter: LogFilter): Promise<Page<LogEvent>> {
    this.#send();
    return (await this.#thread.call('query', [filter])) as Page<LogEvent>;
  }
  dropped(): number {
    return this.#dropped;
  }
  async close(): Promise<void> {
    this.#send();
    await this.#thread.close();
  }

  #send(): void {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#underWay += batch.length;
    this.#thread.call('append', [batch]).then(
      () => (this.#underWay -= batch.length),
      () => {
        this.#underWay -= batch.length;
        this.#dropped += batch.length;
      },
    );
  }
}
