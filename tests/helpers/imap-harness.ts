/** The real IMAP server over real sockets, in clear and with TLS, on a store with two accounts. */
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { createAuthenticator } from '../../engine/auth/create-authenticator.ts';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { NO_THROTTLE } from '../../engine/auth/throttle.ts';
import { collectBody } from '../../engine/delivery/spool.ts';
import { createEventBus } from '../../engine/events/bus.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import { randomId } from '../../engine/lib/random-id.ts';
import type { Account } from '../../engine/model/account.ts';
import type { LogEvent } from '../../engine/model/log-event.ts';
import { DEFAULT_IMAP_LIMITS, type ImapLimits } from '../../engine/server/imap/imap-limits.ts';
import { createImapServer, type ImapServer } from '../../engine/server/imap/imap-server.ts';
import type { Store } from '../../engine/store/store.ts';
import { testCertificate } from './imap-certificate.ts';
import type { TranscriptServer } from './imap-transcript.ts';

export const PASSWORD = 'gizli sözcük';
const hasher = createPasswordHasher();
const secrets = Promise.all([hasher.hash(PASSWORD), testCertificate()]);

export interface ImapHarness extends TranscriptServer {
  readonly store: Store;
  readonly ayse: Account;
  readonly server: ImapServer;
  readonly events: readonly LogEvent[];
  stop(): Promise<void>;
}

export async function startImap(store: Store, limits: Partial<ImapLimits> = {}): Promise<ImapHarness> {
  const [passwordHash, certificate] = await secrets;
  const clock = systemClock();
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  await store.directory.createDomain({
    name: 'ornek.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const account = (localpart: string, quotaBytes: number | null): Promise<Account> =>
    store.directory.createAccount({
      address: { localpart, domain: 'ornek.test' },
      displayName: localpart,
      role: 'account',
      language: 'en',
      quotaBytes,
      passwordHash,
    });
  const ayse = await account('ayse', null);
  await account('mehmet', 20_000);
  const authenticator = createAuthenticator({
    store,
    hasher,
    throttle: NO_THROTTLE,
    clock,
    emit: bus.emit,
    refusalMs: 0,
  });
  const server = createImapServer({
    store,
    authenticator,
    clock,
    emit: bus.emit,
    limits: { ...DEFAULT_IMAP_LIMITS, ...limits },
    upgradeTls: (socket) => upgraded(socket, certificate),
    collectBody: () => collectBody(store.bodies.spoolFolder),
    newId: () => randomId(),
    version: '0',
  });
  const handle = (socket: Socket): void => server.handle(socket, { address: socket.remoteAddress ?? '' });
  const clear = net.createServer(handle);
  const secure = tls.createServer(certificate, handle);
  const ports = await Promise.all([clear, secure].map(listen));
  return {
    store,
    ayse,
    server,
    events,
    clearPort: ports[0] ?? 0,
    tlsPort: ports[1] ?? 0,
    async stop() {
      clear.close();
      secure.close();
      await server.stop();
    },
  };
}

async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function upgraded(socket: Socket, certificate: { key: string; cert: string }): Promise<TLSSocket> {
  const secure = new tls.TLSSocket(socket, { isServer: true, secureContext: tls.createSecureContext(certificate) });
  await new Promise<void>((resolve, reject) => {
    secure.once('secure', resolve);
    secure.once('error', reject);
    secure.once('close', () => reject(new Error('the client left during the handshake')));
  });
  return secure;
}
