/** The IPC side of a page: its frames to the bridge and back, the engine's state, and the calls of `window.postane`. */
import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { EngineState } from '../engine/control/host-messages.ts';
import { CHANNEL } from './channels.ts';
import type { ControlBridge, ControlLink } from './control-bridge.ts';
import type { DesktopCalls } from './desktop-calls.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface PageLinkOptions {
  readonly bridge: ControlBridge;
  readonly calls: DesktopCalls;
  readonly origins: readonly string[];
}

/** @returns a function that tells every page the engine's state */
export function linkPages({ bridge, calls, origins }: PageLinkOptions): (state: EngineState) => void {
  const links = new Map<WebContents, ControlLink>();
  const trusted = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => isTrustedSender(event, origins);

  ipcMain.on(CHANNEL.begin, (event) => {
    if (!trusted(event)) return;
    const page = event.sender;
    // A page that was loaded again knows nothing of what its forerunner asked for.
    if (links.has(page)) links.get(page)?.close();
    else page.once('destroyed', () => drop(page));
    links.set(
      page,
      bridge.attach((frames) => tell(page, CHANNEL.frames, frames)),
    );
  });
  ipcMain.on(CHANNEL.frame, (event, frame: unknown) => {
    if (trusted(event)) links.get(event.sender)?.receive(frame);
  });
  ipcMain.handle(CHANNEL.call, async (event, name: unknown, ...values: unknown[]) => {
    if (!trusted(event)) throw new Error('This page may not call Postane.');
    const found =
      typeof name === 'string' && Object.hasOwn(calls, name) ? calls[name as keyof DesktopCalls] : undefined;
    if (!found) throw new Error(`Postane offers no call ${String(name)}.`);
    return found(...values);
  });

  const drop = (page: WebContents): void => {
    links.get(page)?.close();
    links.delete(page);
  };
  return (state) => {
    for (const page of links.keys()) tell(page, CHANNEL.engineState, state);
  };
}

function tell(page: WebContents, channel: string, value: unknown): void {
  if (!page.isDestroyed() && !page.isCrashed()) page.send(channel, value);
}
