/** The address under which people open the screens. RFC 3986 3.2.2 */
import type { Settings } from '../model/settings.ts';
import { addressKind } from '../net/peer.ts';

/** @returns null when no https port listens */
export function webAddress(settings: Pick<Settings, 'bind' | 'hostname'>, httpsPort: number | null): string | null {
  if (httpsPort === null) return null;
  return `https://${hostFor(settings)}${httpsPort === 443 ? '' : `:${httpsPort}`}/`;
}
function hostFor({ bind, hostname }: Pick<Settings, 'bind' | 'hostname'>): string {
  const [first = '*'] = bind;
  // The certificate carries this name; a bare loopback address would do as well, but people know this one.
  if (addressKind(first) === 'loopback') return 'localhost';
  const isAny = ['*', '0.0.0.0', '::'].includes(first);
  if (isAny) return hostname.includes('.') ? hostname : 'localhost';
  return first.includes(':') ? `[${first}]` : first;
}
