/**
 * From a recipient address to where its copies go: accounts here, addresses elsewhere. Aliases are followed through
 * aliases, bounded and without loops; what an alias names twice is delivered once. RFC 5321 3.9, 4.5.1, RFC 5233
 */
import { formatAddress } from '../model/address-text.ts';
import type { Account, Address, AddressResolution } from '../model/account.ts';
import type { DirectoryStore } from '../store/directory-store.ts';

export type RouteTarget =
  { readonly kind: 'account'; readonly account: Account } | { readonly kind: 'remote'; readonly address: Address };

export type Route =
  | {
      readonly kind: 'deliverable';
      readonly targets: readonly RouteTarget[];
      /** postmaster and abuse: never refused by policy or quota. RFC 2142, RFC 5321 4.5.1 */
      readonly isRole: boolean;
      /** Taken because a catch-all takes what nobody else does. */
      readonly byCatchAll: boolean;
    }
  /** A domain of ours without such a name. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'disabled' }
  /** An alias of ours that leads to nobody now; `brokenAt` is the address without an owner. */
  | { readonly kind: 'broken'; readonly brokenAt: string; readonly isRole: boolean }
  /** No domain of ours. */
  | { readonly kind: 'foreign' };

const MAX_DEPTH = 10;
const MAX_TARGETS = 1000;

export async function findRoute(directory: Pick<DirectoryStore, 'resolve'>, address: Address): Promise<Route> {
  const resolution = await directory.resolve(address);
  switch (resolution.kind) {
    case 'foreign':
      return { kind: 'foreign' };
    case 'unknownLocalpart':
      return { kind: 'unknown' };
    case 'disabled':
      return { kind: 'disabled' };
    case 'account':
      if (resolution.account.status === 'disabled') return { kind: 'disabled' };
      return deliverable([{ kind: 'account', account: resolution.account }], false, false);
    case 'catchAll':
      if (resolution.account.status === 'disabled') return { kind: 'unknown' };
      return deliverable([{ kind: 'account', account: resolution.account }], false, true);
    case 'alias':
      return followAlias(directory, resolution, address);
  }
}

async function followAlias(
  directory: Pick<DirectoryStore, 'resolve'>,
  start: Extract<AddressResolution, { kind: 'alias' }>,
  from: Address,
): Promise<Route> {
  const targets = new Map<string, RouteTarget>();
  const seen = new Set([keyOf(from)]);
  let brokenAt = formatAddress(from);
  let level = start.alias.targets;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: Address[] = [];
    for (const address of level) {
      if (seen.has(keyOf(address)) || seen.size > MAX_TARGETS) continue;
      seen.add(keyOf(address));
      const found = await directory.resolve(address);
      if (found.kind === 'alias') next.push(...found.alias.targets);
      else if (found.kind === 'foreign') targets.set(keyOf(address), { kind: 'remote', address });
      else if ((found.kind === 'account' || found.kind === 'catchAll') && found.account.status !== 'disabled') {
        targets.set(`account ${found.account.id}`, { kind: 'account', account: found.account });
      } else brokenAt = formatAddress(address);
    }
    level = next;
  }
  if (targets.size === 0) return { kind: 'broken', brokenAt, isRole: start.alias.role };
  return deliverable([...targets.values()], start.alias.role, false);
}

const deliverable = (targets: readonly RouteTarget[], isRole: boolean, byCatchAll: boolean): Route => ({
  kind: 'deliverable',
  targets,
  isRole,
  byCatchAll,
});

/** Addresses that mean the same to us have the same key: the localpart is compared without ASCII case. */
export const keyOf = ({ localpart, domain }: Address): string =>
  `${localpart.replace(/[A-Z]/g, (c) => c.toLowerCase())}@${domain}`;
