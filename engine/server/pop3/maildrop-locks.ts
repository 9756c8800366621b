/** At most one POP3 session per account at a time. RFC 1939 4, RFC 2449 8.1.1 (IN-USE) */
import type { AccountId } from '../../model/ids.ts';

export interface MaildropLocks {
  /** @returns false when another holder has it */
  take(account: AccountId, holder: object): boolean;
  /** Gives back whatever the holder has. */
  release(holder: object): void;
}
export function createMaildropLocks(): MaildropLocks {
  const holders = new Map<AccountId, object>();
  return {
    take(account, holder) {
      if (holders.has(account)) return false;
      holders.set(account, holder);
      return true;
    },
    release(holder) {
      for (const [account, one] of holders) if (one === holder) holders.delete(account);
    },
  };
}
