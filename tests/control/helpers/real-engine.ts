/** A real engine in this process, on loopback and free ports, with a domain and two people; and a browser's way to it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { controlClient, type ControlClient } from '../../../engine/control/client.ts';
import { PROTOCOLS } from '../../../engine/control/contract-types.ts';
import type { ServerFrame } from '../../../engine/control/frames.ts';
import { directTransport } from '../../../engine/control/transport/direct.ts';
import { frameClient } from '../../../engine/control/transport/frame-client.ts';
import { startEngine, type Engine, type EngineOptions } from '../../../engine/engine.ts';
import type { LogEvent } from '../../../engine/model/log-event.ts';

export const FREE_PORTS = Object.fromEntries(PROTOCOLS.map((protocol) => [`${protocol}.port`, 0]));
export const PASSWORD = 'sabah-kahvesi-7';

export interface RealEngine {
  readonly engine: Engine;
  readonly owner: ControlClient;
  readonly dataFolder: string;
  readonly events: readonly LogEvent[];
  readonly ca: string;
  readonly origin: string;
  port(protocol: string): number;
  fetch(pathname: string, options?: FetchOptions): Promise<Answer>;
  /** Opens the control socket as a browser of our own page does. */
  openSocket(cookie: string | null, origin?: string): Promise<{ client: ControlClient; socket: WebSocket }>;
  close(): Promise<void>;
}
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** `name=value` of the cookie that was set. */
  readonly cookie: string | null;
}

export function engineOptions(dataFolder: string, more: Partial<EngineOptions> = {}): EngineOptions {
  return {
    ...{ dataFolder, profile: 'trial', file: {}, webRoot: null, version: '0.0.0-test' },
    commandLine: { ...FREE_PORTS, hostname: 'mail.firma.test' },
    needsListener: true,
    onEvent: () => undefined,
    ...more,
  };
}

export async function startRealEngine(): Promise<RealEngine> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'postane-real-'));
  const webRoot = mkdtempSync(path.join(tmpdir(), 'postane-screens-'));
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>screens</title>');
  const events: LogEvent[] = [];
  const engine = await startEngine(engineOptions(dataFolder, { webRoot, onEvent: (event) => events.push(event) }));
  const owner = controlClient(
    directTransport(engine.control.dispatch, engine.control.subscribe, {
      role: 'owner',
      accountId: null,
      name: 'tests',
    }),
  );
  await owner.call('domains.create', { name: 'firma.test' });
  for (const [name, role] of [
    ['ayse', 'owner'],
    ['mehmet', 'viewer'],
  ] as const)
    await owner.call('accounts.create', { address: `${name}@firma.test`, displayName: name, password: PASSWORD, role });
  const { pem: ca } = await owner.call('certificate.exportCa');
  const port = (protocol: string) => engine.ready.listeners().find((one) => one.protocol === protocol)!.port;
  const origin = `https://localhost:${port('https')}`;
  return {
    ...{ engine, owner, dataFolder, events, ca, origin, port },
    fetch: (pathname, options = {}) => ask(new URL(pathname, origin), ca, origin, options),
    async openSocket(cookie, from = origin) {
      const socket = new WebSocket(`${origin.replace('https', 'wss')}/control`, {
        ca,
        origin: from,
        headers: cookie === null ? {} : { cookie },
      });
      await once(socket, 'open');
      const client = frameClient((frame) => socket.send(JSON.stringify(frame)));
      socket.on('message', (data: Buffer) => client.hear(JSON.parse(data.toString()) as ServerFrame));
      socket.on('close', () => client.end('closed'));
      return { client: controlClient(client), socket };
    },
    async close() {
      await engine.stop('test is over');
      for (const folder of [dataFolder, webRoot]) rmSync(folder, { recursive: true });
    },
  };
}

function ask(
  url: URL,
  ca: string,
  origin: string,
  { method = 'GET', headers = {}, body }: FetchOptions,
): Promise<Answer> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const own = method === 'POST' ? { origin, ...json } : json;
  return new Promise((resolve, reject) => {
    // The path goes as it is: no client may tidy away what is tested.
    const asked = request(
      { host: 'localhost', port: url.port, path: url.pathname, method, ca, headers: { ...own, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({
            ...{ status: response.statusCode ?? 0, headers: response.headers, text },
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
  });
}
