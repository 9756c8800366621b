/** How a next hop's connection is protected: opportunistic towards MX hosts (RFC 7435), required where a password travels. */
import type { SmartHost } from './delivery-settings.ts';

export interface TlsPolicy {
  /** `opportunistic`: STARTTLS where offered, any certificate. `required`: STARTTLS and a certificate that fits the name. `implicit`: TLS from the first byte, as required. `none`: clear text. */
  readonly use: 'none' | 'opportunistic' | 'required' | 'implicit';
}
export function tlsPolicyFor(smartHost: SmartHost | null): TlsPolicy {
  if (smartHost === null) return { use: 'opportunistic' };
  if (smartHost.port === 465) return { use: 'implicit' };
  return { use: smartHost.user === null ? 'opportunistic' : 'required' };
}
