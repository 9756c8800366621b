/** When accounts last signed in, where a wait between sign-ins is set. RFC 2449 6.5, 8.1.2 (LOGIN-DELAY) */
import type { Clock } from '../../lib/clock.ts';
import type { AccountId } from '../../model/ids.ts';

export interface LoginDelays {
  /** Notes the sign-in. @returns false when the last one was less than `seconds` ago */
  mayEnter(account: AccountId, seconds: number): boolean;
}
export function createLoginDelays(clock: Pick<Clock, 'monotonic'>): LoginDelays {
  const entered = new Map<AccountId, number>();
  return {
    mayEnter(account, seconds) {
      if (seconds === 0) {
        entered.clear();
        return true;
      }
      const now = clock.monotonic();
      for (const [id, at] of entered) {
        // In the order of their sign-ins: the first that is young ends it.
        if (now - at < seconds * 1000) break;
        entered.delete(id);
      }
      if (entered.has(account)) return false;
      entered.set(account, now);
      return true;
    },
  };
}
