/** The control contract's handlers over the parts of the running engine: one dispatcher and one set of topics for all carriers. */
import type { PasswordHasher } from '../auth/password-hash.ts';
import type { DnsRecord, DomainDns, EngineStatus, SessionInfo } from '../control/contract-types.ts';
import { controlDispatcher, type Dispatch } from '../control/dispatcher.ts';
import { accountHandlers } from '../control/handlers/account-handlers.ts';
import { domainHandlers } from '../control/handlers/domain-handlers.ts';
import { letterHandlers } from '../control/handlers/letter-handlers.ts';
import { overviewHandlers } from '../control/handlers/overview-handlers.ts';
import { queueHandlers } from '../control/handlers/queue-handlers.ts';
import { systemHandlers } from '../control/handlers/system-handlers.ts';
import { controlTopics, type Subscribe } from '../control/topics.ts';
import { failed } from '../delivery/outcome.ts';
import { reportLetter, type ReportDeps } from '../delivery/report-letter.ts';
import type { Clock } from '../lib/clock.ts';
import type { Profile } from '../model/settings.ts';
import type { LogStore } from '../store/log-store.ts';
import type { Store } from '../store/store.ts';
import type { CertificateStore } from '../tls/certificate-store.ts';
import type { DomainChecks } from './domain-checks.ts';
import type { EventLog } from './event-log.ts';
import { resolveAddress } from './resolve-address.ts';
import type { SettingsKeeper } from './settings-keeper.ts';

export interface ControlRoomDeps {
  readonly store: Store;
  readonly log: LogStore;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly settings: SettingsKeeper;
  readonly certificates: CertificateStore;
  readonly checks: DomainChecks;
  readonly reports: ReportDeps;
  readonly profile: Profile;
  readonly dataFolder: string;
  readonly version: string;
  readonly startedAt: number;
  readonly status: () => Promise<EngineStatus>;
  readonly names: {
    readonly makeDkimKey: () => Promise<{
      readonly selector: string;
      readonly privateKeyPem: string;
      readonly publicKey: string;
    }>;
    readonly expectedRecords: (domain: string) => Promise<readonly DnsRecord[]>;
    readonly checkRecords: (domain: string) => Promise<DomainDns>;
    readonly zoneFile: (domain: string) => Promise<string>;
  };
  readonly loginLink: () => string | null;
  readonly onHealth: (listener: () => void) => () => void;
}
export interface ControlRoom {
  readonly dispatch: Dispatch;
  readonly subscribe: Subscribe;
}

export function createControlRoom(deps: ControlRoomDeps): ControlRoom {
  const { store, events, clock, settings, checks, names } = deps;
  const { emit } = events.bus;
  const dispatch = controlDispatcher(
    {
      ...systemHandlers({
        store,
        log: deps.log,
        session: () => sessionInfo(deps),
        settings: {
          list: async () => settings.list(),
          set: (values) => settings.set(values),
          finishFirstRun: (language) => settings.finishFirstRun(language),
        },
        certificate: certificateActions(deps),
        loginLink: deps.loginLink,
      }),
      ...overviewHandlers({
        store,
        clock,
        status: deps.status,
        certificateEndsAt: () => deps.certificates.info().notAfter,
        dnsState: () => checks.state(),
        refusedToday: () => events.refusedToday(),
      }),
      ...letterHandlers(store),
      ...queueHandlers({
        queue: store.queue,
        clock,
        emit,
        failureReport: (entry) =>
          reportLetter(
            'failure',
            [
              {
                entry,
                outcome: entry.lastOutcome ?? failed('cancelled', 'ended by the administrator'),
                nextAttemptAt: null,
              },
            ],
            clock.now(),
            deps.reports,
          ),
      }),
      ...domainHandlers({
        directory: store.directory,
        emit,
        ...names,
        checkRecords: async (domain) => {
          const found = await names.checkRecords(domain);
          checks.note(found);
          return found;
        },
      }),
      ...accountHandlers({
        store,
        hasher: deps.hasher,
        emit,
        language: () => settings.current().language ?? 'en',
        resolve: (address) => resolveAddress(store.directory, address),
      }),
    },
    emit,
  );
  const subscribe = controlTopics({
    bus: events.bus,
    changes: store.changes,
    clock,
    tail: (lines, minLevel) => events.tail.newest(lines, minLevel),
    onHealth: deps.onHealth,
  });
  return { dispatch, subscribe };
}

async function sessionInfo(deps: ControlRoomDeps): Promise<Omit<SessionInfo, 'role' | 'address'>> {
  const { hostname, language } = deps.settings.current();
  return {
    version: deps.version,
    hostname,
    profile: deps.profile,
    dataFolder: deps.dataFolder,
    firstRunDone: await deps.settings.firstRunDone(),
    language,
    startedAt: deps.startedAt,
  };
}

/** Which certificate is used next time, too, is a setting. */
function certificateActions({ certificates, settings }: ControlRoomDeps) {
  const remember = async (mode: 'officeCa' | 'imported'): Promise<void> => {
    const known = settings.list().find(({ name }) => name === 'tls.mode');
    if (known?.from !== 'commandLine') await settings.set({ 'tls.mode': mode });
  };
  return {
    info: () => certificates.info(),
    caPem: () => certificates.caPem(),
    async importPem(certificatePem: string, keyPem: string) {
      const info = await certificates.importPem(certificatePem, keyPem);
      await remember('imported');
      return info;
    },
    async issue() {
      const info = await certificates.issue();
      await remember('officeCa');
      return info;
    },
  };
}
