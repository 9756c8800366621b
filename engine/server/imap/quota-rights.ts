/** Who may set quotas, and is therefore offered to: RFC 9208 3.1 (QUOTASET) */
import type { ImapSession } from './imap-session.ts';

export function mayManageQuota({ account }: ImapSession): boolean {
  return account.role === 'owner' || account.role === 'admin';
}
