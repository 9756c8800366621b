/** SETACL, DELETEACL, LISTRIGHTS: identifiers and rights. RFC 4314 3, 7 */
import { saslPrepared } from '../../lib/saslprep.ts';
import { parseRights, type Rights } from '../../model/mailbox-rights.ts';
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

export interface RightsChange {
  readonly mode: 'replace' | 'add' | 'remove';
  readonly rights: Rights;
}

/** SP mailbox SP identifier */
export function identifierArguments(line: CommandParser): { readonly name: string; readonly identifier: string } {
  line.space();
  const name = line.mailbox();
  line.space();
  const identifier = saslPrepared(line.utf8(line.astring('identifier'), 'identifier'));
  if (identifier === null) throw new ImapSyntaxError('that is no identifier');
  return { name, identifier };
}

/** astring: an optional + or -, then letters. */
export function rightsChange(line: CommandParser): RightsChange {
  const text = line.astring('rights');
  const sign = text.charAt(0);
  const mode = sign === '+' ? 'add' : sign === '-' ? 'remove' : 'replace';
  const letters = mode === 'replace' ? text : text.slice(1);
  if (/[A-Z]/.test(letters)) throw new ImapSyntaxError('rights are written in small letters');
  const rights = parseRights(letters);
  if (rights === null) throw new ImapSyntaxError('there is no such right; rights are lrswipkxtea');
  return { mode, rights };
}
