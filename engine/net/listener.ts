/**
 * A port that takes connections: bound or refused with its reason, limits applied, TLS made where it comes first, closed in order
 * (no new ones, sessions asked to end, the rest cut off). What happens to one port never touches the others.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random-id.ts';
import type { Emit } from '../events/bus.ts';
import type { SessionId } from '../model/ids.ts';
import { explainBindError, type BindError } from './bind-error.ts';
import type { ConnectionLimits, LimitReason } from './connection-limits.ts';
import { peerOfSocket, type Peer } from './peer.ts';
import { portHolder } from './port-holder.ts';
import type { TlsContexts } from './tls-contexts.ts';

export interface Connection {
  readonly session: SessionId;
  readonly peer: Peer;
  readonly localAddress: string;
  readonly localPort: number;
  /** Speak through this one; another one after `upgrade`. */
  readonly socket: Socket | TLSSocket;
  readonly isSecure: boolean;
  /** e.g. `TLSv1.3`; null in clear. */
  readonly tlsVersion: string | null;
  /** Octets on the wire so far, handshakes included. */
  traffic(): { readonly bytesIn: number; readonly bytesOut: number };
  /** Aborted when the listener closes: say goodbye and end. */
  readonly closing: AbortSignal;
  /**
   * STARTTLS: says `goAhead` in clear, then makes the handshake; what the client sent early is thrown away and logged.
   * @throws when the handshake fails; the connection is then gone
   */
  upgrade(goAhead: string): Promise<TLSSocket>;
}
export interface ListenerOptions {
  readonly protocol: string;
  /** An address, or `*` for all of this computer. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly contexts: TlsContexts | null;
  readonly limits: ConnectionLimits;
  readonly clock: Pick<Clock, 'after'>;
  readonly emit: Emit;
  readonly onConnection: (connection: Connection) => void;
  /** Last words in clear to a peer over a limit, e.g. `421 4.7.0 Too many connections\r\n`. */
  readonly farewell?: (reason: LimitReason) => string;
  readonly alpn?: readonly string[];
  readonly handshakeMs?: number;
}
export interface ListenerState {
  readonly protocol: string;
  readonly host: string;
  /** The real one, once it listens. */
  readonly port: number;
  readonly tls: 'none' | 'starttls' | 'implicit';
  readonly state: 'listening' | 'stopped' | 'failed';
  readonly error: BindError | null;
}
export interface Listener {
  state(): ListenerState;
  /** Connections now. */
  readonly open: number;
  /** Resolves when the last connection has ended or, after `graceMs`, has been cut off. */
  close(graceMs: number): Promise<void>;
}

/** Never rejects: a port that cannot be used is a listener in state `failed`, said as an event. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { protocol, host, tls, emit } = options;
  if (tls !== 'none' && options.contexts === null) throw new TypeError(`${protocol} has TLS but no certificates`);
  const closing = new AbortController();
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    admit(socket, options, sockets, closing.signal);
  });
  let port = options.port;
  let error = await bind(server, options);
  if (error === null) {
    port = (server.address() as AddressInfo).port;
    emit('listener.open', { protocol, host, port });
  } else emit('listener.failed', { protocol, port, reason: error.message });
  // After binding: e.g. no file descriptors left to accept with. The listener goes on.
  server.on('error', (late: Error) => {
    error = explainBindError(late, attemptOf(options), null);
    emit('listener.failed', { protocol, port, reason: late.message });
  });
  const stateName = (): ListenerState['state'] => {
    if (server.listening) return 'listening';
    return error === null ? 'stopped' : 'failed';
  };
  return {
    state: () => ({ protocol, host, port, tls, state: stateName(), error }),
    get open() {
      return sockets.size;
    },
    async close(graceMs) {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closing.abort();
      const cancel = options.clock.after(graceMs, () => {
        for (const socket of sockets) socket.destroy();
      });
      await closed;
      cancel();
    },
  };
}

const attemptOf = ({ protocol, host, port }: ListenerOptions) => ({
  protocol,
  host,
  port,
  platform: process.platform,
  executable: process.execPath,
});

function bind(server: Server, options: ListenerOptions): Promise<BindError | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      const inUse = 'code' in error && error.code === 'EADDRINUSE';
      const holder = inUse ? portHolder(options.port) : Promise.resolve(null);
      holder.then((found) => resolve(explainBindError(error, attemptOf(options), found)), reject);
    };
    server.once('error', onError);
    const where = options.host === '*' ? {} : { host: options.host };
    server.listen({ ...where, port: options.port, ipv6Only: false, backlog: 511 }, () => {
      server.off('error', onError);
      resolve(null);
    });
  });
}

function admit(socket: Socket, options: ListenerOptions, sockets: Set<Socket>, closing: AbortSignal): void {
  const { protocol, emit, limits } = options;
  const peer = peerOfSocket(socket);
  // Until a session listens: a reset must not end the engine. 'close' follows and cleans up.
  socket.on('error', () => socket.destroy());
  if (peer === null) {
    socket.destroy();
    return;
  }
  const admission = limits.admit(peer);
  if (admission.kind === 'refused') {
    emit('listener.refused', { protocol, peer: peer.address, reason: REFUSALS[admission.reason] });
    refuse(socket, options.tls === 'implicit' ? undefined : options.farewell?.(admission.reason));
    return;
  }
  sockets.add(socket);
  socket.once('close', () => {
    sockets.delete(socket);
    admission.release();
  });
  start(socket, peer, options, closing).catch((error: unknown) => {
    socket.destroy();
    emit('engine.bug', { where: `${protocol} connection`, error: String(error) });
  });
}

const REFUSALS: Readonly<Record<LimitReason, string>> = {
  tooMany: 'too many connections in all',
  tooManyFromPeer: 'too many connections from this address',
  tooFast: 'too many new connections from this address within a minute',
};

function refuse(socket: Socket, words: string | undefined): void {
  if (words === undefined) socket.destroy();
  else socket.end(words, () => socket.destroy());
}

async function start(raw: Socket, peer: Peer, options: ListenerOptions, closing: AbortSignal): Promise<void> {
  const { protocol, contexts, emit, alpn, handshakeMs } = options;
  const session = randomId() as SessionId;
  const secureOptions = {
    ...(alpn === undefined ? {} : { alpn }),
    ...(handshakeMs === undefined ? {} : { timeoutMs: handshakeMs }),
  };
  const told = (handshake: Promise<TLSSocket>): Promise<TLSSocket> =>
    handshake.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      emit('tls.failed', { protocol, peer: peer.address, reason }, { session });
      throw error;
    });
  let current: Socket | TLSSocket = raw;
  let isSecure = false;
  const use = (secured: TLSSocket): TLSSocket => {
    secured.on('error', () => secured.destroy());
    current = secured;
    isSecure = true;
    return secured;
  };
  if (options.tls === 'implicit' && contexts !== null) {
    const secured = await told(contexts.secure(raw, secureOptions)).catch(() => null);
    if (secured === null) return;
    use(secured);
  }
  const { localAddress = options.host, localPort = options.port } = raw;
  options.onConnection({
    session,
    peer,
    localAddress,
    localPort,
    closing,
    get socket() {
      return current;
    },
    get isSecure() {
      return isSecure;
    },
    get tlsVersion() {
      return 'getProtocol' in current ? current.getProtocol() : null;
    },
    traffic: () => ({ bytesIn: raw.bytesRead, bytesOut: raw.bytesWritten }),
    async upgrade(goAhead) {
      if (options.tls !== 'starttls' || contexts === null || isSecure)
        throw new TypeError('TLS cannot be started here');
      const onEarlyBytes = (bytes: number): void =>
        emit('tls.earlyBytes', { protocol, peer: peer.address, bytes }, { session });
      return use(await told(contexts.upgrade(raw, goAhead, { ...secureOptions, onEarlyBytes })));
    },
  });
}
