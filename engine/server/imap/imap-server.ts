/**
 * The IMAP server: takes accepted connections, runs a session on each. Who listens, who may connect and when all
 * must end is the listener's business. RFC 9051
 */
import { formatAddress } from '../../model/address-text.ts';
import type { AccountId, UnixMs } from '../../model/ids.ts';
import type { Connection } from '../../net/listener.ts';
import type { SessionSource } from '../../net/open-sessions.ts';
import { ImapConnection } from './connection.ts';
import { ImapSession, type ImapDeps, type SessionServices } from './imap-session.ts';
import { createOpenMailboxes } from './open-mailboxes.ts';
import { runSession, sayGoodbye } from './session-loop.ts';

export type { ImapDeps } from './imap-session.ts';

export interface ImapServer {
  /** Runs a session on an accepted connection until it ends, or says goodbye when its listener closes. */
  handle(accepted: Connection): void;
  readonly sessionCount: number;
}

export function createImapServer(deps: ImapDeps): ImapServer {
  const sessions = new Set<ImapSession>();
  const accounts = new Map<ImapSession, AccountId>();
  const services: SessionServices = {
    ...deps,
    openMailboxes: createOpenMailboxes(deps.store),
    admit: (session, account) => admit(accounts, session, account, deps.limits.sessionsPerAccount),
    admitCompression: (session) => compressedOf(accounts, session) < deps.limits.compressedSessionsPerAccount,
  };
  return {
    get sessionCount() {
      return sessions.size;
    },
    handle(accepted) {
      const { lineBytes, writeTimeoutMs } = deps.limits;
      const connection = new ImapConnection(accepted, { clock: deps.clock, lineBytes, writeTimeoutMs });
      const session = new ImapSession(services, connection, { id: accepted.session, peer: accepted.peer.address });
      sessions.add(session);
      const unlist = deps.sessions.add(sourceOf(session, accepted, deps.clock.now()));
      const leave = (): void =>
        void sayGoodbye(session, 'the server is stopping').catch((error) => tellBug(session, error));
      accepted.closing.addEventListener('abort', leave, { once: true });
      run(session)
        .catch((error: unknown) => tellBug(session, error))
        .finally(() => {
          accepted.closing.removeEventListener('abort', leave);
          unlist();
          sessions.delete(session);
          accounts.delete(session);
        });
    },
  };
}

async function run(session: ImapSession): Promise<void> {
  const { peer, id, services } = session;
  services.emit('imap.connected', { peer }, { session: id });
  const reason = await runSession(session);
  services.emit('imap.disconnected', { peer, reason }, { session: id });
}

function sourceOf(session: ImapSession, accepted: Connection, since: UnixMs): SessionSource {
  return {
    describe: () => ({
      id: accepted.session,
      protocol: 'imap',
      peer: session.peer,
      since,
      tls: accepted.tlsVersion,
      account:
        session.state === 'notAuthenticated' || session.state === 'logout'
          ? null
          : formatAddress(session.account.address),
      client: session.clientName === '' ? null : session.clientName,
      mailbox: session.view?.mailbox.name ?? null,
      ...accepted.traffic(),
    }),
    end: () =>
      void sayGoodbye(session, 'the session was ended by the administrator').catch((error) => tellBug(session, error)),
  };
}

function tellBug(session: ImapSession, error: unknown): void {
  session.services.emit('engine.bug', { where: 'IMAP session', error: String(error) }, { session: session.id });
}

function compressedOf(accounts: ReadonlyMap<ImapSession, AccountId>, session: ImapSession): number {
  const own = accounts.get(session);
  return [...accounts].filter(([other, id]) => id === own && other.connection.isCompressed).length;
}

function admit(
  accounts: Map<ImapSession, AccountId>,
  session: ImapSession,
  account: AccountId,
  limit: number,
): boolean {
  const open = [...accounts.values()].filter((id) => id === account).length;
  if (open >= limit) return false;
  accounts.set(session, account);
  return true;
}
