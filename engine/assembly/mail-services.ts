/** The mail protocols over one accept door, and which of them gets a new connection. */
import type { Authenticator } from '../auth/authenticator.ts';
import type { Protocol } from '../control/contract-types.ts';
import type { Accept } from '../delivery/accept.ts';
import type { Emit } from '../events/bus.ts';
import { assertNever } from '../lib/assert.ts';
import type { Clock } from '../lib/clock.ts';
import type { Settings } from '../model/settings.ts';
import type { Connection } from '../net/listener.ts';
import type { OpenConnections } from '../net/open-connections.ts';
import type { OpenSessions } from '../net/open-sessions.ts';
import type { TlsContexts } from '../net/tls-contexts.ts';
import { DEFAULT_IMAP_LIMITS, type ImapLimits } from '../server/imap/imap-limits.ts';
import { createImapServer } from '../server/imap/imap-server.ts';
import { createPop3Service, DEFAULT_POP3_LIMITS, type Pop3Policy } from '../server/pop3/pop3-service.ts';
import {
  createSmtpService,
  smtpLimits,
  trustedProxies,
  type CheckSender,
  type SignLetter,
  type SmtpLimits,
} from '../server/smtp/smtp-service.ts';
import type { Store } from '../store/store.ts';

export interface MailServiceDeps {
  readonly settings: Settings;
  /** As they hold now, for what may change while we run. */
  readonly currentSettings: () => Settings;
  readonly sessions: OpenSessions;
  readonly connections: OpenConnections;
  readonly store: Store;
  readonly contexts: TlsContexts;
  readonly authenticator: Authenticator;
  readonly accept: Accept;
  readonly checkSender: CheckSender;
  readonly signLetter: SignLetter;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly version: string;
}
export interface MailServices {
  /** Hands the connection to its protocol. */
  serve(protocol: Exclude<Protocol, 'http' | 'https'>, connection: Connection): void;
  /** Says goodbye; a letter under way is finished, at most for `drainMs`. IMAP sessions leave with their listener. */
  stop(drainMs: number): Promise<void>;
}

export function createMailServices(deps: MailServiceDeps): MailServices {
  const { settings, store, authenticator, emit } = deps;
  const { mx, submission } = smtpServices(deps);
  const imap = createImapServer({
    ...{ store, authenticator, emit, clock: deps.clock, sessions: deps.sessions, version: deps.version },
    limits: imapLimitsOf(settings),
    offersStartTls: true,
    collectBody: () => deps.accept.collectBody(),
  });
  const pop3 = createPop3Service({
    ...{ store, authenticator, emit, clock: deps.clock, sessions: deps.sessions, hostname: () => settings.hostname },
    limits: { ...DEFAULT_POP3_LIMITS, loginMs: settings['limits.loginSeconds'] * 1000 },
    policy: () => pop3PolicyOf(deps.currentSettings()),
  });
  return {
    serve(protocol, connection) {
      deps.connections.add(connection);
      switch (protocol) {
        case 'smtp':
          return mx.handle(connection);
        case 'submission':
        case 'submissions':
          return submission.handle(connection);
        case 'imap':
        case 'imaps':
          return imap.handle(connection);
        case 'pop3':
        case 'pop3s':
          return pop3.handle(connection, { startTls: protocol === 'pop3' });
        default:
          return assertNever(protocol, 'protocol');
      }
    },
    async stop(drainMs) {
      await Promise.all([mx.close(drainMs), submission.close(drainMs), pop3.close(drainMs)]);
    },
  };
}

function smtpServices(deps: MailServiceDeps) {
  const { settings, store, authenticator, clock, emit, accept, contexts: tls } = deps;
  const common = {
    hostname: () => settings.hostname,
    limits: smtpLimitsOf(settings),
    accept,
    tls,
    clock,
    emit,
    isTrustedProxy: trustedProxies(settings['smtp.trustedProxies']),
  };
  return {
    mx: createSmtpService({ ...common, profile: 'mx', checkSender: deps.checkSender }),
    submission: createSmtpService({
      ...{ ...common, profile: 'submission', authenticator, signLetter: deps.signLetter },
      ownAddresses: (account) => store.directory.ownAddresses(account),
    }),
  };
}

function smtpLimitsOf(settings: Settings): SmtpLimits {
  const mode = settings['limits.mode'];
  const limits = smtpLimits(mode, settings['message.maxBytes']);
  return mode === 'normal' ? { ...limits, recipients: settings['limits.recipients'] } : limits;
}
function pop3PolicyOf(settings: Settings): Pop3Policy {
  return {
    keepsInTrash: settings['pop3.deleted'] === 'trash',
    loginDelaySeconds: settings['pop3.loginDelaySeconds'],
    expireDays: settings['expiry.inboxDays'],
  };
}
function imapLimitsOf(settings: Settings): ImapLimits {
  const limits = {
    ...DEFAULT_IMAP_LIMITS,
    messageBytes: settings['message.maxBytes'],
    sessionsPerAccount: settings['limits.sessionsPerAccount'],
    idleTimeoutMs: settings['limits.idleSeconds'] * 1000,
    loginTimeoutMs: settings['limits.loginSeconds'] * 1000,
  };
  if (settings['limits.mode'] !== 'off') return limits;
  return { ...limits, sessionsPerAccount: Number.POSITIVE_INFINITY };
}
