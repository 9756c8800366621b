/** Whether a letter of a size still fits into an account. RFC 5321 4.5.3.1.10, RFC 3463 3.3 */
import type { Account } from '../model/account.ts';

/** @param announcedBytes SIZE of MAIL; 0 when not said */
export function fitsQuota(account: Pick<Account, 'quotaBytes' | 'usedBytes'>, announcedBytes: number): boolean {
  if (account.quotaBytes === null) return true;
  return account.usedBytes < account.quotaBytes && account.usedBytes + announcedBytes <= account.quotaBytes;
}
