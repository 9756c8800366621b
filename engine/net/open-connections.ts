/** The mail connections that are open now, by their session, so that one can be ended whatever it speaks. */
import type { Connection } from './listener.ts';
import type { OpenSessions } from './open-sessions.ts';

export interface OpenConnections {
  add(connection: Pick<Connection, 'session' | 'socket'>): void;
  /** Mail programs that read hear why. A submission is cut off: an unanswered letter stays with its program. @returns false when it had gone */
  end(session: string): boolean;
  /** Calls when one has closed. */
  onGone(listener: (session: string) => void): void;
}

export function createOpenConnections(sessions: Pick<OpenSessions, 'end'>): OpenConnections {
  const sockets = new Map<string, Connection['socket']>();
  const listeners: ((session: string) => void)[] = [];
  return {
    add({ session, socket }) {
      sockets.set(session, socket);
      socket.once('close', () => {
        sockets.delete(session);
        for (const listener of listeners) listener(session);
      });
    },
    end(session) {
      const socket = sockets.get(session);
      if (sessions.end(session)) return true;
      socket?.destroy();
      return socket !== undefined;
    },
    onGone: (listener) => void listeners.push(listener),
  };
}
