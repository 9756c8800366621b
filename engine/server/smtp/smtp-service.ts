/** The SMTP service: fed with accepted sockets, stopped without cutting off a letter. RFC 5321, RFC 6409 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { SmtpConnection } from './smtp-connection.ts';
import type { SmtpDeps } from './smtp-deps.ts';
import { SmtpLibraryServer } from './smtp-library-server.ts';
import type { SessionId } from '../../model/ids.ts';

export type { CheckSender, MxDeps, SenderCheck, SignLetter, SmtpDeps, SmtpTls, SubmissionDeps } from './smtp-deps.ts';
export { smtpLimits, type SmtpLimits } from './smtp-limits.ts';

/** A connection as engine/net/listener.ts hands it over: plain, or after the handshake of implicit TLS. */
export interface SmtpIncoming {
  readonly session: SessionId;
  readonly peer: { readonly address: string };
  readonly socket: Socket | TLSSocket;
}
export interface SmtpService {
  handle(connection: SmtpIncoming): void;
  /** Ends idle sessions, waits for letters that are under way at most `drainMs`, then cuts. */
  close(drainMs?: number): Promise<void>;
}
const DRAIN_MS = 5000;
const LOOK_EVERY_MS = 25;

export function createSmtpService(deps: SmtpDeps): SmtpService {
  const server = new SmtpLibraryServer(deps);
  const sessions = (): SmtpConnection[] =>
    [...server.connections].filter((one): one is SmtpConnection => one instanceof SmtpConnection);
  return {
    handle(connection) {
      if (server.isClosing) connection.socket.destroy();
      else server.admit(connection);
    },
    async close(drainMs = DRAIN_MS) {
      server.isClosing = true;
      const until = deps.clock.monotonic() + drainMs;
      for (let left = sessions(); left.length > 0; left = sessions()) {
        const late = deps.clock.monotonic() >= until;
        for (const session of left) {
          if (!session.isBusy || late)
            session.say({ code: 421, enhanced: '4.3.2', text: 'The server is stopping. Try again later' });
          if (late) session._socket.destroy();
        }
        await new Promise<void>((next) => deps.clock.after(LOOK_EVERY_MS, next));
      }
    },
  };
}
