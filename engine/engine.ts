/**
 * Composition root: the only place that picks store, resolver and clock, makes the parts of the engine, joins them, and takes them
 * apart again in order. Nothing here decides anything about mail.
 */
import { openCertificates } from './assembly/certificates.ts';
import { createClosers, type Closers } from './assembly/closers.ts';
import { createControlRoom, type ControlRoom } from './assembly/control-room.ts';
import { deliverySettingsOf } from './assembly/delivery-settings.ts';
import { createDomainChecks } from './assembly/domain-checks.ts';
import { engineStatus } from './assembly/engine-status.ts';
import { createEventLog, type EventLog } from './assembly/event-log.ts';
import { createHealthSignal } from './assembly/health-signal.ts';
import { NO_LISTENERS, openListeners, type Listeners } from './assembly/listeners.ts';
import { createMailServices, type MailServices } from './assembly/mail-services.ts';
import { createNameWork } from './assembly/name-work.ts';
import { createOutbound } from './assembly/outbound.ts';
import { createSenderAuth } from './assembly/sender-auth.ts';
import { keepSettings, type SettingsKeeper } from './assembly/settings-keeper.ts';
import { asStartError, startError } from './assembly/start-failure.ts';
import { webAddress } from './assembly/web-address.ts';
import { createWebScreens, type WebScreens } from './assembly/web-screens.ts';
import { createAuthenticator } from './auth/create-authenticator.ts';
import { createPasswordHasher } from './auth/password-hash.ts';
import { createLoginThrottle } from './auth/throttle.ts';
import type { ListenerStatus } from './control/contract-types.ts';
import { serveLocalSocket } from './control/transport/local-socket-server.ts';
import { createAccept } from './delivery/accept.ts';
import type { DeliverySettings } from './delivery/delivery-settings.ts';
import type { QueueRunner } from './delivery/queue-runner.ts';
import { createEventBus, type Emit } from './events/bus.ts';
import { systemClock, type Clock } from './lib/clock.ts';
import { freeDiskBytes, watchDiskSpace } from './maintenance/disk-space.ts';
import type { LogEvent } from './model/log-event.ts';
import type { HostPort } from './model/settings.ts';
import { createDnsResolver } from './net/dns-resolver.ts';
import type { TlsContexts } from './net/tls-contexts.ts';
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
/** Of the ten seconds a stop may take: letters under way, then connections. */
const DRAIN_MS = 5000;
const GRACE_MS = 6000;
const REFUSAL_MS = 1500;

interface Base {
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
    return await assemble(await openBase(options, closers));
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

/** Parts that are made before anybody can reach us. */
async function makeParts(base: Base, ownEndpoints: () => DeliverySettings['ownEndpoints']) {
  const { options, clock, closers, store, settings, events } = base;
  const { emit } = events.bus;
  const now = settings.current();
  const health = createHealthSignal(store.changes);
  const certificates = await openCertificates(options.dataFolder, now, clock, emit, health.tell);
  closers.add(certificates.stop);
  const resolver = createDnsResolver({ servers: now['dns.servers'].map(serverText) });
  closers.add(() => resolver.cancel());
  const hasher = createPasswordHasher();
  const throttle = createLoginThrottle(clock);
  const refusalMs = now['limits.mode'] === 'off' ? 0 : REFUSAL_MS;
  const authenticator = createAuthenticator({ store, hasher, throttle, clock, emit, refusalMs });
  const queueLifetimeMs = () => settings.current()['delivery.lifetimeSeconds'] * 1000;
  const hostname = () => now.hostname;
  const accept = createAccept({ store, clock, emit, hostname, queueLifetimeMs });
  const outbound = createOutbound({
    ...{ store, accept, resolver, clock, emit },
    settings: () => deliverySettingsOf(settings.current(), options.profile, ownEndpoints()),
  });
  const senderAuth = createSenderAuth({ resolver, directory: store.directory, hostname, clock, emit });
  closers.add(senderAuth.close);
  return { health, certificates, resolver, hasher, authenticator, accept, outbound, senderAuth };
}
type Parts = Awaited<ReturnType<typeof makeParts>>;

async function assemble(base: Base): Promise<Engine> {
  const { options, clock, closers, store, settings, events } = base;
  const { emit } = events.bus;
  const { version, dataFolder } = options;
  const now = settings.current();
  // The first ports take connections while the last are still being opened.
  let listeners = NO_LISTENERS;
  const parts = await makeParts(base, () => listeners.ownEndpoints());
  const common = { store, authenticator: parts.authenticator, clock, emit };
  const { contexts } = parts.certificates;
  const mail = createMailServices({
    ...{ ...common, ...parts.senderAuth, settings: now },
    ...{ accept: parts.accept, contexts, version },
  });
  const httpsPort = () => listeners.port('https');
  const url = () => webAddress(now, httpsPort());
  const web = createWebScreens({ ...common, url, httpsPort, webRoot: options.webRoot, control: () => control });
  const control = await openControlRoom(base, parts, () => listeners, web);
  listeners = await openDoors(base, contexts, mail, web);
  const local = await serveLocalSocket(dataFolder, { ...control, emit });
  closers.add(() => local.close());
  closers.add(() => stopTraffic(listeners, mail, web, parts.outbound.runner));
  await parts.outbound.runner.start();
  tellStart(base);
  return {
    control,
    emit,
    ready: { version, control: local.address, listeners: listeners.status, url, loginLink: web.loginLink },
    stop(reason) {
      emit('engine.stopping', { reason });
      return closers.closeAll();
    },
  };
}

async function openControlRoom(base: Base, parts: Parts, listeners: () => Listeners, web: WebScreens) {
  const { options, clock, closers, store, log, settings, events } = base;
  const { emit } = events.bus;
  const { version, profile, dataFolder } = options;
  const { health, certificates, resolver, hasher, outbound } = parts;
  const trouble = (where: string) => (error: unknown) => emit('engine.bug', { where, error: String(error) });
  const checks = await createDomainChecks(store.directory, store.changes, trouble('domain checks'));
  closers.add(checks.end);
  const freeBytes = () => freeDiskBytes(dataFolder);
  const disk = watchDiskSpace(clock, freeBytes, health.tell, trouble('disk space'));
  closers.add(disk.stop);
  const about = { version, profile, dataFolder, startedAt: clock.now(), store, log };
  const hostname = () => settings.current().hostname;
  const { isWritable } = health;
  return createControlRoom({
    ...{ ...about, events, clock, hasher, settings, checks },
    certificates: certificates.store,
    reports: outbound.reports,
    names: createNameWork({ directory: store.directory, resolver, hostname, clock }),
    status: () => engineStatus({ ...about, settings: settings.current, listeners, isWritable, freeBytes }),
    loginLink: web.loginLink,
    onHealth: health.onChange,
  });
}

/** Opens the ports. @throws EngineStartError when one is needed and none could be opened */
async function openDoors(
  { options, clock, settings, events }: Base,
  contexts: TlsContexts,
  mail: MailServices,
  { http }: WebScreens,
): Promise<Listeners> {
  const { emit } = events.bus;
  const listeners = await openListeners({
    ...{ settings: settings.current(), contexts, clock, emit },
    onConnection(protocol, connection) {
      if (protocol === 'http' || protocol === 'https') http.handle(protocol, connection.socket, connection.peer);
      else mail.serve(protocol, connection);
    },
  });
  const failed = listeners.status().filter(({ state }) => state === 'failed');
  if (options.needsListener && failed.length > 0 && failed.length === listeners.status().length) {
    const reasons = failed.map(({ protocol, error }) => `${protocol}: ${error?.message ?? 'unknown'}`).join('; ');
    throw startError('noListener', `no port could be opened: ${reasons}`, { ports: failed.length });
  }
  return listeners;
}

async function stopTraffic(listeners: Listeners, mail: MailServices, web: WebScreens, runner: QueueRunner) {
  await Promise.all([listeners.close(GRACE_MS), mail.stop(DRAIN_MS), web.http.stop(), runner.stop(DRAIN_MS)]);
}

function tellStart({ options, settings, events }: Base): void {
  const { emit } = events.bus;
  if (settings.current()['limits.mode'] === 'off') emit('engine.limitsOff', {});
  for (const name of settings.ignored) emit('setting.ignored', { name });
  emit('engine.ready', { version: options.version });
}

const serverText = ({ host, port }: HostPort): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
