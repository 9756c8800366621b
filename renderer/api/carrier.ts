/** What moves control frames between this page and the engine: the desktop program, or a WebSocket in a browser. */
import type { ClientFrame, ServerFrame } from '../../engine/control/frames.ts';

/** `signedOut`: the engine answers, but wants a sign-in first. */
export type Link = 'connecting' | 'open' | 'lost' | 'signedOut';

export interface Carrier {
  /** Frames sent while the link is not open are lost. */
  send(frame: ClientFrame): void;
  onFrame(listener: (frame: ServerFrame) => void): () => void;
  onLink(listener: (link: Link) => void): () => void;
  /** Begins to connect; `onLink` listeners hear everything from here on. */
  start(): void;
  /** Tries again now, e.g. after a sign-in. */
  reconnect(): void;
}

/** A set of listeners that one thing is told to. */
export function createListeners<T>(): {
  readonly add: (listener: (value: T) => void) => () => void;
  readonly tell: (value: T) => void;
} {
  const listeners = new Set<(value: T) => void>();
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (value) => {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
