/** The typed client of the control contract, over whichever carrier this page was loaded with. */
import { controlClient, type ControlClient } from '../../engine/control/client.ts';
import type { ControlError, TopicName } from '../../engine/control/contract.ts';
import type { DesktopApi } from '../../engine/control/desktop-api.ts';
import type { EngineState } from '../../engine/control/host-messages.ts';
import type { Carrier, Link } from './carrier.ts';
import { desktopCarrier } from './desktop-carrier.ts';
import { frameTransport } from './frame-transport.ts';
import { webCarrier } from './web-carrier.ts';
import { isSignedIn } from './web-login.ts';

declare global {
  interface Window {
    /** There in the desktop window only. */
    readonly postane?: DesktopApi;
  }
}
export interface Control {
  readonly client: ControlClient;
  readonly desktop: DesktopApi | null;
  readonly reconnect: () => void;
}
export interface ControlListeners {
  readonly onLink: (link: Link) => void;
  readonly onEngineState: (state: EngineState) => void;
  readonly onRefused: (topic: TopicName, error: ControlError) => void;
}

const socketAddress = (location: Location): string =>
  `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/control`;

export function connectControl(page: Window, listeners: ControlListeners): Control {
  const desktop = page.postane ?? null;
  const carrier: Carrier =
    desktop === null
      ? webCarrier({ isSignedIn, openSocket: () => new WebSocket(socketAddress(page.location)) })
      : desktopCarrier(desktop, listeners.onEngineState);
  const client = controlClient(frameTransport(carrier, listeners.onRefused));
  carrier.onLink(listeners.onLink);
  carrier.start();
  return { client, desktop, reconnect: carrier.reconnect };
}
