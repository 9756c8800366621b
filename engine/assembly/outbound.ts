/** The way out: the queue runner over attempts and reports. */
import type { Accept } from '../delivery/accept.ts';
import { attemptDelivery } from '../delivery/attempt.ts';
import type { DeliverySettings } from '../delivery/delivery-settings.ts';
import { createQueueRunner, type QueueRunner } from '../delivery/queue-runner.ts';
import type { ReportDeps } from '../delivery/report-letter.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random-id.ts';
import type { EngineId } from '../model/ids.ts';
import type { Resolver } from '../net/resolver.ts';
import type { Store } from '../store/store.ts';

export interface OutboundDeps {
  readonly store: Store;
  readonly accept: Accept;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly settings: () => DeliverySettings;
}
export interface Outbound {
  readonly runner: QueueRunner;
  readonly reports: ReportDeps;
}
export function createOutbound({ store, accept, resolver, clock, emit, settings }: OutboundDeps): Outbound {
  const reports: ReportDeps = {
    bodies: store.bodies,
    directory: store.directory,
    route: (recipient, letterId) => accept.routeReport(recipient, letterId),
    newLetterId: () => accept.newLetterId(),
    hostname: () => settings().hostname,
  };
  const runner = createQueueRunner({
    engineId: randomId() as EngineId,
    queue: store.queue,
    changes: store.changes,
    clock,
    emit,
    settings,
    attempt: (group, now) => attemptDelivery(group, now, { bodies: store.bodies, resolver, emit, random: Math.random }),
    reports,
    random: Math.random,
  });
  return { runner, reports };
}
