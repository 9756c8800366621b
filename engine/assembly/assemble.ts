/**
 * The parts of the engine over its base: made, joined, opened to the world, and closed again in order.
 */
import { openCertificates } from './certificates.ts';
import { createControlRoom } from './control-room.ts';
import { deliverySettingsOf } from './delivery-settings.ts';
import { createDomainChecks } from './domain-checks.ts';
import { engineStatus } from './engine-status.ts';
import { createHealthSignal } from './health-signal.ts';
import { NO_LISTENERS, openListeners, type Listeners } from './listeners.ts';
import { createMailServices, type MailServices } from './mail-services.ts';
import { createNameWork } from './name-work.ts';
import { createOutbound } from './outbound.ts';
import { createSenderAuth } from './sender-auth.ts';
import { webAddress } from './web-address.ts';
import { createWebScreens, type WebScreens } from './web-screens.ts';
import { createAppPasswordSessions } from '../auth/app-password-sessions.ts';
import { createAuthenticator } from '../auth/create-authenticator.ts';
import { createPasswordHasher } from '../auth/password-hash.ts';
import { createLoginThrottle } from '../auth/throttle.ts';
import { serveLocalSocket } from '../control/transport/local-socket-server.ts';
import { createAccept } from '../delivery/accept.ts';
import type { DeliverySettings } from '../delivery/delivery-settings.ts';
import type { QueueRunner } from '../delivery/queue-runner.ts';
import { freeDiskBytes, watchDiskSpace } from '../maintenance/disk-space.ts';
import { watchExpiry, type ExpiryDays } from '../maintenance/expiry.ts';
import type { HostPort, Settings } from '../model/settings.ts';
import { createDnsResolver } from '../net/dns-resolver.ts';
import { createOpenConnections, type OpenConnections } from '../net/open-connections.ts';
import { createOpenSessions, type OpenSessions } from '../net/open-sessions.ts';
import type { TlsContexts } from '../net/tls-contexts.ts';
import { startError } from './start-failure.ts';
import type { Base, Engine } from '../engine.ts';

/** Of the ten seconds a stop may take: letters under way, then connections. */
const DRAIN_MS = 5000;
const GRACE_MS = 6000;
const REFUSAL_MS = 1500;

/** Parts that are made before anybody can reach us. */
async function makeParts(
  base: Base,
  connections: OpenConnections,
  ownEndpoints: () => DeliverySettings['ownEndpoints'],
) {
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
  const appSessions = createAppPasswordSessions({ clock, emit, connections });
  const authenticator = createAuthenticator({ store, hasher, throttle, appSessions, clock, emit, refusalMs });
  const queueLifetimeMs = () => settings.current()['delivery.lifetimeSeconds'] * 1000;
  const hostname = () => now.hostname;
  const accept = createAccept({ store, clock, emit, hostname, queueLifetimeMs });
  const outbound = createOutbound({
    ...{ store, accept, resolver, clock, emit },
    settings: () => deliverySettingsOf(settings.current(), options.profile, ownEndpoints()),
  });
  const senderAuth = createSenderAuth({ resolver, directory: store.directory, hostname, clock, emit });
  closers.add(senderAuth.close);
  return { health, certificates, resolver, hasher, appSessions, authenticator, accept, outbound, senderAuth };
}
type Parts = Awaited<ReturnType<typeof makeParts>>;

/** @throws EngineStartError when no port could be opened though one is needed */
export async function assemble(base: Base): Promise<Engine> {
  const { options, clock, closers, store, settings, events } = base;
  const { emit } = events.bus;
  const { version, dataFolder } = options;
  const now = settings.current();
  // The first ports take connections while the last are still being opened.
  let listeners = NO_LISTENERS;
  const sessions = createOpenSessions();
  const connections = createOpenConnections(sessions);
  const parts = await makeParts(base, connections, () => listeners.ownEndpoints());
  const common = { store, authenticator: parts.authenticator, clock, emit };
  const { contexts } = parts.certificates;
  const mail = createMailServices({
    ...{ ...common, ...parts.senderAuth, settings: now, currentSettings: settings.current },
    ...{ sessions, connections },
    ...{ accept: parts.accept, contexts, version },
  });
  const httpsPort = () => listeners.port('https');
  const url = () => webAddress(now, httpsPort());
  const web = createWebScreens({ ...common, url, httpsPort, webRoot: options.webRoot, control: () => control });
  const control = await openControlRoom(base, parts, () => listeners, web, sessions);
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

async function openControlRoom(
  base: Base,
  parts: Parts,
  listeners: () => Listeners,
  web: WebScreens,
  sessions: OpenSessions,
) {
  const { options, clock, closers, store, log, settings, events } = base;
  const { emit } = events.bus;
  const { version, profile, dataFolder } = options;
  const { health, certificates, resolver, hasher, appSessions, outbound } = parts;
  const trouble = (where: string) => (error: unknown) => emit('engine.bug', { where, error: String(error) });
  const checks = await createDomainChecks(store.directory, store.changes, trouble('domain checks'));
  closers.add(checks.end);
  const freeBytes = () => freeDiskBytes(dataFolder);
  const disk = watchDiskSpace(clock, freeBytes, health.tell, trouble('disk space'));
  closers.add(disk.stop);
  closers.add(watchExpiry({ store, clock, emit, days: () => expiryDaysOf(settings.current()) }, trouble('expiry')));
  const about = { version, profile, dataFolder, startedAt: clock.now(), store, log };
  const hostname = () => settings.current().hostname;
  const { isWritable } = health;
  return createControlRoom({
    ...{ ...about, events, clock, hasher, appSessions, settings, checks, sessions },
    certificates: certificates.store,
    reports: outbound.reports,
    names: createNameWork({ directory: store.directory, resolver, hostname, clock }),
    status: () => engineStatus({ ...about, settings: settings.current, listeners, isWritable, freeBytes }),
    loginLink: web.loginLink,
    onHealth: health.onChange,
  });
}

function expiryDaysOf(settings: Settings): ExpiryDays {
  return {
    inbox: settings['expiry.inboxDays'],
    trash: settings['expiry.trashDays'],
    junk: settings['expiry.junkDays'],
  };
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
