/** Where events go: those of the wanted level to memory, to the log store in batches, and to whoever follows. */
import { LogTail } from '../control/log-tail.ts';
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { LOG_LEVELS, type LogEvent, type LogLevel } from '../model/log-event.ts';
import type { LogStore } from '../store/log-store.ts';

const GATHER_MS = 50;
/** A batch is handed over early when it is this long, so that a burst does not pile up here. */
const BATCH = 500;

export interface EventLog {
  /** The bus with only the events of the wanted level. */
  readonly bus: EventBus;
  readonly tail: LogTail;
  /** Connections and letters refused since midnight. */
  refusedToday(): number;
  /** Hands over what is left. */
  end(): void;
}
export interface EventLogDeps {
  readonly bus: EventBus;
  readonly store: LogStore;
  readonly clock: Clock;
  readonly level: () => LogLevel;
  /** Happened before there was a log. */
  readonly early: readonly LogEvent[];
  /** Hears every wanted event, the early ones too. */
  readonly onEvent: (event: LogEvent) => void;
}
const REFUSALS: readonly string[] = ['smtp.refused', 'smtp.attack', 'listener.refused'];

export function createEventLog({ bus, store, clock, level, early, onEvent }: EventLogDeps): EventLog {
  const tail = new LogTail();
  const refusals = dayCounter(clock);
  let held: LogEvent[] = [];
  let cancel: (() => void) | null = null;
  const flush = (): void => {
    cancel?.();
    cancel = null;
    if (held.length > 0) store.append(held);
    held = [];
  };
  const wanted: EventBus = {
    emit: bus.emit,
    subscribe: (listener) => bus.subscribe((event) => isAtLeast(event.level, level()) && listener(event)),
  };
  const stopCounting = bus.subscribe((event) => REFUSALS.includes(event.code) && refusals.add());
  const keep = (event: LogEvent): void => {
    tail.add(event);
    onEvent(event);
    held.push(event);
    if (held.length >= BATCH) flush();
    else cancel ??= clock.after(GATHER_MS, flush);
  };
  early.filter((event) => isAtLeast(event.level, level())).forEach(keep);
  const stopKeeping = wanted.subscribe(keep);
  return {
    bus: wanted,
    tail,
    refusedToday: refusals.today,
    end() {
      stopCounting();
      stopKeeping();
      flush();
    },
  };
}

const isAtLeast = (level: LogLevel, least: LogLevel): boolean => LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);

function dayCounter(clock: Pick<Clock, 'now'>): { add(): void; today(): number } {
  let day = '';
  let count = 0;
  const turn = (): void => {
    const now = new Date(clock.now()).toDateString();
    if (now !== day) count = 0;
    day = now;
  };
  return {
    add() {
      turn();
      count++;
    },
    today() {
      turn();
      return count;
    },
  };
}
