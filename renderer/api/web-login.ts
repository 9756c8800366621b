/** Signing in to the screens in a browser: the cookie is the server's and is never seen by this page. */
export type LoginResult =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'slowed'; readonly seconds: number | null }
  | { readonly kind: 'unreachable' };

async function post(path: string, body: unknown): Promise<LoginResult> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'unreachable' };
    throw error;
  }
  if (response.ok) return { kind: 'ok' };
  if (response.status === 429) {
    const wait = Number(response.headers.get('retry-after'));
    return { kind: 'slowed', seconds: Number.isFinite(wait) && wait > 0 ? wait : null };
  }
  return response.status >= 500 ? { kind: 'unreachable' } : { kind: 'refused' };
}
export const signIn = (address: string, password: string): Promise<LoginResult> =>
  post('/login', { address, password });
export const redeemLink = (token: string): Promise<LoginResult> => post('/login/link', { token });

/** @throws TypeError when the server cannot be reached */
export async function isSignedIn(): Promise<boolean> {
  const response = await fetch('/control', { credentials: 'same-origin', cache: 'no-store' });
  return response.status !== 401 && response.status !== 403;
}

/** Takes a one-time token out of the address, so that it is neither kept in the history nor shown. */
export function takeLinkToken(location: Location, history: History): string | null {
  const token = /^#\/?login=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  if (token !== null) history.replaceState(null, '', `${location.pathname}#/`);
  return token;
}

export const signOut = (): Promise<LoginResult> => post('/logout', {});
