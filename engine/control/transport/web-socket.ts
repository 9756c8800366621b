/** The browser's carrier: one JSON frame per WebSocket message. Who may open it is decided before (server/http). RFC 6455 */
import type { Caller } from '../caller.ts';
import type { ServerFrame } from '../frames.ts';
import { frameServer, type FrameServerDeps } from './frame-server.ts';
import { thinLog } from './thin-log.ts';

/** What this carrier needs of a WebSocket; the library's fits. */
export interface FrameSocket {
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}
/** From here on a slow window loses log lines; from the second bound on it is cut off, and comes back to a fresh page. */
const BEHIND_BYTES = 4 * 1024 * 1024;
const CUT_OFF_BYTES = 16 * 1024 * 1024;
const PROTOCOL_ERROR = 1002;

export function serveWebSocket(socket: FrameSocket, deps: FrameServerDeps, caller: Caller): void {
  const write = (frame: ServerFrame): void => {
    if (socket.bufferedAmount > CUT_OFF_BYTES) socket.terminate();
    else socket.send(JSON.stringify(frame));
  };
  const frames = frameServer(
    deps,
    caller,
    thinLog(write, () => socket.bufferedAmount > BEHIND_BYTES),
  );
  socket.on('message', (data, isBinary) => {
    if (isBinary || !frames.hear(parsed(String(data)))) socket.close(PROTOCOL_ERROR, 'that is no frame');
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => frames.end());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no frame: the caller closes the connection
  }
}
