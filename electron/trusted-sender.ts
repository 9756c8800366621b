/** Whether a message comes from our own page: the main frame of a window, showing our own origin. */
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';

/** Node's URL gives an `app:` address the origin "null", so the text's start decides; the slash keeps `app://postane.evil` out. */
export const isOurPage = (url: string, origins: readonly string[]): boolean =>
  origins.some((origin) => url === origin || url.startsWith(`${origin}/`));

export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent, origins: readonly string[]): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOurPage(frame.url, origins);
}
