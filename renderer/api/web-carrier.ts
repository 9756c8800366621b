/** The carrier in a browser: a WebSocket that comes back by itself, and says when a sign-in is needed first. */
import type { ClientFrame, ServerFrame } from '../../engine/control/frames.ts';
import { createListeners, type Carrier, type Link } from './carrier.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/** How long to wait before try number `attempt` (from 0), in ms: doubling, with up to a fifth of chance added. */
export const reconnectWaitMs = (attempt: number, chance: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS) * (1 + chance / 5);

export interface WebCarrierOptions {
  /** Whether this browser holds a session; asked when the socket would not open. */
  readonly isSignedIn: () => Promise<boolean>;
  readonly openSocket: () => WebSocket;
}

export function webCarrier({ isSignedIn, openSocket }: WebCarrierOptions): Carrier {
  const frames = createListeners<ServerFrame>();
  const links = createListeners<Link>();
  let socket: WebSocket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const retryLater = (): void => {
    links.tell('lost');
    clearTimeout(timer);
    timer = setTimeout(connect, reconnectWaitMs(attempt, Math.random()));
    attempt += 1;
  };
  const afterClose = async (): Promise<void> => {
    // A refused upgrade and a server that is away look the same to a WebSocket: ask by HTTP which it is.
    let signedIn = true;
    try {
      signedIn = await isSignedIn();
    } catch (error) {
      // Unreachable is not signed out.
      if (!(error instanceof TypeError)) throw error;
    }
    if (socket !== null) return;
    if (signedIn) retryLater();
    else links.tell('signedOut');
  };
  const connect = (): void => {
    clearTimeout(timer);
    const own = openSocket();
    socket = own;
    own.onopen = () => {
      attempt = 0;
      links.tell('open');
    };
    own.onmessage = (event: MessageEvent<string>) => frames.tell(JSON.parse(event.data) as ServerFrame);
    own.onclose = () => {
      if (socket !== own) return;
      socket = null;
      void afterClose();
    };
  };
  return {
    send: (frame: ClientFrame) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
    },
    onFrame: frames.add,
    onLink: links.add,
    start: () => {
      links.tell('connecting');
      connect();
    },
    reconnect: () => {
      const old = socket;
      socket = null;
      old?.close();
      attempt = 0;
      links.tell('connecting');
      connect();
    },
  };
}
