/** The one cookie of the screens. `__Host-` binds it to this host and to TLS in every browser. RFC 6265 4.1, 5.4 */
const NAME = '__Host-postane';

/** @returns the token in a Cookie header, or null */
export function tokenIn(header: string | undefined): string | null {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === NAME) {
      const value = pair.slice(at + 1).trim();
      return /^[\w-]{20,100}$/.test(value) ? value : null;
    }
  }
  return null;
}
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';
export const cookieWith = (token: string, maxAgeSeconds: number): string =>
  `${NAME}=${token}; Max-Age=${maxAgeSeconds}; ${ATTRIBUTES}`;
export const CLEARED_COOKIE = `${NAME}=; Max-Age=0; ${ATTRIBUTES}`;
