/** Who receives what is sent to an address, in words for screens. */
import { findRoute } from '../delivery/route.ts';
import type { Address } from '../model/account.ts';
import { formatAddress } from '../model/address-text.ts';
import type { DirectoryStore } from '../store/directory-store.ts';

export interface ResolvedAddress {
  readonly kind: 'accounts' | 'unknown' | 'foreign';
  readonly accounts: readonly string[];
  readonly remote: readonly string[];
}
export async function resolveAddress(directory: DirectoryStore, address: Address): Promise<ResolvedAddress> {
  const route = await findRoute(directory, address);
  switch (route.kind) {
    case 'foreign':
      return { kind: 'foreign', accounts: [], remote: [] };
    case 'unknown':
    case 'disabled':
    case 'broken':
      return { kind: 'unknown', accounts: [], remote: [] };
    case 'deliverable':
      return {
        kind: 'accounts',
        accounts: route.targets.flatMap((target) =>
          target.kind === 'account' ? [formatAddress(target.account.address)] : [],
        ),
        remote: route.targets.flatMap((target) => (target.kind === 'remote' ? [formatAddress(target.address)] : [])),
      };
  }
}
