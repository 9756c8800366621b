/** Which names a mailbox may be given. RFC 9051 5.1 */
import { ImapRefusal } from './refusal.ts';

const LONGEST_NAME = 400;
const DEEPEST = 20;

/** @throws ImapRefusal saying what is wrong */
export function assertMailboxName(name: string): void {
  const parts = name.split('/');
  if (parts.some((part) => part.trim() === ''))
    throw new ImapRefusal('CANNOT', 'a mailbox name has no empty parts between "/"');
  if (parts.length > DEEPEST) throw new ImapRefusal('LIMIT', `mailboxes can be nested ${DEEPEST} deep`);
  if (name.length > LONGEST_NAME) throw new ImapRefusal('LIMIT', `a mailbox name may have ${LONGEST_NAME} characters`);
  if (/[%*]/.test(name)) throw new ImapRefusal('CANNOT', 'a mailbox name must not hold "%" or "*"');
}
