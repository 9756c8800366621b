/** The control contract's handlers over the parts of the running engine: one dispatcher and one set of topics for all carriers. */
import type { AppPasswordSessions } from '../auth/app-password-sessions.ts';
import type { PasswordHasher } from '../auth/password-hash.ts';
import type { DnsRecord, DomainDns, EngineStatus, SessionInfo } from '../control/contract-types.ts';
import { controlDispatcher, type Dispatch, type Handlers } from '../control/dispatcher.ts';
import { accountHandlers } from '../control/handlers/account-handlers.ts';
import { appPasswordHandlers } from '../control/handlers/app-password-handlers.ts';
import { domainHandlers } from '../control/handlers/domain-handlers.ts';
import { letterHandlers } from '../control/handlers/letter-handlers.ts';
import { overviewHandlers } from '../control/handlers/overview-handlers.ts';
import { queueHandlers } from '../control/handlers/queue-handlers.ts';
import { sessionHandlers } from '../control/handlers/session-handlers.ts';
import { systemHandlers } from '../control/handlers/system-handlers.ts';
import { controlTopics, type Subscribe } from '../control/topics.ts';
import { failed } from '../delivery/outcome.ts';
import { reportLetter, type ReportDeps } from '../delivery/report-letter.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogLevel } from '../model/log-event.ts';
import type { QueueEntry } from '../model/queue.ts';
import type { Profile } from '../model/settings.ts';
import type { OpenSessions } from '../net/open-sessions.ts';
import type { AcceptInput } from '../store/intake-store.ts';
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
  readonly appSessions: AppPasswordSessions;
  readonly settings: SettingsKeeper;
  readonly certificates: CertificateStore;
  readonly checks: DomainChecks;
  readonly sessions: OpenSessions;
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
  const { store, events, clock } = deps;
  const { emit } = events.bus;
  const handlers: Handlers = {
    ...systemPart(deps),
    ...overviewPart(deps),
    ...letterHandlers(store),
    ...queueHandlers({ queue: store.queue, clock, emit, failureReport: (entry) => failureReport(entry, deps) }),
    ...domainPart(deps),
    ...sessionHandlers({ store, sessions: deps.sessions, emit }),
    ...appPasswordHandlers({ store, clock, emit, appSessions: deps.appSessions }),
    ...accountHandlers({
      ...{ store, emit, hasher: deps.hasher },
      language: () => deps.settings.current().language ?? 'en',
      resolve: (address) => resolveAddress(store.directory, address),
    }),
  };
  const tail = (lines: number, minLevel: LogLevel) => events.tail.newest(lines, minLevel);
  return {
    dispatch: controlDispatcher(handlers, emit),
    subscribe: controlTopics({
      bus: events.bus,
      changes: store.changes,
      clock,
      tail,
      onHealth: deps.onHealth,
      sessions: deps.sessions,
    }),
  };
}

const systemPart = (deps: ControlRoomDeps) =>
  systemHandlers({
    store: deps.store,
    log: deps.log,
    session: () => sessionInfo(deps),
    settings: {
      list: async () => deps.settings.list(),
      set: (values) => deps.settings.set(values),
      finishFirstRun: (language) => deps.settings.finishFirstRun(language),
    },
    certificate: certificateActions(deps),
    loginLink: deps.loginLink,
  });

const overviewPart = ({ store, clock, status, certificates, checks, events }: ControlRoomDeps) =>
  overviewHandlers({
    ...{ store, clock, status },
    certificateEndsAt: () => certificates.info().notAfter,
    dnsState: () => checks.state(),
    refusedToday: () => events.refusedToday(),
  });

const domainPart = ({ store, events, names, checks }: ControlRoomDeps) =>
  domainHandlers({
    directory: store.directory,
    emit: events.bus.emit,
    ...names,
    async checkRecords(domain) {
      const found = await names.checkRecords(domain);
      checks.note(found);
      return found;
    },
  });

/** What the sender reads of a letter that was ended by hand: the last answer of the other side, if there was one. */
function failureReport(entry: QueueEntry, { clock, reports }: ControlRoomDeps): Promise<AcceptInput | null> {
  const last = entry.lastOutcome;
  const outcome = failed('cancelled', 'ended by the administrator', last?.remote ?? null, last?.reply ?? null);
  return reportLetter('failure', [{ entry, outcome, nextAttemptAt: null }], clock.now(), reports);
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
