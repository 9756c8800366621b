/** The POP3 service, fed with accepted connections; both ports use one service, since a maildrop is locked across them. RFC 1939 */
import { createLoginDelays } from './login-delays.ts';
import { createMaildropLocks } from './maildrop-locks.ts';
import { Pop3Connection, type Pop3Incoming } from './pop3-connection.ts';
import type { Pop3Deps } from './pop3-session.ts';

export type { Pop3Incoming } from './pop3-connection.ts';
export { DEFAULT_POP3_LIMITS, type Pop3Limits, type Pop3Policy } from './pop3-limits.ts';
export type { Pop3Deps } from './pop3-session.ts';

export interface Pop3Service {
  /** @param options `startTls`: the connection is in clear and may become encrypted */
  handle(connection: Pop3Incoming, options: { readonly startTls: boolean }): void;
  /** Lets commands that run end, at most `drainMs`, then ends all sessions. */
  close(drainMs?: number): Promise<void>;
}
const DRAIN_MS = 3000;

export function createPop3Service(deps: Pop3Deps): Pop3Service {
  const shared = { locks: createMaildropLocks(), delays: createLoginDelays(deps.clock) };
  const sessions = new Set<Pop3Connection>();
  let isClosing = false;
  let lastGone: () => void = () => undefined;
  return {
    handle(incoming, { startTls }) {
      if (isClosing) {
        incoming.socket.destroy();
        return;
      }
      const session: Pop3Connection = new Pop3Connection(incoming, deps, shared, startTls, () => {
        sessions.delete(session);
        if (sessions.size === 0) lastGone();
      });
      sessions.add(session);
      session.start();
    },
    async close(drainMs = DRAIN_MS) {
      isClosing = true;
      if (sessions.size === 0) return;
      const allGone = new Promise<void>((done) => {
        lastGone = done;
      });
      const end = (): void => {
        for (const session of sessions) session.endWith('serverStops', 'the server stops', 'SYS/TEMP');
      };
      for (const session of sessions)
        if (!session.isBusy) session.endWith('serverStops', 'the server stops', 'SYS/TEMP');
      const timer = setTimeout(end, drainMs);
      await allGone;
      clearTimeout(timer);
    },
  };
}
