/** The one way an event leaves a part of the engine. Subscribers (log thread, screens, stdout) get whole events. */
import { EVENTS, type EventCode, type EventFields } from './catalogue.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogEvent } from '../model/log-event.ts';

export interface EventContext {
  readonly session?: string;
  readonly letter?: string;
}
export type Emit = <C extends EventCode>(code: C, fields: EventFields<C>, context?: EventContext) => void;

export interface EventBus {
  readonly emit: Emit;
  /** @returns the function that ends the subscription */
  subscribe(listener: (event: LogEvent) => void): () => void;
}
export function createEventBus(clock: Pick<Clock, 'now'>): EventBus {
  const listeners = new Set<(event: LogEvent) => void>();
  let seq = 0;
  return {
    emit(code, fields, context = {}) {
      const event: LogEvent = {
        seq: ++seq,
        at: clock.now(),
        level: EVENTS[code].level,
        code,
        session: context.session ?? null,
        letter: context.letter ?? null,
        fields: fields as LogEvent['fields'],
      };
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
