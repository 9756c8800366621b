/** A dispatcher and topics with planted handlers: what a carrier must pass on, and what it must never let out. */
import { ControlFailure, type MethodName } from '../../../engine/control/contract.ts';
import { controlDispatcher, type Dispatch, type Handlers } from '../../../engine/control/dispatcher.ts';
import { LogTail } from '../../../engine/control/log-tail.ts';
import { controlTopics, type Subscribe } from '../../../engine/control/topics.ts';
import { createEventBus, type EventBus } from '../../../engine/events/bus.ts';
import { systemClock } from '../../../engine/lib/clock.ts';
import { MailError } from '../../../engine/model/errors.ts';
import type { QueueEntryId } from '../../../engine/model/ids.ts';
import type { LogEvent } from '../../../engine/model/log-event.ts';
import { createOpenSessions } from '../../../engine/net/open-sessions.ts';
import { ChangeHub } from '../../../engine/store/change-hub.ts';

export const SECRET = 'secret path /var/lib/postane';

export interface PlantedControl {
  readonly dispatch: Dispatch;
  readonly subscribe: Subscribe;
  readonly bus: EventBus;
  readonly events: readonly LogEvent[];
}
/** `queue.pause` tells queue entry 7, `queue.resume` logs three lines; `store.check` has a bug; `domains.create` finds it taken. */
export function plantedControl(): PlantedControl {
  const clock = systemClock();
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => events.push(event));
  const changes = new ChangeHub();
  const planted: Partial<
    Record<MethodName, (request: never, caller: { readonly role: string; readonly name: string }) => Promise<unknown>>
  > = {
    'session.get': async (_request, { role, name }) => ({ role, address: name }),
    'accounts.list': async (request) => ({ items: [request], next: null }),
    'domains.create': async () => {
      throw new MailError('alreadyExists', 'that domain is taken');
    },
    'domains.remove': async () => undefined,
    'store.check': async () => {
      throw new Error(SECRET);
    },
    'queue.pause': async () =>
      changes.deliver([{ scope: 'store', change: { kind: 'queue', ids: [7 as QueueEntryId] } }]),
    'queue.resume': async () => {
      for (let n = 0; n < 3; n++) bus.emit('directory.accountChanged', { account: `line ${n}`, by: 'test' });
    },
  };
  return {
    dispatch: controlDispatcher(planted as unknown as Handlers, bus.emit),
    subscribe: controlTopics({
      bus,
      changes,
      clock,
      tail: (lines, level) => new LogTail().newest(lines, level),
      onHealth: () => () => undefined,
      sessions: createOpenSessions(),
    }),
    bus,
    events,
  };
}

/** The error a call ends with, or what it answers. */
export const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => {
    if (error instanceof ControlFailure) return error.error;
    throw error;
  });
