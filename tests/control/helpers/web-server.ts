/** The real HTTP service behind a real TLS listener with an office CA of its own; only who is signed in is planted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WebSocket } from 'ws';
import { createEventBus } from '../../../engine/events/bus.ts';
import { systemClock } from '../../../engine/lib/clock.ts';
import { createRateWindow } from '../../../engine/lib/rate-window.ts';
import type { SessionId } from '../../../engine/model/ids.ts';
import type { LogEvent } from '../../../engine/model/log-event.ts';
import { createConnectionLimits } from '../../../engine/net/connection-limits.ts';
import { openListener } from '../../../engine/net/listener.ts';
import { createTlsContexts } from '../../../engine/net/tls-contexts.ts';
import { createHttpService } from '../../../engine/server/http/http-service.ts';
import type { WebSession } from '../../../engine/server/http/web-sessions.ts';
import { openCertificateStore } from '../../../engine/tls/certificate-store.ts';

export interface WebServer {
  readonly port: number;
  readonly ca: string;
  readonly events: readonly LogEvent[];
  close(): Promise<void>;
}
export interface WebServerPlan {
  find(token: string): Promise<WebSession | null>;
  onControl(socket: WebSocket, session: WebSession): void;
}
export async function startWebServer({ find, onControl }: WebServerPlan): Promise<WebServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'postane-web-'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>screens</title>');
  const clock = systemClock();
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => events.push(event));
  const names = () => ({ names: ['mail.firma.test', 'localhost'], addresses: ['127.0.0.1'] });
  const certificates = await openCertificateStore({
    folder: path.join(folder, 'tls'),
    mode: 'officeCa',
    names,
    clock,
    emit: bus.emit,
  });
  const service = createHttpService({
    ...{ clock, emit: bus.emit, webRoot: folder, onControl },
    sessions: {
      find,
      begin: async () => 'a'.repeat(40),
      makeLink: () => 'unused',
      redeemLink: () => null,
      end: async () => undefined,
    },
    authenticator: {
      authenticate: async () => ({ kind: 'refused' }),
      offersScram: false,
      scramParameters: async () => ({ salt: new Uint8Array(16), iterations: 4096 }),
      authenticateProof: async () => ({ result: { kind: 'refused' }, serverSignature: null }),
    },
    newSessionId: () => 's' as SessionId,
    linkTries: createRateWindow(clock, 3, 60_000),
    httpsPort: () => port,
  });
  const listener = await openListener({
    ...{ protocol: 'https', host: '127.0.0.1', port: 0, tls: 'implicit', clock, emit: bus.emit },
    contexts: createTlsContexts(certificates.credentials()),
    limits: createConnectionLimits({ clock }),
    onConnection: ({ socket, peer }) => service.handle('https', socket, peer),
  });
  const { port } = listener.state();
  return {
    port,
    ca: certificates.caPem(),
    events,
    async close() {
      await Promise.all([service.stop(), listener.close(1000)]);
      rmSync(folder, { recursive: true });
    },
  };
}
