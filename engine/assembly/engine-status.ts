/** The engine's state as one answer: what listens, who is connected, whether the disk takes mail. */
import type { EngineStatus } from '../control/contract-types.ts';
import type { Profile, Settings } from '../model/settings.ts';
import type { LogStore } from '../store/log-store.ts';
import type { Store } from '../store/store.ts';
import type { Listeners } from './listeners.ts';

export interface StatusDeps {
  readonly version: string;
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly startedAt: number;
  readonly settings: () => Settings;
  readonly store: Pick<Store, 'queue'>;
  readonly log: LogStore;
  readonly listeners: () => Listeners;
  readonly isWritable: () => boolean;
  readonly freeBytes: () => Promise<number>;
}
export async function engineStatus(deps: StatusDeps): Promise<EngineStatus> {
  const listeners = deps.listeners();
  const settings = deps.settings();
  const [queue, diskFreeBytes] = await Promise.all([deps.store.queue.summary(), deps.freeBytes()]);
  return {
    version: deps.version,
    hostname: settings.hostname,
    profile: deps.profile,
    startedAt: deps.startedAt,
    pid: process.pid,
    dataFolder: deps.dataFolder,
    listeners: listeners.status(),
    connections: {
      smtp: listeners.open('smtp', 'submission', 'submissions'),
      imap: listeners.open('imap', 'imaps'),
      pop3: listeners.open('pop3', 'pop3s'),
      web: listeners.open('http', 'https'),
    },
    writable: deps.isWritable(),
    queue: {
      waiting: queue.byState.scheduled + queue.byState.delivering,
      held: queue.byState.held,
      paused: queue.paused,
    },
    diskFreeBytes,
    limitsMode: settings['limits.mode'],
    logDropped: deps.log.dropped(),
  };
}
