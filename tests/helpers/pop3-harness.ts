/** The real POP3 service on real listeners, in clear with STLS and under TLS, on a store with two people. */
import { createAuthenticator } from '../../engine/auth/create-authenticator.ts';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { createLoginThrottle } from '../../engine/auth/throttle.ts';
import { createAccept } from '../../engine/delivery/accept.ts';
import { createEventBus } from '../../engine/events/bus.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import type { Account } from '../../engine/model/account.ts';
import type { LogEvent } from '../../engine/model/log-event.ts';
import { createConnectionLimits } from '../../engine/net/connection-limits.ts';
import { openListener } from '../../engine/net/listener.ts';
import { createOpenSessions, type OpenSessions } from '../../engine/net/open-sessions.ts';
import { createTlsContexts } from '../../engine/net/tls-contexts.ts';
import {
  createPop3Service,
  DEFAULT_POP3_LIMITS,
  type Pop3Limits,
  type Pop3Policy,
} from '../../engine/server/pop3/pop3-service.ts';
import type { Store } from '../../engine/store/store.ts';
import { unendedSessions } from './unended-sessions.ts';
import { testCertificate } from './imap-certificate.ts';
import { LineClient } from './line-client.ts';

export const PASSWORD = 'gizli sözcük';
const hasher = createPasswordHasher();
const secrets = Promise.all([hasher.hash(PASSWORD), testCertificate()]);

export interface Pop3Harness {
  readonly store: Store;
  readonly ayse: Account;
  readonly events: readonly LogEvent[];
  readonly sessions: OpenSessions;
  readonly ports: { readonly pop3: number; readonly pop3s: number };
  /** Puts a letter, given as it is stored behind our headers, into Ayşe's inbox. */
  deliver(letter: string): Promise<void>;
  /** After the greeting. */
  connect(port: 'pop3' | 'pop3s'): Promise<LineClient>;
  /** Signed in as Ayşe over TLS. */
  signedIn(): Promise<LineClient>;
  stop(): Promise<void>;
}

export async function startPop3(
  store: Store,
  limits: Partial<Pop3Limits> = {},
  policy: Partial<Pop3Policy> = {},
): Promise<Pop3Harness> {
  const [passwordHash, { key, cert }] = await secrets;
  const clock = systemClock();
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  const { emit } = bus;
  await store.directory.createDomain({
    name: 'firma.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const ayse = await store.directory.createAccount({
    address: { localpart: 'ayse', domain: 'firma.test' },
    displayName: 'Ayşe',
    role: 'account',
    language: 'tr',
    quotaBytes: null,
    passwordHash,
  });
  const hostname = (): string => 'mail.firma.test';
  const accept = createAccept({ store, clock, emit, hostname, queueLifetimeMs: () => 0 });
  const authenticator = createAuthenticator({
    store,
    hasher,
    appSessions: unendedSessions(clock, emit),
    throttle: createLoginThrottle(clock),
    clock,
    emit,
    refusalMs: 0,
  });
  const sessions = createOpenSessions();
  const service = createPop3Service({
    store,
    authenticator,
    clock,
    emit,
    hostname,
    sessions,
    limits: { ...DEFAULT_POP3_LIMITS, ...limits },
    policy: () => ({ keepsInTrash: false, loginDelaySeconds: 0, expireDays: null, ...policy }),
  });
  const contexts = createTlsContexts([{ names: ['localhost'], certificatePem: cert, keyPem: key }]);
  const common = {
    host: '127.0.0.1',
    port: 0,
    contexts,
    limits: createConnectionLimits({ clock, mode: 'trial' }),
    clock,
    emit,
  };
  const clear = await openListener({
    ...common,
    protocol: 'pop3',
    tls: 'starttls',
    onConnection: (connection) => service.handle(connection, { startTls: true }),
  });
  const secure = await openListener({
    ...common,
    protocol: 'pop3s',
    tls: 'implicit',
    onConnection: (connection) => service.handle(connection, { startTls: false }),
  });
  const ports = { pop3: clear.state().port, pop3s: secure.state().port };
  const clients: LineClient[] = [];
  const connect = async (port: 'pop3' | 'pop3s'): Promise<LineClient> => {
    const options = port === 'pop3s' ? { tls: { rejectUnauthorized: false } } : {};
    const client = await LineClient.connect(ports[port], options);
    clients.push(client);
    await client.until(/^\+OK /);
    return client;
  };
  return {
    store,
    ayse,
    events,
    sessions,
    ports,
    connect,
    async deliver(letter) {
      const collector = accept.collectBody();
      await collector.write(Buffer.from(letter, 'latin1'));
      await accept.accept({
        letterId: accept.newLetterId(),
        session: null,
        body: await collector.finish(),
        sender: null,
        recipients: [{ address: ayse.address, route: await accept.route(ayse.address), dsn: null }],
        origin: { via: 'local', peer: null, helo: null, tls: null, accountId: null, login: null },
        protocol: null,
        fields: '',
        junk: false,
        needsSmtpUtf8: false,
        needs8Bit: false,
        submittedBy: null,
        facts: [],
      });
    },
    async signedIn() {
      const client = await connect('pop3s');
      await client.ask('USER ayse@firma.test\r\n', /^\+OK/);
      await client.ask(`PASS ${Buffer.from(PASSWORD).toString('latin1')}\r\n`, /^\+OK/);
      return client;
    },
    async stop() {
      for (const client of clients) client.close();
      await service.close(200);
      await Promise.all([clear.close(500), secure.close(500)]);
    },
  };
}
/** Sends a command with a multi-line answer. @returns the lines between the first and the dot, as they came */
export async function linesOf(client: LineClient, command: string): Promise<string[]> {
  const lines: string[] = [];
  await client.ask(`${command}\r\n`, /^\+OK/);
  for (let line = await client.until(/^/); line !== '.'; line = await client.until(/^/)) lines.push(line);
  return lines;
}
