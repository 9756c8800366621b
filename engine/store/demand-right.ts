/** The one word on a missing right, for every store: who may not even know of a mailbox hears that it does not exist. RFC 4314 6 */
import { MailError } from '../model/errors.ts';
import { has, isVisible, type Right, type Rights } from '../model/mailbox-rights.ts';

/** @returns the rights @throws MailError noPermission, nonexistent */
export function demandRight(rights: Rights, needed: Right): Rights {
  if (has(rights, needed)) return rights;
  if (!isVisible(rights)) throw new MailError('nonexistent', 'That mailbox does not exist (any more).');
  throw new MailError('noPermission', `This needs the right "${needed}" on the mailbox; its owner can give it.`);
}
