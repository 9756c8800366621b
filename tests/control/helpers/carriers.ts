/** The four carriers over one control, each opened as its real client does. Role can be chosen where the carrier is not the owner's own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { ControlTransport, Role } from '../../../engine/control/contract.ts';
import type { ClientFrame, ServerFrame } from '../../../engine/control/frames.ts';
import type { EngineToHost } from '../../../engine/control/host-messages.ts';
import { directTransport } from '../../../engine/control/transport/direct.ts';
import { frameClient } from '../../../engine/control/transport/frame-client.ts';
import { connectLocalSocket } from '../../../engine/control/transport/local-socket-client.ts';
import { serveLocalSocket } from '../../../engine/control/transport/local-socket-server.ts';
import { serveWebSocket } from '../../../engine/control/transport/web-socket.ts';
import type { PlantedControl } from './planted-control.ts';
import { startWebServer } from './web-server.ts';

export interface OpenCarrier {
  readonly transport: ControlTransport;
  /** Sends a frame as it is, for what the typed client would not send. */
  readonly raw: ((frame: unknown) => void) | null;
  close(): Promise<void>;
}
export interface CarrierKind {
  readonly name: string;
  readonly choosesRole: boolean;
  open(control: PlantedControl, role: Role): Promise<OpenCarrier>;
}

const direct: CarrierKind = {
  name: 'direct',
  choosesRole: true,
  open: async (control, role) => ({
    transport: directTransport(control.dispatch, control.subscribe, { role, accountId: null, name: 'tests' }),
    raw: null,
    close: async () => undefined,
  }),
};

const desktop: CarrierKind = {
  name: 'desktop IPC',
  choosesRole: false,
  async open() {
    const child = fork(path.join(import.meta.dirname, 'forked-control.ts'), { serialization: 'json' });
    await once(child, 'message');
    const send = (frame: unknown) => child.send({ t: 'control', client: 1, frame });
    const client = frameClient((frame: ClientFrame) => send(frame));
    child.on('message', (message: EngineToHost) => {
      if (message.t === 'control') client.hear(message.frame);
    });
    return {
      transport: client,
      raw: send,
      async close() {
        child.send({ t: 'stop' });
        await once(child, 'exit');
      },
    };
  },
};

const web: CarrierKind = {
  name: 'WebSocket over TLS',
  choosesRole: true,
  async open(control, role) {
    const server = await startWebServer({
      find: async (token) => (token === 'a'.repeat(40) ? { role, accountId: null, name: 'web' } : null),
      onControl: (socket, session) => serveWebSocket(socket, { ...control, emit: control.bus.emit }, session),
    });
    const socket = new WebSocket(`wss://localhost:${server.port}/control`, {
      ca: server.ca,
      origin: `https://localhost:${server.port}`,
      headers: { cookie: `__Host-postane=${'a'.repeat(40)}` },
    });
    await once(socket, 'open');
    const send = (frame: unknown) => socket.send(JSON.stringify(frame));
    const client = frameClient(send);
    socket.on('message', (data: Buffer) => client.hear(JSON.parse(data.toString()) as ServerFrame));
    return {
      transport: client,
      raw: send,
      async close() {
        socket.terminate();
        await server.close();
      },
    };
  },
};

const local: CarrierKind = {
  name: 'local socket',
  choosesRole: false,
  async open(control) {
    const folder = mkdtempSync(path.join(tmpdir(), 'postane-control-'));
    const server = await serveLocalSocket(folder, { ...control, emit: control.bus.emit });
    const client = await connectLocalSocket(folder);
    return {
      transport: client,
      raw: null,
      async close() {
        client.close();
        await server.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

export const CARRIERS: readonly CarrierKind[] = [direct, desktop, web, local];
