/** The mail sessions that are open now, as the administrator sees and ends them. */
import type { SessionId, UnixMs } from '../model/ids.ts';

export interface OpenSession {
  readonly id: SessionId;
  readonly protocol: 'imap' | 'pop3';
  readonly peer: string;
  readonly since: UnixMs;
  /** e.g. `TLSv1.3`; null in clear. */
  readonly tls: string | null;
  /** Address of the account; null before sign-in. */
  readonly account: string | null;
  /** What the client calls itself (RFC 2971); null when it has not said. */
  readonly client: string | null;
  /** The mailbox that is open, as the account sees it. */
  readonly mailbox: string | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
}
/** A session that can say how it stands and be ended. */
export interface SessionSource {
  describe(): OpenSession;
  /** Tells the client why, then closes. */
  end(): void;
}
export interface OpenSessions {
  /** @returns the function that takes it off the list */
  add(source: SessionSource): () => void;
  /** Oldest first. */
  list(): OpenSession[];
  /** @returns false when there is no such session */
  end(id: string): boolean;
  /** Calls when a session came or went. */
  onChange(listener: () => void): () => void;
}

export function createOpenSessions(): OpenSessions {
  const sources = new Set<SessionSource>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    add(source) {
      sources.add(source);
      tell();
      return () => {
        if (sources.delete(source)) tell();
      };
    },
    list: () => [...sources].map((source) => source.describe()),
    end(id) {
      const found = [...sources].find((source) => source.describe().id === id);
      found?.end();
      return found !== undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
