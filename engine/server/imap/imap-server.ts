/**
 * The IMAP server: takes accepted sockets, runs a session on each, ends them all when asked. Who listens and who may
 * connect is the listener's business. RFC 9051
 */
import type { Socket } from 'node:net';
import type { AccountId } from '../../model/ids.ts';
import { ImapConnection } from './connection.ts';
import { ImapSession, type ImapDeps, type SessionServices } from './imap-session.ts';
import { createOpenMailboxes } from './open-mailboxes.ts';
import { runSession, sayGoodbye } from './session-loop.ts';

export type { ImapDeps } from './imap-session.ts';

export interface ImapServer {
  /** Runs a session on an accepted socket, in clear or with TLS already on; `peer` is the client's address. */
  handle(socket: Socket, peer: { readonly address: string }): void;
  readonly sessionCount: number;
  /** Takes no more sockets, says goodbye to all sessions, and waits for them. */
  stop(): Promise<void>;
}

export function createImapServer(deps: ImapDeps): ImapServer {
  const sessions = new Map<ImapSession, Promise<void>>();
  const accounts = new Map<ImapSession, AccountId>();
  const services: SessionServices = {
    ...deps,
    openMailboxes: createOpenMailboxes(deps.store),
    admit: (session, account) => admit(accounts, session, account, deps.limits.sessionsPerAccount),
  };
  let isStopping = false;
  return {
    get sessionCount() {
      return sessions.size;
    },
    handle(socket, peer) {
      const { clock, limits } = deps;
      const connection = new ImapConnection(socket, {
        clock,
        lineBytes: limits.lineBytes,
        writeTimeoutMs: limits.writeTimeoutMs,
      });
      const session = new ImapSession(services, connection, peer.address);
      const isFull = sessions.size >= limits.sessions ? 'too many sessions; try again later' : null;
      const refusal = isStopping ? STOPPING : isFull;
      const done = (refusal === null ? run(session) : sayGoodbye(session, refusal))
        .catch((error: unknown) => tellBug(session, error))
        .finally(() => {
          sessions.delete(session);
          accounts.delete(session);
        });
      sessions.set(session, done);
    },
    async stop() {
      isStopping = true;
      const running = [...sessions];
      await Promise.all(running.map(([session]) => sayGoodbye(session, STOPPING)));
      await Promise.all(running.map(([, done]) => done));
    },
  };
}
const STOPPING = 'the server is stopping';

async function run(session: ImapSession): Promise<void> {
  const { peer, id, services } = session;
  services.emit('imap.connected', { peer }, { session: id });
  const reason = await runSession(session);
  services.emit('imap.disconnected', { peer, reason }, { session: id });
}

function tellBug(session: ImapSession, error: unknown): void {
  session.services.emit('engine.bug', { where: 'IMAP session', error: String(error) }, { session: session.id });
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
