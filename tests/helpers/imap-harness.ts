/** The real IMAP server over real sockets, in clear and with TLS, on a store with two accounts. */
import { createAuthenticator } from '../../engine/auth/create-authenticator.ts';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { NO_THROTTLE } from '../../engine/auth/throttle.ts';
import { collectBody } from '../../engine/delivery/spool.ts';
import { createEventBus } from '../../engine/events/bus.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import type { Account } from '../../engine/model/account.ts';
import type { LogEvent } from '../../engine/model/log-event.ts';
import { createConnectionLimits } from '../../engine/net/connection-limits.ts';
import { openListener, type Listener } from '../../engine/net/listener.ts';
import { createOpenSessions } from '../../engine/net/open-sessions.ts';
import { createTlsContexts } from '../../engine/net/tls-contexts.ts';
import { DEFAULT_IMAP_LIMITS, type ImapLimits } from '../../engine/server/imap/imap-limits.ts';
import { createImapServer, type ImapServer } from '../../engine/server/imap/imap-server.ts';
import type { Store } from '../../engine/store/store.ts';
import { unendedSessions } from './unended-sessions.ts';
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

export interface HarnessOptions {
  readonly limits?: Partial<ImapLimits>;
  /** What the server sees as its store, where a failure is played. */
  readonly served?: Store;
}

export async function startImap(
  store: Store,
  { limits = {}, served = store }: HarnessOptions = {},
): Promise<ImapHarness> {
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
    appSessions: unendedSessions(clock, bus.emit),
    throttle: NO_THROTTLE,
    clock,
    emit: bus.emit,
    refusalMs: 0,
  });
  const server = createImapServer({
    store: served,
    authenticator,
    clock,
    emit: bus.emit,
    sessions: createOpenSessions(),
    limits: { ...DEFAULT_IMAP_LIMITS, ...limits },
    offersStartTls: true,
    collectBody: () => collectBody(store.bodies.spoolFolder),
    version: '0',
  });
  const contexts = createTlsContexts([
    { names: ['localhost'], certificatePem: certificate.cert, keyPem: certificate.key },
  ]);
  const listener = (tls: 'starttls' | 'implicit'): Promise<Listener> =>
    openListener({
      protocol: 'imap',
      host: '127.0.0.1',
      port: 0,
      tls,
      contexts,
      limits: createConnectionLimits({ clock, mode: 'off' }),
      clock,
      emit: bus.emit,
      onConnection: (connection) => server.handle(connection),
    });
  const [clear, secure] = [await listener('starttls'), await listener('implicit')];
  return {
    store,
    ayse,
    server,
    events,
    clearPort: clear.state().port,
    tlsPort: secure.state().port,
    async stop() {
      await Promise.all([clear.close(2000), secure.close(2000)]);
    },
  };
}
