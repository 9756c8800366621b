/**
 * Certificates in use, by the name the client asks for (SNI), exchanged while running: sessions keep what they have, new ones get
 * the new. Also the one place where a connection becomes a TLS connection, at once or by STARTTLS. RFC 6066 3, RFC 8446, RFC 3207 4.2
 */
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

export interface TlsCredentials {
  /** DNS names, `*.` for one label; what matches none gets the first entry. */
  readonly names: readonly string[];
  /** Own certificate first, then its issuers. */
  readonly certificatePem: string;
  readonly keyPem: string;
}
export interface SecureOptions {
  /** For the handshake. */
  readonly timeoutMs?: number;
  /** Protocols to choose from by ALPN. RFC 7301 */
  readonly alpn?: readonly string[];
}
export interface TlsContexts {
  /** @throws when key or certificate cannot be used; what was in use stays */
  update(credentials: readonly TlsCredentials[]): void;
  contextFor(serverName: string | undefined): SecureContext;
  /** Makes the handshake; on failure the connection is gone. @throws the reason */
  secure(socket: Socket, options?: SecureOptions): Promise<TLSSocket>;
  /**
   * STARTTLS: throws away what the client sent in clear after its command, says `goAhead` and makes the handshake. The session
   * must drop its own half-read lines too. @param onEarlyBytes how many were thrown away, if any
   */
  upgrade(
    socket: Socket,
    goAhead: string,
    options?: SecureOptions & { readonly onEarlyBytes?: (bytes: number) => void },
  ): Promise<TLSSocket>;
}

const HANDSHAKE_MS = 30_000;
const VERSIONS = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' } as const;

/** @param credentials at least one; the first is the default */
export function createTlsContexts(credentials: readonly TlsCredentials[]): TlsContexts {
  let entries = credentials.map(asEntry);
  const contextFor = (serverName: string | undefined): SecureContext => {
    const name = serverName?.toLowerCase();
    const fitting = entries.find(
      (entry) => name !== undefined && entry.names.some((pattern) => matches(pattern, name)),
    );
    const entry = fitting ?? entries[0];
    if (entry === undefined) throw new Error('there is no certificate for TLS');
    return entry.context;
  };
  const secure = (socket: Socket, { timeoutMs = HANDSHAKE_MS, alpn }: SecureOptions = {}): Promise<TLSSocket> =>
    handshake(
      new TLSSocket(socket, {
        isServer: true,
        secureContext: contextFor(undefined),
        SNICallback: (name, done) => done(null, contextFor(name)),
        ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
      }),
      timeoutMs,
    );
  return {
    update(next) {
      const made = next.map(asEntry);
      if (made.length === 0) throw new Error('TLS needs at least one certificate');
      entries = made;
    },
    contextFor,
    secure,
    upgrade(socket, goAhead, options = {}) {
      const early = discardEarly(socket);
      if (early > 0) options.onEarlyBytes?.(early);
      socket.write(goAhead);
      return secure(socket, options);
    },
  };
}

interface Entry {
  readonly names: readonly string[];
  readonly context: SecureContext;
}
function asEntry({ names, certificatePem, keyPem }: TlsCredentials): Entry {
  const context = createSecureContext({ cert: certificatePem, key: keyPem, ...VERSIONS });
  return { names: names.map((name) => name.toLowerCase()), context };
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

function discardEarly(socket: Socket): number {
  socket.removeAllListeners('data');
  socket.removeAllListeners('readable');
  socket.pause();
  let bytes = 0;
  for (let chunk: unknown = socket.read(); chunk !== null; chunk = socket.read()) {
    bytes += Buffer.isBuffer(chunk) ? chunk.length : String(chunk).length;
  }
  return bytes;
}

function handshake(secured: TLSSocket, timeoutMs: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const finish = (error: Error | null): void => {
      clearTimeout(timer);
      secured.off('secure', onSecure).off('close', onClose);
      if (error === null) {
        secured.off('error', finish);
        resolve(secured);
        return;
      }
      secured.destroy();
      reject(error);
    };
    const onSecure = (): void => finish(null);
    const onClose = (): void => finish(new Error('the client left during the handshake'));
    const timer = setTimeout(() => finish(new Error(`no handshake within ${timeoutMs / 1000} s`)), timeoutMs);
    secured.on('secure', onSecure).on('close', onClose).on('error', finish);
  });
}
