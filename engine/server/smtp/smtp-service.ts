/** The SMTP service: fed with accepted sockets, stopped without cutting off a letter. RFC 5321, RFC 6409 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { SmtpConnection } from './smtp-connection.ts';
import type { SmtpDeps } from './smtp-deps.ts';
import { SmtpLibraryServer } from './smtp-library-server.ts';
import { hearProxy } from './trusted-proxies.ts';
import type { SessionId } from '../../model/ids.ts';

export type { CheckSender, MxDeps, SenderCheck, SignLetter, SmtpDeps, SmtpTls, SubmissionDeps } from './smtp-deps.ts';
export { trustedProxies } from './trusted-proxies.ts';
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
      else if (deps.isTrustedProxy(connection.peer.address))
        admitProxied(server, connection).catch((error: unknown) =>
          deps.emit('engine.bug', { where: 'SMTP proxy', error: String(error) }, { session: connection.session }),
        );
      else server.admit({ ...connectionOf(connection), isProxy: false });
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

/** Just what is needed: the listener's connection holds more. */
const connectionOf = ({ session, peer, socket }: SmtpIncoming): SmtpIncoming => ({ session, peer, socket });

/** What a proxy says first names the client; a proxy that waits for the greeting may name it by XCLIENT. */
async function admitProxied(server: SmtpLibraryServer, incoming: SmtpIncoming): Promise<void> {
  const { deps } = server;
  const { socket, session, peer } = incoming;
  const said = socket instanceof TLSSocket ? { kind: 'nothing' as const } : await hearProxy(socket, deps.clock);
  if (server.isClosing) socket.destroy();
  else if (said.kind === 'client' && said.address !== null)
    server.admit({ socket, session, peer: { address: said.address }, isProxy: false });
  else if (said.kind === 'client' || said.kind === 'nothing')
    server.admit({ ...connectionOf(incoming), isProxy: said.kind === 'nothing' });
  else if (said.kind === 'malformed') {
    const reason = 'the PROXY header of the proxy is malformed';
    deps.emit(
      'smtp.refused',
      { protocol: deps.profile, peer: peer.address, stage: 'PROXY', code: 421, reason },
      { session },
    );
    socket.destroy();
  }
}
