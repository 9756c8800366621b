/** The real SMTP services over real sockets: the port for other servers, 587 and 465, on a store with two people. */
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { createAuthenticator } from '../../engine/auth/create-authenticator.ts';
import { createPasswordHasher } from '../../engine/auth/password-hash.ts';
import { createLoginThrottle } from '../../engine/auth/throttle.ts';
import { createAccept } from '../../engine/delivery/accept.ts';
import { createEventBus } from '../../engine/events/bus.ts';
import { systemClock } from '../../engine/lib/clock.ts';
import { randomId } from '../../engine/lib/random-id.ts';
import type { Account } from '../../engine/model/account.ts';
import type { SessionId } from '../../engine/model/ids.ts';
import type { LogEvent } from '../../engine/model/log-event.ts';
import {
  createSmtpService,
  smtpLimits,
  trustedProxies,
  type CheckSender,
  type SignLetter,
  type SmtpLimits,
} from '../../engine/server/smtp/smtp-service.ts';
import type { Store } from '../../engine/store/store.ts';
import { unendedSessions } from './unended-sessions.ts';
import { testCertificate } from './imap-certificate.ts';
import { LineClient } from './line-client.ts';

export const PASSWORD = 'gizli sözcük';
const hasher = createPasswordHasher();
const secrets = Promise.all([hasher.hash(PASSWORD), testCertificate()]);

export interface SmtpHarness {
  readonly store: Store;
  readonly ayse: Account;
  readonly mehmet: Account;
  readonly events: readonly LogEvent[];
  readonly ports: { readonly mx: number; readonly submission: number; readonly submissions: number };
  /** After the greeting. */
  connect(port: keyof SmtpHarness['ports']): Promise<LineClient>;
  stop(): Promise<void>;
}
export interface SmtpHarnessOptions {
  /** Strangers do not wait for the greeting unless it is said here. */
  readonly limits?: Partial<SmtpLimits>;
  readonly checkSender?: CheckSender;
  /** `smtp.trustedProxies` */
  readonly trustedProxies?: readonly string[];
  readonly signLetter?: SignLetter;
}
/** What a letter without SPF, DKIM and DMARC gets. */
export const NOTHING_KNOWN: CheckSender = async () => ({
  result: { spf: { result: 'none', domain: '' }, dkim: [], dmarc: { result: 'none', domain: '', policy: null } },
  field: 'Authentication-Results: mail.firma.test; spf=none; dmarc=none\r\n',
});

/** firma.test with Ayşe (first, so owner) and Mehmet, who may keep 20,000 octets. */
export async function startSmtp(store: Store, options: SmtpHarnessOptions = {}): Promise<SmtpHarness> {
  const [passwordHash, certificate] = await secrets;
  const clock = systemClock();
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  await store.directory.createDomain({
    name: 'firma.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const account = (localpart: string, quotaBytes: number | null): Promise<Account> =>
    store.directory.createAccount({
      address: { localpart, domain: 'firma.test' },
      displayName: localpart,
      role: 'account',
      language: 'tr',
      quotaBytes,
      passwordHash,
    });
  const ayse = await account('ayse', null);
  const mehmet = await account('mehmet', 20_000);
  const hostname = (): string => 'mail.firma.test';
  const accept = createAccept({ store, clock, emit: bus.emit, hostname, queueLifetimeMs: () => 5 * 86_400_000 });
  const contextFor = (): tls.SecureContext => tls.createSecureContext({ ...certificate, minVersion: 'TLSv1.2' });
  const common = {
    hostname,
    limits: { ...smtpLimits('normal'), strangerWaitMs: 0, ...options.limits },
    accept,
    tls: { contextFor },
    clock,
    emit: bus.emit,
    isTrustedProxy: trustedProxies(options.trustedProxies ?? []),
  };
  const mx = createSmtpService({ ...common, profile: 'mx', checkSender: options.checkSender ?? NOTHING_KNOWN });
  const submission = createSmtpService({
    ...common,
    profile: 'submission',
    authenticator: createAuthenticator({
      store,
      hasher,
      appSessions: unendedSessions(clock, bus.emit),
      throttle: createLoginThrottle(clock),
      clock,
      emit: bus.emit,
      refusalMs: 0,
    }),
    ownAddresses: (id) => store.directory.ownAddresses(id),
    signLetter: options.signLetter ?? (async () => null),
  });
  const incoming = (socket: Socket) => ({
    socket,
    peer: { address: socket.remoteAddress ?? '' },
    session: randomId() as SessionId,
  });
  const servers = [
    net.createServer((socket) => mx.handle(incoming(socket))),
    net.createServer((socket) => submission.handle(incoming(socket))),
    tls.createServer({ ...certificate, minVersion: 'TLSv1.2' }, (socket) => submission.handle(incoming(socket))),
  ];
  const [mxPort = 0, submissionPort = 0, submissionsPort = 0] = await Promise.all(servers.map(listen));
  const ports = { mx: mxPort, submission: submissionPort, submissions: submissionsPort };
  const clients: LineClient[] = [];
  return {
    store,
    ayse,
    mehmet,
    events,
    ports,
    async connect(port) {
      const client = await LineClient.connect(
        ports[port],
        port === 'submissions' ? { tls: { rejectUnauthorized: false } } : {},
      );
      clients.push(client);
      await client.until(/^220 /);
      return client;
    },
    async stop() {
      for (const client of clients) client.close();
      for (const server of servers) server.close();
      await Promise.all([mx.close(500), submission.close(500)]);
    },
  };
}
async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Letters of a mailbox as they would be fetched: prefix and body. */
export async function lettersOf(store: Store, account: Account, mailbox = 'INBOX'): Promise<string[]> {
  const found = await store.mailboxes.find(account.id, mailbox);
  if (found === null) return [];
  const letters: string[] = [];
  for (let from: number | null = 1; from !== null;) {
    const page = await store.messages.page({
      mailboxId: found.id,
      viewer: account.id,
      ranges: [[from, 0xffffffff]],
      fields: ['prefix'],
    });
    for (const row of page.rows) {
      const body = await store.bodies.open(row.bodyId);
      const pieces: Uint8Array[] = [row.prefix ?? new Uint8Array()];
      for await (const piece of body.stream()) pieces.push(piece);
      body.close();
      letters.push(Buffer.concat(pieces).toString('latin1'));
    }
    from = page.next;
  }
  return letters;
}
/** Several commands one after the other. @returns the last line of each answer */
export async function converse(client: LineClient, commands: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  for (const command of commands) answers.push(await client.ask(`${command}\r\n`, /^\d{3} /));
  return answers;
}
