/** What this computer is called on its own network: names and addresses a client there may use. RFC 6762 3, RFC 6761 6.3 */
import { hostname, networkInterfaces } from 'node:os';
import { addressKind, normalizeAddress } from '../net/peer.ts';
import type { ServerNames } from './server-certificate.ts';

/** What the system says about itself. */
export interface SystemNames {
  readonly computerName: string;
  readonly addresses: readonly string[];
}
export function systemNames(): SystemNames {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list?.map((entry) => entry.address) ?? []);
  return { computerName: hostname(), addresses };
}

/** @param hostName the setting; comes first and so names the certificate */
export function lanNames(hostName: string, system: SystemNames): ServerNames {
  const label = system.computerName.toLowerCase().split('.')[0] ?? '';
  const ofComputer = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? [label, `${label}.local`] : [];
  const addresses = system.addresses
    .flatMap((address) => normalizeAddress(address) ?? [])
    .filter((address) => ['loopback', 'private'].includes(addressKind(address)));
  return {
    names: [...new Set([hostName.toLowerCase(), ...ofComputer, 'localhost'])],
    addresses: [...new Set(['127.0.0.1', '::1', ...addresses.sort()])],
  };
}
