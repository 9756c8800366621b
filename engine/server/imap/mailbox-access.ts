/**
 * Mailboxes by name with the rights a command needs: asked here for an early and clear answer, held by the store in the
 * transaction itself. RFC 4314 4
 */
import { MailError } from '../../model/errors.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { flagPermit, has, isVisible, mayWrite, type Right } from '../../model/mailbox-rights.ts';
import { SYSTEM_FLAGS } from '../../model/flags.ts';
import type { ImapSession } from './imap-session.ts';

/** @throws MailError nonexistent, noPermission */
export async function requireMailbox(session: ImapSession, name: string, needed: Right | 'any'): Promise<Mailbox> {
  const mailbox = await session.store.mailboxes.find(session.viewer, name);
  if (mailbox === null) throw new MailError('nonexistent', `there is no mailbox ${name}`);
  assertRight(mailbox, needed);
  return mailbox;
}

/** @throws MailError noPermission */
export function assertRight(mailbox: Pick<Mailbox, 'name' | 'rights'>, needed: Right | 'any'): void {
  if (needed === 'any' ? isVisible(mailbox.rights) : has(mailbox.rights, needed)) return;
  throw new MailError(
    'noPermission',
    `this needs the right "${needed}" on ${mailbox.name}, which its owner has not given`,
  );
}

/** Whether a SELECT is told READ-WRITE. RFC 4314 5.2 */
export function isWritable(mailbox: Pick<Mailbox, 'rights'>): boolean {
  return mayWrite(mailbox.rights);
}

/** Flags for PERMANENTFLAGS: those the rights let somebody change. RFC 4314 5.1.1 */
export function changeableFlags(mailbox: Pick<Mailbox, 'rights'>, keywords: readonly string[]): string[] {
  const permit = flagPermit(mailbox.rights);
  const system = Object.entries(SYSTEM_FLAGS).filter(([, bit]) => (permit.system & bit) !== 0);
  return [...system.map(([name]) => name), ...(permit.keywords ? [...keywords, '\\*'] : [])];
}
