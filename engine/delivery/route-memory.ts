/**
 * Routes just found, so that a burst of letters to one person asks the directory once. A change of the directory forgets all of
 * them at once; near its quota an account is asked for each time, because the answer then hangs on every letter.
 */
import { LRUCache } from 'lru-cache';
import { findRoute, keyOf, type Route } from './route.ts';
import type { Clock } from '../lib/clock.ts';
import type { Address } from '../model/account.ts';
import type { Store } from '../store/store.ts';

const KEPT_MS = 1_000;
const KEPT_ROUTES = 1_000;
/** An account that has used less than this part of its quota cannot fill it unseen: the store counts every letter. */
const SAFE_PART = 0.5;

export type FindRoute = (address: Address) => Promise<Route>;

export function rememberRoutes(
  { directory, changes }: Pick<Store, 'directory' | 'changes'>,
  clock: Pick<Clock, 'monotonic'>,
): FindRoute {
  const routes = new LRUCache<string, { readonly route: Route; readonly until: number }>({ max: KEPT_ROUTES });
  let version = 0;
  changes.store((change) => {
    if (change.kind !== 'directory') return;
    version += 1;
    routes.clear();
  });
  return async (address) => {
    const known = routes.get(keyOf(address));
    if (known !== undefined && clock.monotonic() < known.until) return known.route;
    const asked = version;
    const route = await findRoute(directory, address);
    // What was asked before a change may be told after it.
    if (asked === version && isSteady(route)) {
      routes.set(keyOf(address), { route, until: clock.monotonic() + KEPT_MS });
    }
    return route;
  };
}

function isSteady(route: Route): boolean {
  if (route.kind !== 'deliverable') return false;
  return route.targets.every((target) => {
    if (target.kind === 'remote') return true;
    const { quotaBytes, usedBytes } = target.account;
    return quotaBytes === null || usedBytes < quotaBytes * SAFE_PART;
  });
}
