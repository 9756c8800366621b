/** The command line's way in: a socket in the data folder that only the engine's user can open. Who reaches it is the owner. */
import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { controlAddress, makeOwnFolder } from '../control-address.ts';
import { frameServer, type FrameServerDeps } from './frame-server.ts';

const MOST_LINE_BYTES = 1024 * 1024;
/** A client that reads nothing of so much is cut off. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

export interface LocalSocketServer {
  readonly address: string;
  close(): Promise<void>;
}
/** The data folder's lock is ours when this is called: what lies at the address is a dead engine's. */
export async function serveLocalSocket(dataFolder: string, deps: FrameServerDeps): Promise<LocalSocketServer> {
  const { address, folder } = controlAddress(dataFolder);
  if (folder !== null) makeOwnFolder(folder, dataFolder);
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveSocket(socket, deps);
  });
  server.listen(address);
  await once(server, 'listening');
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return {
    address,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serveSocket(socket: Socket, deps: FrameServerDeps): void {
  const frames = frameServer(deps, { role: 'owner', accountId: null, name: 'command line' }, (frame) => {
    if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
    else socket.write(`${JSON.stringify(frame)}\n`);
  });
  let held = '';
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    const lines = (held + piece).split('\n');
    held = lines.pop() ?? '';
    if (held.length > MOST_LINE_BYTES || !lines.every((line) => frames.hear(parsed(line)))) socket.destroy();
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => frames.end());
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // no frame: the caller cuts the connection
  }
}
