/** What a page may never do, whatever it shows: leave, open windows, ask for devices, load from the network. */
import { app, session } from 'electron';
import { isOurPage } from './trusted-sender.ts';

const ALLOWED_SCHEMES = new Set(['app:', 'devtools:', 'data:', 'blob:']);
/** Copy buttons. */
const ALLOWED_PERMISSION: string = 'clipboard-sanitized-write';

/** Call before the first window. @param origins ours; more than one only while developing */
export function guardPages(origins: readonly string[]): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      if (!isOurPage(event.url, origins)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOurPage(event.url, origins)) event.preventDefault();
    });
  });
}

/** Call when the app is ready. */
export function guardSession(origins: readonly string[]): void {
  const ours = session.defaultSession;
  ours.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED_PERMISSION));
  ours.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED_PERMISSION);
  ours.setDevicePermissionHandler(() => false);
  ours.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url, origins) }));
}

function mayLoad(url: string, origins: readonly string[]): boolean {
  // The development server's hot reload speaks over a web socket of the same place.
  return ALLOWED_SCHEMES.has(new URL(url).protocol) || isOurPage(url.replace(/^ws:/, 'http:'), origins);
}
