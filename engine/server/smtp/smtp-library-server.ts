/** smtp-server without its listening: sockets are fed by our listener, certificates come from ours, its errors end here. RFC 3207, RFC 8996 */
import type { Socket } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { SMTPServer } from 'smtp-server';
import { SmtpConnection } from './smtp-connection.ts';
import type { SmtpDeps } from './smtp-deps.ts';
import type { SessionId } from '../../model/ids.ts';

const TROUBLE_MS = 60 * 60_000;
const KNOWN_MS = 30 * 24 * 60 * 60_000;

export class SmtpLibraryServer extends SMTPServer {
  readonly deps: SmtpDeps;
  /** Other servers whose TLS failed here: for an hour they are not offered it, so that their mail comes in clear instead of not at all. */
  readonly tlsTroubles: LRUCache<string, true>;
  /** Servers whose letters were taken: they need not wait for the greeting. */
  readonly knownPeers: LRUCache<string, true>;
  isClosing = false;

  constructor(deps: SmtpDeps) {
    super({
      logger: false,
      disableReverseLookup: true,
      hideENHANCEDSTATUSCODES: false,
      // Also in our table alone; here against a change of the library.
      disabledCommands: ['WIZ', 'SHELL', 'KILL', 'XFORWARD', 'LHLO'],
      authOptional: deps.profile === 'mx',
      authRequiredMessage: 'Sign in first; this port is for the people of this server',
      socketTimeout: deps.limits.idleMs,
    });
    this.deps = deps;
    this.tlsTroubles = new LRUCache({
      max: 5000,
      ttl: TROUBLE_MS,
      perf: { now: () => deps.clock.monotonic() },
      ttlResolution: 0,
    });
    this.knownPeers = new LRUCache({
      max: 20_000,
      ttl: KNOWN_MS,
      perf: { now: () => deps.clock.monotonic() },
      ttlResolution: 0,
    });
    // The library emits 'error' for every client that goes away in the middle; without a listener that ends the process.
    this.on('error', (error) => deps.emit('engine.bug', { where: 'SMTP server', error: String(error) }));
  }
  /** Takes an accepted socket; `socket` is a TLSSocket after implicit TLS. */
  admit(incoming: {
    readonly socket: Socket | TLSSocket;
    readonly peer: { readonly address: string };
    readonly session: SessionId;
    readonly isProxy: boolean;
  }): void {
    const connection = new SmtpConnection(this, incoming);
    this.connections.add(connection);
    connection.on('error', (error) => this.emit('error', error));
    connection.init();
  }
  /** STARTTLS takes the certificate that is in use now. */
  useCurrentCertificate(): void {
    const context = this.deps.tls?.contextFor(undefined);
    if (context !== undefined) this.secureContext.set('*', context);
  }
  override _resolveSNI(servername: string, done: (error: Error | null, context?: SecureContext) => void): void {
    done(null, this.deps.tls?.contextFor(servername));
  }
  noteTlsTrouble(peer: string, error: Error, session: SessionId): void {
    this.deps.emit('tls.failed', { protocol: this.deps.profile, peer, reason: error.message }, { session });
    if (this.deps.profile === 'mx' && isTlsError(error)) this.tlsTroubles.set(peer, true);
  }
}

/** A handshake that failed, against a line that broke. */
function isTlsError(error: Error & { readonly code?: string }): boolean {
  return (
    error.code === 'EPROTO' ||
    error.code?.startsWith('ERR_SSL') === true ||
    error.code?.startsWith('ERR_TLS') === true ||
    error.code === 'TLSError'
  );
}
