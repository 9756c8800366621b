/** The window's carrier: frames of any number of windows over the fork's channel, told apart by main's client number. */
import type { ServerFrame } from '../frames.ts';
import type { EngineToHost, HostToEngine } from '../host-messages.ts';
import { frameServer, type FrameServer, type FrameServerDeps } from './frame-server.ts';
import { thinLog } from './thin-log.ts';

export interface DesktopChannel {
  hear(message: Extract<HostToEngine, { t: 'control' | 'clientGone' }>): void;
  /** The channel is gone, and all windows with it. */
  end(): void;
}
/** Messages on their way to main, from which on windows lose log lines. */
const BEHIND_MESSAGES = 200;
const MOST_CLIENTS = 100;

/** @param send calls `done` when the channel took the message */
export function desktopChannel(
  deps: FrameServerDeps,
  send: (message: EngineToHost, done: () => void) => void,
): DesktopChannel {
  const clients = new Map<number, FrameServer>();
  let underWay = 0;
  const open = (client: number): FrameServer => {
    const write = (frame: ServerFrame): void => {
      underWay++;
      send({ t: 'control', client, frame }, () => underWay--);
    };
    const server = frameServer(
      deps,
      { role: 'owner', accountId: null, name: 'desktop' },
      thinLog(write, () => underWay > BEHIND_MESSAGES),
    );
    clients.set(client, server);
    return server;
  };
  return {
    hear(message) {
      const known = clients.get(message.client);
      if (message.t === 'clientGone') {
        known?.end();
        clients.delete(message.client);
      } else if (known !== undefined || clients.size < MOST_CLIENTS) {
        (known ?? open(message.client)).hear(message.frame);
      }
    },
    end() {
      for (const server of clients.values()) server.end();
      clients.clear();
    },
  };
}
