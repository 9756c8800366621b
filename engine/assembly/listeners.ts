/** Opens every port that the settings name. A port that cannot be used is told with its cure; the others open all the same. */
import { networkInterfaces } from 'node:os';
import { PROTOCOLS, type ListenerStatus, type Protocol, type TlsUse } from '../control/contract-types.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import type { Settings } from '../model/settings.ts';
import { createConnectionLimits, type ConnectionLimits } from '../net/connection-limits.ts';
import { openListener, type Connection, type Listener, type ListenerOptions } from '../net/listener.ts';
import type { TlsContexts } from '../net/tls-contexts.ts';

export interface ListenerDeps {
  readonly settings: Settings;
  readonly contexts: TlsContexts;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly onConnection: (protocol: Protocol, connection: Connection) => void;
}
export interface Listeners {
  status(): readonly ListenerStatus[];
  /** Connections now. */
  open(...protocols: readonly Protocol[]): number;
  /** The real port of a protocol that listens; null: none does. */
  port(protocol: Protocol): number | null;
  /** Addresses and ports where we can be reached: a next hop there is ourselves. */
  ownEndpoints(): readonly { readonly ip: string; readonly port: number }[];
  /** Takes no new connections, asks sessions to end, cuts the rest off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}
export const NO_LISTENERS: Listeners = {
  status: () => [],
  open: () => 0,
  port: () => null,
  ownEndpoints: () => [],
  close: async () => undefined,
};
type Family = 'mx' | 'submission' | 'imap' | 'pop3' | 'web';
const KINDS: Readonly<Record<Protocol, { readonly tls: TlsUse; readonly family: Family }>> = {
  smtp: { tls: 'starttls', family: 'mx' },
  submission: { tls: 'starttls', family: 'submission' },
  submissions: { tls: 'implicit', family: 'submission' },
  imap: { tls: 'starttls', family: 'imap' },
  imaps: { tls: 'implicit', family: 'imap' },
  pop3: { tls: 'starttls', family: 'pop3' },
  pop3s: { tls: 'implicit', family: 'pop3' },
  http: { tls: 'none', family: 'web' },
  https: { tls: 'implicit', family: 'web' },
};
/** Last words to a peer over a limit. RFC 5321 3.8, RFC 9051 7.1.5, RFC 2449 8.1.1 */
const FAREWELLS: Readonly<Record<Family, string | null>> = {
  mx: '421 4.7.0 Too many connections, try again later\r\n',
  submission: '421 4.7.0 Too many connections, try again later\r\n',
  imap: '* BYE [UNAVAILABLE] Too many connections, try again later\r\n',
  pop3: '-ERR [SYS/TEMP] Too many connections, try again later\r\n',
  web: null,
};

export async function openListeners(deps: ListenerDeps): Promise<Listeners> {
  const { settings } = deps;
  const limits = new Map<Family, ConnectionLimits>();
  const opened: { readonly protocol: Protocol; readonly listener: Listener }[] = [];
  for (const protocol of PROTOCOLS) {
    const port = settings[`${protocol}.port`];
    if (port === 'off') continue;
    const { family } = KINDS[protocol];
    const shared = limits.get(family) ?? limitsOf(deps);
    limits.set(family, shared);
    for (const host of hostsOf(settings.bind))
      opened.push({ protocol, listener: await openListener(optionsOf(protocol, host, port, shared, deps)) });
  }
  const listening = () => opened.filter(({ listener }) => listener.state().state === 'listening');
  return {
    status: () => opened.map(({ protocol, listener }) => ({ ...listener.state(), protocol })),
    open: (...protocols) =>
      opened
        .filter(({ protocol }) => protocols.includes(protocol))
        .reduce((sum, { listener }) => sum + listener.open, 0),
    port: (wanted) =>
      listening()
        .find(({ protocol }) => protocol === wanted)
        ?.listener.state().port ?? null,
    ownEndpoints: () =>
      listening().flatMap(({ listener }) => {
        const { host, port } = listener.state();
        return addressesOf(host).map((ip) => ({ ip, port }));
      }),
    close: async (graceMs) => void (await Promise.all(opened.map(({ listener }) => listener.close(graceMs)))),
  };
}

const limitsOf = ({ settings, clock }: ListenerDeps): ConnectionLimits =>
  createConnectionLimits({
    clock,
    mode: settings['limits.mode'],
    total: settings['limits.connections'],
    perPeer: settings['limits.connectionsPerAddress'],
  });

function optionsOf(
  protocol: Protocol,
  host: string,
  port: number,
  limits: ConnectionLimits,
  { contexts, clock, emit, onConnection }: ListenerDeps,
): ListenerOptions {
  const { tls, family } = KINDS[protocol];
  const words = FAREWELLS[family];
  return {
    protocol,
    host,
    port,
    tls,
    contexts,
    limits,
    clock,
    emit,
    onConnection: (connection) => onConnection(protocol, connection),
    ...(words === null ? {} : { farewell: () => words }),
    ...(protocol === 'https' ? { alpn: ['http/1.1'] } : {}),
  };
}

/** `*` is one socket for both IP versions where the system has IPv6. */
function hostsOf(bind: readonly string[]): readonly string[] {
  const any = interfaceAddresses().some(({ family }) => family === 'IPv6') ? '::' : '0.0.0.0';
  return [...new Set(bind.map((address) => (address === '*' ? any : address)))];
}
const interfaceAddresses = () => Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);

function addressesOf(host: string): readonly string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host];
  return interfaceAddresses()
    .filter(({ family }) => host === '::' || family === 'IPv4')
    .map(({ address }) => address);
}
