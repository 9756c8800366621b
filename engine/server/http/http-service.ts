/**
 * HTTP on sockets that the listeners hand over. `https` shows the screens and carries the control contract by WebSocket; `http`
 * only sends people there. Heads, bodies, connections and times are bounded. RFC 9110, RFC 9112, RFC 6455
 */
import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../../lib/clock.ts';
import { tokenIn } from './cookies.ts';
import { createScreensApp, isOwnOrigin, type ScreensDeps } from './screens-app.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import type { WebSession } from './web-sessions.ts';

export interface HttpDeps extends ScreensDeps {
  readonly clock: Clock;
  /** Port of the https listener that people reach; null: none. */
  readonly httpsPort: () => number | null;
  /** A browser that is signed in opened the control socket. */
  readonly onControl: (socket: WebSocket, session: WebSession) => void;
}
export interface HttpService {
  /** Takes over an accepted socket: `https` after its TLS handshake. */
  handle(protocol: 'http' | 'https', socket: Socket, peer: { readonly address: string }): void;
  readonly connectionCount: number;
  /** Ends all connections. */
  stop(): Promise<void>;
}
const MOST_FRAME_BYTES = 1024 * 1024;
/** A session that was ended elsewhere loses its open windows after so long. */
const LOOK_AGAIN_MS = 5000;
const GOING_AWAY = 1001;
const SIGNED_OUT = 4401;
const MOST_CONNECTIONS = 500;

export function createHttpService(deps: HttpDeps): HttpService {
  const peers = new WeakMap<object, string>();
  const sockets = new Set<Socket>();
  const app = createScreensApp(deps);
  const peerOf = (socket: object): string => peers.get(socket) ?? '';
  const answer = getRequestListener((request, env) => app.fetch(request, { peer: peerOf(env.incoming.socket) }), {
    hostname: 'localhost',
    errorHandler: (error) => {
      deps.emit('engine.bug', { where: 'https', error: String(error) });
      return new Response('internal error', { status: 500, headers: SECURITY_HEADERS });
    },
  });
  const https = bounded(createServer((request, response) => void answer(request, response)));
  const http = bounded(
    createServer((request, response) => {
      const target = redirectTarget(request, deps.httpsPort());
      const headers = { ...SECURITY_HEADERS, connection: 'close' };
      if (target === null) response.writeHead(404, headers).end();
      else response.writeHead(308, { ...headers, location: target }).end();
    }),
  );
  const control = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME_BYTES, perMessageDeflate: false });
  https.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    openControl(request, socket, head, deps, control, peerOf(request.socket)).catch((error: unknown) => {
      deps.emit('engine.bug', { where: 'control socket', error: String(error) });
      socket.destroy();
    });
  });
  return {
    handle(protocol, socket, peer) {
      if (sockets.size >= MOST_CONNECTIONS) return void socket.destroy();
      peers.set(socket, peer.address);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      (protocol === 'https' ? https : http).emit('connection', socket);
    },
    get connectionCount() {
      return sockets.size;
    },
    async stop() {
      for (const client of control.clients) client.close(GOING_AWAY, 'the server is stopping');
      await new Promise<void>((done) => deps.clock.after(50, done));
      for (const socket of sockets) socket.destroy();
    },
  };
}

function bounded(server: Server): Server {
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  server.keepAliveTimeout = 30_000;
  server.maxHeadersCount = 100;
  server.maxRequestsPerSocket = 1000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

/** Same host and path over TLS; null when the request names no host we could send people to. */
export function redirectTarget(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  httpsPort: number | null,
): string | null {
  const host = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(request.headers.host ?? '')?.[1];
  if (httpsPort === null || host === undefined || !request.url?.startsWith('/') || /[\r\n\\]|^\/\//.test(request.url))
    return null;
  return `https://${host}${httpsPort === 443 ? '' : `:${httpsPort}`}${request.url}`;
}

async function openControl(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  deps: HttpDeps,
  control: WebSocketServer,
  peer: string,
): Promise<void> {
  const refuse = (status: string, reason: string): void => {
    deps.emit('control.refused', { peer, reason });
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };
  if (request.url !== '/control') return refuse('404 Not Found', 'no WebSocket there');
  const { origin, host, cookie } = request.headers;
  if (!isOwnOrigin(origin, host))
    return refuse('403 Forbidden', `a page of ${(origin ?? 'no origin').slice(0, 200)} asked`);
  const token = tokenIn(cookie);
  const session = token === null ? null : await deps.sessions.find(token);
  if (token === null || session === null) return refuse('401 Unauthorized', 'not signed in');
  control.handleUpgrade(request, socket, head, (client) => {
    watch(client, token, session, deps);
    deps.onControl(client, session);
  });
}

/** Closes the window of a session that has ended or changed its rights, and one whose browser is gone without a word. */
function watch(client: WebSocket, token: string, session: WebSession, deps: HttpDeps): void {
  let cancel = (): void => undefined;
  let heard = true;
  const look = async (): Promise<void> => {
    const now = await deps.sessions.find(token);
    if (now?.role !== session.role) return client.close(SIGNED_OUT, 'signed out');
    if (!heard) return client.terminate();
    heard = false;
    client.ping();
    again();
  };
  const again = (): void => {
    cancel = deps.clock.after(LOOK_AGAIN_MS, () => {
      look().catch((error: unknown) => {
        // Not being able to look is no proof that the session still holds.
        deps.emit('control.refused', { peer: '', reason: `the sign-in could not be looked up: ${String(error)}` });
        client.close(GOING_AWAY, 'try again');
      });
    });
  };
  client.on('pong', () => (heard = true));
  client.on('message', () => (heard = true));
  client.on('close', () => cancel());
  again();
}
