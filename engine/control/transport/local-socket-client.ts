/** The command line's carrier: one JSON frame per line over the engine's local socket. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { ControlTransport } from '../contract.ts';
import { controlAddress, requireOwnFolder } from '../control-address.ts';
import type { ServerFrame } from '../frames.ts';
import { frameClient } from './frame-client.ts';

export interface LocalControl extends ControlTransport {
  close(): void;
  /** Resolves when the engine or the connection ends. */
  readonly ended: Promise<void>;
}
/** @throws the system's error (ENOENT, ECONNREFUSED: no engine runs there; EACCES: it is somebody else's) */
export async function connectLocalSocket(dataFolder: string): Promise<LocalControl> {
  const { address, folder } = controlAddress(dataFolder);
  if (folder !== null) requireOwnFolder(folder, dataFolder);
  const socket = connect(address);
  await once(socket, 'connect');
  const client = frameClient((frame) => socket.write(`${JSON.stringify(frame)}\n`));
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  lines.on('line', (line) => client.hear(JSON.parse(line) as ServerFrame));
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      client.end('the engine ended');
      resolve();
    };
    socket.on('close', end);
    socket.on('error', end);
  });
  return { call: client.call, subscribe: client.subscribe, ended, close: () => socket.destroy() };
}
