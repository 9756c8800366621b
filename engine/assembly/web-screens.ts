/** The screens for browsers: sessions, one-time links, files, and the control socket. */
import type { Authenticator } from '../auth/authenticator.ts';
import { serveWebSocket } from '../control/transport/web-socket.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { randomId } from '../lib/random-id.ts';
import { createRateWindow } from '../lib/rate-window.ts';
import type { SessionId } from '../model/ids.ts';
import { createHttpService, type HttpService } from '../server/http/http-service.ts';
import { createWebSessions } from '../server/http/web-sessions.ts';
import type { Store } from '../store/store.ts';
import type { ControlRoom } from './control-room.ts';

export interface WebDeps {
  readonly store: Pick<Store, 'credentials' | 'directory'>;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly webRoot: string | null;
  readonly httpsPort: () => number | null;
  /** Address of the screens; null when none are served. */
  readonly url: () => string | null;
  readonly control: () => ControlRoom;
}
export interface WebScreens {
  readonly http: HttpService;
  loginLink(): string | null;
}
const LINK_TRIES = 20;
const LINK_TRIES_WINDOW_MS = 10 * 60_000;

export function createWebScreens(deps: WebDeps): WebScreens {
  const { clock, emit } = deps;
  const sessions = createWebSessions({ ...deps.store, clock });
  const http = createHttpService({
    sessions,
    authenticator: deps.authenticator,
    webRoot: deps.webRoot,
    clock,
    emit,
    newSessionId: () => randomId() as SessionId,
    linkTries: createRateWindow(clock, LINK_TRIES, LINK_TRIES_WINDOW_MS),
    httpsPort: deps.httpsPort,
    onControl: (socket, { role, accountId, name }) =>
      serveWebSocket(socket, { ...deps.control(), emit }, { role, accountId, name }),
  });
  return {
    http,
    loginLink() {
      const url = deps.url();
      return url === null ? null : `${url}#login=${sessions.makeLink()}`;
    },
  };
}
