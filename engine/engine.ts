/**
 * Composition root: the only place that picks store, resolver and clock, makes the parts of the engine, joins them, and takes them
 * apart again in order. Nothing here decides anything about mail. It begins with what starts the store's threads; the code of all
 * other parts is read while these start, which together is most of a start.
 */
import { createClosers, type Closers } from './assembly/closers.ts';
import type { ControlRoom } from './assembly/control-room.ts';
import { createEventLog, type EventLog } from './assembly/event-log.ts';
import { keepSettings, type SettingsKeeper } from './assembly/settings-keeper.ts';
import { asStartError } from './assembly/start-failure.ts';
import type { ListenerStatus } from './control/contract-types.ts';
import { createEventBus, type Emit } from './events/bus.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import type { LogEvent } from './model/log-event.ts';
import { resolveSettings, type StartOptions } from './options.ts';
import type { LogStore } from './store/log-store.ts';
import { openSqliteStore, type StoreEmit } from './store/sqlite/open-store.ts';
import type { Store } from './store/store.ts';

export { EngineStartError } from './assembly/start-failure.ts';

export interface EngineOptions extends StartOptions {
  /** Without any open port the start fails; the window starts all the same, to mend it there. */
  readonly needsListener: boolean;
  /** Every event of the wanted level, from the first one on. */
  readonly onEvent: (event: LogEvent) => void;
}
export interface Engine {
  readonly control: ControlRoom;
  readonly emit: Emit;
  readonly ready: {
    readonly version: string;
    /** Address of the local control socket. */
    readonly control: string;
    listeners(): readonly ListenerStatus[];
    /** Of the screens; null when none are served. */
    url(): string | null;
    /** Signs in as owner once, within ten minutes; null when no screens are served. */
    loginLink(): string | null;
  };
  /** Takes no new work, finishes what is under way, closes the store: within ten seconds. */
  stop(reason: string): Promise<void>;
}
/** What every part stands on. */
export interface Base {
  readonly options: EngineOptions;
  readonly clock: Clock;
  readonly closers: Closers;
  readonly store: Store;
  readonly log: LogStore;
  readonly settings: SettingsKeeper;
  readonly events: EventLog;
}

/** @throws EngineStartError with its reason; nothing was changed */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const closers = createClosers();
  try {
    // The order matters: a module is read and compiled before import() gives its promise.
    const opening = openBase(options, closers);
    const [base, { assemble }] = await Promise.all([opening, import('./assembly/assemble.ts')]);
    return await assemble(base);
  } catch (error) {
    await closers.closeAll();
    throw asStartError(error, options.dataFolder);
  }
}

async function openBase(options: EngineOptions, closers: Closers): Promise<Base> {
  // What file and line say wrongly is said before the data folder is touched.
  resolveSettings(options, {});
  const clock = systemClock();
  const bus = createEventBus(clock);
  const early: LogEvent[] = [];
  const stopEarly = bus.subscribe((event) => early.push(event));
  // Same codes and fields, which the compiler cannot see through two generic signatures.
  const emit: StoreEmit = (code, fields) => bus.emit(code, fields as never);
  const { store, log } = await openSqliteStore({ dataFolder: options.dataFolder, clock, emit });
  closers.add(() => log.close());
  closers.add(() => store.close());
  const settings = await keepSettings(options, store.settings);
  stopEarly();
  const level = () => settings.current()['log.level'];
  const events = createEventLog({ bus, store: log, clock, level, early, onEvent: options.onEvent });
  closers.add(() => events.end());
  return { options, clock, closers, store, log, settings, events };
}
