/**
 * Subscriptions of all carriers: what the engine's parts tell, gathered for at most 50 ms and handed out in one event.
 * A subscriber that does not keep up loses log lines, counted in `skipped`, never the engine its memory.
 */
import type { EventBus } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogEvent, LogLevel } from '../model/log-event.ts';
import type { OpenSessions } from '../net/open-sessions.ts';
import type { ChangeFeed } from '../store/store.ts';
import { mayAct, type Caller } from './caller.ts';
import { TOPICS, type TopicEvent, type TopicName, type TopicParams } from './contract.ts';
import { refusal } from './dispatcher.ts';

const GATHER_MS = 50;
const MOST_LINES = 2000;
const LEVEL_RANK: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export interface TopicDeps {
  readonly bus: EventBus;
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  /** The newest events, oldest first: what a screen shows before the first live line. */
  readonly tail: (lines: number, minLevel: LogLevel) => readonly LogEvent[];
  /** Tells when the health items may have changed. */
  readonly onHealth: (listener: () => void) => () => void;
  readonly sessions: Pick<OpenSessions, 'onChange'>;
}
/** @returns the function that ends the subscription. @throws ControlFailure */
export type Subscribe = (
  caller: Caller,
  topic: string,
  params: unknown,
  onEvent: (event: unknown) => void,
) => () => void;

type Sources = {
  readonly [N in TopicName]: (params: TopicParams<N>, tell: (event: TopicEvent<N>) => void) => () => void;
};

export function controlTopics(deps: TopicDeps): Subscribe {
  const sources: Sources = {
    log: (params, tell) => followLog(deps, params, tell),
    queue: (_params, tell) => followIds(deps, 'queue', (ids: readonly number[]) => tell({ ids })),
    letters: (_params, tell) => followIds(deps, 'letters', (ids: readonly string[]) => tell({ ids })),
    sessions: (_params, tell) => followSessions(deps, () => tell({ changed: true })),
    directory: (_params, tell) => followChange(deps, 'directory', () => tell({ changed: true })),
    settings: (_params, tell) =>
      deps.changes.store((change) => change.kind === 'settings' && tell({ names: change.names })),
    health: (_params, tell) => deps.onHealth(() => tell({ changed: true })),
  };
  return (caller, topic, params, onEvent) => {
    if (!Object.hasOwn(TOPICS, topic)) throw refusal('badRequest', `there is no topic ${topic.slice(0, 60)}`);
    const name = topic as TopicName;
    if (!mayAct(caller, TOPICS[name].role)) throw refusal('denied', `this needs the role ${TOPICS[name].role}`);
    const parsed = TOPICS[name].params.safeParse(params ?? undefined);
    if (!parsed.success) throw refusal('badRequest', parsed.error.issues[0]?.message ?? 'wrong parameters');
    return (sources[name] as (params: unknown, tell: (event: unknown) => void) => () => void)(parsed.data, onEvent);
  };
}

function gatherer(clock: Clock, flush: () => void): { readonly arm: () => void; readonly end: () => void } {
  let cancel: (() => void) | null = null;
  return {
    arm() {
      cancel ??= clock.after(GATHER_MS, () => {
        cancel = null;
        flush();
      });
    },
    end: () => cancel?.(),
  };
}

function followLog(deps: TopicDeps, params: TopicParams<'log'>, tell: (event: TopicEvent<'log'>) => void): () => void {
  const least = LEVEL_RANK[params.minLevel ?? 'debug'];
  let held: LogEvent[] = params.tail === undefined ? [] : [...deps.tail(params.tail, params.minLevel ?? 'debug')];
  let skipped = 0;
  const gather = gatherer(deps.clock, () => {
    const events = held;
    held = [];
    tell({ events, skipped });
    skipped = 0;
  });
  if (held.length > 0) gather.arm();
  const unsubscribe = deps.bus.subscribe((event) => {
    if (LEVEL_RANK[event.level] < least) return;
    if (held.length < MOST_LINES) held.push(event);
    else skipped++;
    gather.arm();
  });
  return () => {
    unsubscribe();
    gather.end();
  };
}

function followIds<Id>(deps: TopicDeps, kind: 'queue' | 'letters', tell: (ids: readonly Id[]) => void): () => void {
  const ids = new Set<Id>();
  const gather = gatherer(deps.clock, () => {
    const gathered = [...ids];
    ids.clear();
    tell(gathered);
  });
  const unsubscribe = deps.changes.store((change) => {
    if (change.kind !== kind) return;
    for (const id of change.ids) if (ids.size < MOST_LINES) ids.add(id as Id);
    gather.arm();
  });
  return () => {
    unsubscribe();
    gather.end();
  };
}

function followSessions({ clock, sessions }: TopicDeps, tell: () => void): () => void {
  const gather = gatherer(clock, tell);
  const unsubscribe = sessions.onChange(gather.arm);
  return () => {
    unsubscribe();
    gather.end();
  };
}

function followChange(deps: TopicDeps, kind: 'directory', tell: () => void): () => void {
  const gather = gatherer(deps.clock, tell);
  const unsubscribe = deps.changes.store((change) => {
    if (change.kind === kind) gather.arm();
  });
  return () => {
    unsubscribe();
    gather.end();
  };
}
