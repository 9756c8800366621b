/**
 * What the https listener answers: the screens' files, sign-in by password or one-time link, sign-out. Nothing is answered to
 * another origin, and only what is named here has another method than GET and HEAD. RFC 9110, Fetch (Origin)
 */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Authenticator } from '../../auth/authenticator.ts';
import type { Emit } from '../../events/bus.ts';
import type { RateWindow } from '../../lib/rate-window.ts';
import type { SessionId } from '../../model/ids.ts';
import { CLEARED_COOKIE, cookieWith, tokenIn } from './cookies.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { findStaticFile } from './static-files.ts';
import { SESSION_MS, type WebSessions } from './web-sessions.ts';

export interface ScreensDeps {
  /** Folder of the built screens; null when there are none. */
  readonly webRoot: string | null;
  readonly sessions: WebSessions;
  readonly authenticator: Authenticator;
  readonly emit: Emit;
  readonly newSessionId: () => SessionId;
  /** Tries of one-time links per client address. */
  readonly linkTries: RateWindow;
}
/** What the server knows of a request besides its text. */
export interface Bindings {
  readonly peer: string;
}
type Env = { readonly Bindings: Bindings };
const BODY_LIMIT_BYTES = 8 * 1024;
const LOGIN = z.object({ address: z.string().min(1).max(320), password: z.string().min(1).max(1000) }).strict();
const LINK = z.object({ token: z.string().min(1).max(200) }).strict();

/** A browser says where a page that asks came from; only our own pages may. Programs say nothing and may. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  return host !== undefined && origin === `https://${host}`;
}

export function createScreensApp(deps: ScreensDeps): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
  });
  app.use(async (c, next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (!isRead && c.req.method !== 'POST')
      return c.text('only GET, HEAD and POST are answered', 405, { allow: 'GET, HEAD, POST' });
    const origin = c.req.header('origin');
    if (isRead && origin === undefined) return next();
    if (isOwnOrigin(origin, c.req.header('host'))) return next();
    deps.emit('control.refused', {
      peer: c.env.peer,
      reason: `a page of ${(origin ?? 'no origin').slice(0, 200)} asked`,
    });
    return c.text('pages of other origins are not answered', 403);
  });
  app.use(bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: (c) => c.text('too much', 413) }));
  app.post('/login', (c) => signIn(c, deps));
  app.post('/login/link', (c) => signInByLink(c, deps));
  app.post('/logout', async (c) => {
    const token = tokenIn(c.req.header('cookie'));
    if (token !== null) await deps.sessions.end(token);
    return c.body(null, 204, { 'set-cookie': CLEARED_COOKIE });
  });
  // A browser cannot see why its WebSocket was refused: here it can.
  app.get('/control', async (c) => {
    const token = tokenIn(c.req.header('cookie'));
    const session = token === null ? null : await deps.sessions.find(token);
    return session === null
      ? c.text('sign in first', 401)
      : c.text('this is a WebSocket', 426, { upgrade: 'websocket' });
  });
  app.on(['GET', 'HEAD'], '*', (c) => file(c, deps));
  app.all('*', (c) => c.text('only GET and HEAD are answered here', 405, { allow: 'GET, HEAD' }));
  app.onError((error, c) => {
    deps.emit('engine.bug', { where: 'https', error: error.stack ?? error.message });
    return c.text('internal error', 500);
  });
  return app;
}

async function file(c: Context<Env>, { webRoot }: ScreensDeps): Promise<Response> {
  const found = webRoot === null ? null : await findStaticFile(webRoot, c.req.path);
  if (found !== null) {
    return c.body(found.bytes, 200, {
      'content-type': found.type,
      'cache-control': found.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return c.text(c.req.path === '/' ? 'The screens are not built. Build them with: npm run build' : 'not found', 404);
}

async function signIn(c: Context<Env>, deps: ScreensDeps): Promise<Response> {
  const request = LOGIN.safeParse(await json(c));
  if (!request.success) return c.text('address and password are wanted', 400);
  const result = await deps.authenticator.authenticate({
    login: request.data.address,
    password: request.data.password,
    protocol: 'web',
    peer: c.env.peer,
    session: deps.newSessionId(),
  });
  switch (result.kind) {
    case 'ok': {
      deps.emit('control.login', { account: request.data.address, peer: c.env.peer });
      return signedIn(c, await deps.sessions.begin(result.account));
    }
    case 'refused':
      return c.text('wrong address or password', 401);
    case 'throttled':
      return tooMany(c, result.retryAfterMs);
    case 'unavailable':
      return c.text('the sign-in cannot be checked right now; try again', 503);
  }
}

async function signInByLink(c: Context<Env>, deps: ScreensDeps): Promise<Response> {
  const waitMs = deps.linkTries.waitMs(c.env.peer);
  if (waitMs > 0) return tooMany(c, waitMs);
  const request = LINK.safeParse(await json(c));
  const token = request.success ? deps.sessions.redeemLink(request.data.token) : null;
  if (token === null) {
    deps.linkTries.note(c.env.peer);
    deps.emit('control.refused', { peer: c.env.peer, reason: 'the one-time link is unknown, used or too old' });
    return c.text('the link is unknown, used or too old', 401);
  }
  deps.emit('control.login', { account: 'one-time link', peer: c.env.peer });
  return signedIn(c, token);
}

const signedIn = (c: Context<Env>, token: string): Response =>
  c.body(null, 204, { 'set-cookie': cookieWith(token, SESSION_MS / 1000), 'cache-control': 'no-store' });
const tooMany = (c: Context<Env>, waitMs: number): Response =>
  c.text('too many tries; wait', 429, { 'retry-after': String(Math.ceil(waitMs / 1000)) });

/** @returns undefined when the body is no JSON */
async function json(c: Context<Env>): Promise<unknown> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return undefined;
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
